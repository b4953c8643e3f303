"""Reports of the demo, one in each state."""

from datetime import timedelta
from typing import Any

from demo import data
from demo.loader.section import Demo, Section, demo_users
from forum.topics.models import Post
from moderation import notices, services, things
from moderation.models import Limit, Report
from moderation.things import Thing
from notifications.models import Notification


def _exists() -> bool:
    return Report.objects.filter(reporter__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    entries = data.read("reports")["report"]
    for entry in entries:
        _write_one(demo, entry)
    kinds = (notices.WAITS, notices.ANSWER, notices.LIMITED)
    told = Notification.objects.filter(kind__in=kinds)
    told.filter(recipient__in=demo_users()).update(mail_due_at=None)
    return f"{len(entries)} reports"


def _write_one(demo: Demo, entry: dict[str, Any]) -> None:
    report = services.send_report(
        reporter=demo.people[entry["by"]],
        thing=_thing(demo, entry),
        reason=entry["reason"],
        words=entry["words"],
    )
    if "looked_at_by" in entry:
        by = demo.people[entry["looked_at_by"]]
        services.take(report=report, by=by)
        if "outcome" in entry:
            names = ("outcome", "why", "to_reporter", "to_author")
            said = {name: entry.get(name, "") for name in names}
            community = report.communities.first()
            limit = entry.get("limit", "")
            services.decide(report=report, by=by, limit=limit, community=community, **said)
    _date_back(demo, report, entry["days_ago"])


def _thing(demo: Demo, entry: dict[str, Any]) -> Thing:
    if "person" in entry:
        return things.of_person(demo.people[entry["person"]], demo.people[entry["by"]])
    author = demo.people[entry["author"]]
    posts = Post.objects.filter(poster=author, topic__subject=entry["topic"], approved=True)
    return things.of_post(posts.select_related("topic__forum", "poster").earliest("pk"))


def _date_back(demo: Demo, report: Report, days: int) -> None:
    """As if each step had been taken an hour after the one before."""
    then = demo.clock.days_ago(days)
    report.refresh_from_db()
    report.sent_at = then
    steps = list(report.steps.all())
    for hours, step in enumerate(steps):
        step.at = then + timedelta(hours=hours)
        step.save(update_fields=["at"])
    if report.is_closed:
        report.closed_at = steps[-1].at
        for limit in report.limits.all():
            limit.until -= limit.set_at - steps[-1].at
            limit.set_at = steps[-1].at
            limit.save(update_fields=["until", "set_at"])
    report.save(update_fields=["sent_at", "closed_at"])


def _remove() -> None:
    Limit.objects.filter(member__in=demo_users()).delete()
    Report.objects.filter(reporter__in=demo_users()).delete()


SECTION = Section("Reports", _exists, _write, _remove)
