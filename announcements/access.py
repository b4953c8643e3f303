"""Who may read an announcement that has gone."""

from typing import Any

from announcements.enums import KIND
from announcements.models import Announcement
from notifications.models import Notification


def told_of(person: Any, announcement: Announcement) -> Notification | None:
    """The notification with which this person was told of it, if they were."""
    told = Notification.objects.filter(recipient=person, kind=KIND, about_id=announcement.pk)
    return told.first()


def looks_after(person: Any, announcement: Announcement) -> bool:
    """Whether the person is a coordinator who may know its audience."""
    known = Announcement.objects.known_to(person).filter(pk=announcement.pk)
    return person.has_perm("announcements.view_announcement") and known.exists()


def can_read_announcement(person: Any, announcement: Announcement) -> bool:
    """Those who were told of it read it, and coordinators who know its audience."""
    if not announcement.is_gone:
        return False
    return told_of(person, announcement) is not None or looks_after(person, announcement)
