"""What announcements keep of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from announcements.models import Announcement
from announcements.services import KIND
from members.export import Row, exported
from notifications.models import Notification


@exported("announcements", _("Announcements to you"))
def announcements(user: Any) -> Iterator[Row]:
    """Announcements that the person was told; for whom they were is nobody's to know."""
    told = Notification.objects.filter(recipient=user, kind=KIND).values("about_id")
    for each in Announcement.objects.gone().filter(pk__in=told).order_by("pk"):
        yield {"subject": each.subject, "text": each.text, "sent": each.sent_at}


@exported("announcements_written", _("Announcements that you wrote"))
def announcements_written(user: Any) -> Iterator[Row]:
    for each in Announcement.objects.filter(author=user).order_by("pk"):
        yield {
            "subject": each.subject,
            "text": each.text,
            "state": each.get_state_display(),
            "changed": each.changed_at,
            "to_be_sent": each.send_at,
            "sent": each.sent_at,
        }
