"""A rota of the demo, and duty items, one in each state."""

from datetime import time, timedelta
from typing import Any

from communities.models import CommunityPage
from demo import data
from demo.loader.section import Demo, Section, demo_users
from moderation.duty import rota, services
from moderation.duty.models import DayHours, DutyItem, TalkedOver, WeeklyHours
from notifications.models import Notification

A_STEP = timedelta(minutes=12)


def _exists() -> bool:
    return WeeklyHours.objects.filter(facilitator__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    written = data.read("duty")
    slugs = {each["key"]: each["slug"] for each in data.communities()}
    places = {key: CommunityPage.objects.get(slug=slug) for key, slug in slugs.items()}
    for entry in written["hours"]:
        for weekday in entry["weekdays"]:
            rota.add_hours(
                community=places[entry["community"]],
                facilitator=demo.people[entry["person"]],
                weekday=weekday,
                begins=time.fromisoformat(entry["begins"]),
                ends=time.fromisoformat(entry["ends"]),
            )
    for entry in written["day"]:
        rota.set_day(
            community=places[entry["community"]],
            facilitator=demo.people[entry["person"]],
            day=demo.clock.day(entry["in_days"]),
        )
    for entry in written["item"]:
        _write_item(demo, places[entry["community"]], entry)
    told = Notification.objects.filter(kind__startswith="duty_", recipient__in=demo_users())
    told.update(mail_due_at=None)
    return f"a rota, {len(written['item'])} duty items"


def _write_item(demo: Demo, community: CommunityPage, entry: dict[str, Any]) -> None:
    if "by" in entry:
        item = services.ask(
            community=community,
            member=demo.people[entry["by"]],
            entry=entry.get("entry", ""),
            list_version=1,
            reach=entry.get("reach", ""),
        )
    else:
        item = services.open_item(
            community=community,
            by=demo.people[entry["opened_by"]],
            level=entry["level"],
            words=entry["words"],
        )
    for step in entry["steps"]:
        _take_step(demo, item, step)
    _date_back(demo, item, entry["days_ago"])


def _take_step(demo: Demo, item: DutyItem, step: dict[str, str]) -> None:
    who = demo.people
    if "take" in step:
        services.take(item=item, by=who[step["take"]])
    elif "note" in step:
        services.note(item=item, by=who[step["by"]], words=step["note"])
    elif "second" in step:
        services.name_second(item=item, by=who[step["by"]], second=who[step["second"]])
    elif "offer" in step:
        services.offer(item=item, by=who[step["by"]], to=who[step["offer"]])
    elif "close" in step:
        words = {name: step[name] for name in ("to_subject", "words")}
        services.close(item=item, by=who[step["close"]], **words)
    else:
        services.withdraw(item=item, by=who[step["withdraw"]])


def _date_back(demo: Demo, item: DutyItem, days: int) -> None:
    """As if each step had been taken some minutes after the one before, the last one by now."""
    item.refresh_from_db()
    steps = list(item.steps.all())
    then = demo.clock.days_ago(days, "10:15") if days else demo.clock.now - A_STEP * len(steps)
    item.opened_at = then
    for number, step in enumerate(steps):
        step.at = then + A_STEP * number
        step.save(update_fields=["at"])
    if item.is_over:
        item.closed_at = steps[-1].at
    item.save(update_fields=["opened_at", "closed_at"])


def _remove() -> None:
    people = demo_users()
    TalkedOver.objects.filter(person__in=people).delete()
    for name in ("subject", "opened_by"):
        for item in DutyItem.objects.filter(**{f"{name}__in": people}):
            item.delete()
    for model in (WeeklyHours, DayHours):
        model._default_manager.filter(facilitator__in=people).delete()


SECTION = Section("Duty", _exists, _write, _remove)
