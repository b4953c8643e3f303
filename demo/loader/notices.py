"""The demo's training, scholarships and vacancies."""

from demo import data
from demo.loader.section import Demo, Section, demo_users, remove_pages
from demo.stories import story
from opportunities.models import OpportunityPage


def _exists() -> bool:
    return OpportunityPage.objects.filter(owner__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    entries = data.read("opportunities")["opportunity"]
    under, home = demo.page_at("training-and-scholarships"), demo.home
    for entry in entries:
        page = OpportunityPage(
            title=entry["title"],
            slug=entry["slug"],
            lead=entry["lead"],
            kind=entry["kind"],
            provider=entry["provider"],
            level=entry.get("level", ""),
            places=entry.get("places"),
            cost=entry.get("cost", ""),
            opens_on=demo.clock.day(entry["opens"]),
            closes_on=demo.clock.day(entry["closes"]),
            who_may_apply=entry["who_may_apply"].strip(),
            how_to_apply=entry["how_to_apply"].strip(),
            body=story(entry["body"], home),
        )
        demo.publish(page, under=under, days_ago=entry["days_ago"])
    return f"{len(entries)} notices"


def _remove() -> None:
    remove_pages(OpportunityPage)


SECTION = Section("Training and scholarships", _exists, _write, _remove)
