"""What the demo's coordinator announced, and is about to; no mail leaves for what is made up."""

from typing import Any

from announcements import audience, services
from announcements.enums import State
from announcements.models import Announcement
from announcements.services import KIND
from communities.models import CommunityPage
from demo import data
from demo.loader.section import Demo, Section, demo_users
from notifications.enums import Reach
from notifications.mail.gathering import make_letters
from notifications.models import Notification
from notifications.models.letters import Letter, Letterbox
from notifications.services import notify


def _exists() -> bool:
    return _written().exists()


def _written() -> Any:
    return Announcement.objects.filter(author__in=demo_users())


def _write(demo: Demo) -> str:
    entries = data.read("announcements")["announcement"]
    slugs = {each["key"]: each["slug"] for each in data.communities()}
    for entry in entries:
        named = [slugs[key] for key in entry.get("communities", [])]
        announcement = Announcement(
            subject=entry["subject"],
            text=entry["text"].strip(),
            for_everybody=not named,
            roles=entry.get("roles", []),
        )
        services.write(
            announcement=announcement,
            by=demo.coordinator,
            communities=CommunityPage.objects.filter(slug__in=named),
        )
        if entry["state"] == State.SENT:
            _tell(announcement, demo)
        elif entry["state"] == State.SCHEDULED:
            at = demo.clock.in_week(entry["in_weeks"], entry["weekday"], entry["at"])
            services.schedule(announcement=announcement, at=at, by=demo.coordinator)
    return f"{len(entries)} announcements"


def _tell(announcement: Announcement, demo: Demo) -> None:
    """Tell it as if just sent, with its mail gone out: the last thing that people were told."""
    now = demo.clock.now
    announcement.state, announcement.sent_at = State.SENDING, now
    announcement.save()
    people = audience.people(announcement)
    notify(people, kind=KIND, about=announcement, actor=demo.coordinator, now=now)
    services.finish(announcement)
    told = Notification.objects.filter(kind=KIND, about_id=announcement.pk)
    mailed = list(told.filter(how=Reach.AT_ONCE).values_list("recipient", flat=True))
    told.filter(recipient__in=mailed).update(mail_due_at=now)
    make_letters(mailed, [Reach.AT_ONCE], now)
    letters = Letter.objects.filter(member__in=mailed, made_at=now)
    open_boxes = Letterbox.objects.filter(stopped_at=None, paused_at=None).values("member")
    letters.exclude(member__in=open_boxes).delete()
    letters.update(sent_at=now, taken=1)


def _remove() -> None:
    Notification.objects.filter(kind=KIND, about_id__in=_written().values("pk")).delete()
    _written().delete()


SECTION = Section("Announcements", _exists, _write, _remove)
