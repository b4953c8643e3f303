"""Cases of the discussions that became scenarios of the library."""

from typing import Any

from demo import data
from demo.loader.section import Demo, Section, demo_users
from forum.topics.models import Post, Topic
from home.promoting.services import promote_topic
from notifications.models import Notification
from resources.enums import Kind, ShownAs
from resources.models import Quotation, ResourcePage
from resources.models import Topic as LibraryTopic
from resources.notices import QUOTED
from resources.services import agree_to_quotation


def _exists() -> bool:
    return _scenarios().exists()


def _scenarios() -> Any:
    return ResourcePage.objects.filter(owner__in=demo_users(), kind=Kind.SCENARIO)


def _write(demo: Demo) -> str:
    entries = data.read("library/scenarios")["scenario"]
    for entry in entries:
        topic = Topic.objects.get(subject=entry["topic"], poster__in=demo_users())
        page = promote_topic(
            topic=topic,
            by=demo.coordinator,
            title=entry["title"],
            kind=Kind.SCENARIO,
            dilemma=entry["dilemma"].strip(),
            quotes=[(_said(demo, topic, quote), quote["words"]) for quote in entry["quote"]],
            one_view=entry["one_view"].strip(),
            another_view=entry["another_view"].strip(),
            what_people_did=entry["what_people_did"].strip(),
            supervision_questions="\n".join(entry["supervision_questions"]),
        )
        _answer(page, entry)
        page.lead, page.audiences = entry["lead"], entry["audiences"]
        page.topics = list(LibraryTopic.objects.filter(slug__in=entry["topics"]))
        demo.release(page, days_ago=entry["days_ago"])
        then = demo.clock.days_ago(entry["days_ago"])
        page.quotations.update(asked_at=then)
        page.quotations.exclude(answered_at=None).update(answered_at=then)
    Notification.objects.filter(recipient__in=demo_users(), kind=QUOTED).update(mail_due_at=None)
    return f"{len(entries)} scenario"


def _said(demo: Demo, topic: Topic, quote: dict[str, Any]) -> Post:
    author = demo.people[quote["author"]]
    return topic.posts.filter(poster=author, approved=True).latest("created")


def _answer(page: ResourcePage, entry: dict[str, Any]) -> None:
    """Let the author of the case agree without a name, and those quoted as they chose."""
    told = {quote["words"]: quote["shown_as"] for quote in entry["quote"] if "shown_as" in quote}
    told[entry["dilemma"].strip()] = ShownAs.NOTHING
    for quotation in Quotation.objects.filter(page=page, words__in=told):
        agree_to_quotation(quotation=quotation, shown_as=told[quotation.words])


def _remove() -> None:
    for page in _scenarios():
        page.delete()


SECTION = Section("Scenarios", _exists, _write, _remove)
