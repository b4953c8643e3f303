"""How an announcement reads before it leaves: on the site, and as mail."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from announcements.models import Announcement
from announcements.services import KIND
from notifications.enums import Reach
from notifications.kinds import kind_named
from notifications.mail.words import Words, in_detail, in_numbers
from notifications.models import Notification
from notifications.models.letters import Letter
from notifications.reading import Shown


@dataclass(frozen=True)
class Preview:
    on_site: Any
    """The line on the page of what is new."""
    private: Words
    detailed: Words


def preview(announcement: Announcement, reader: Any) -> Preview:
    """The announcement as a reader gets it who hears of nothing else at that time."""
    row = Notification(recipient=reader, kind=KIND, actor=announcement.author)
    shown = Shown(row, kind_named(KIND), announcement)
    letter = Letter(member=reader, rhythm=Reach.AT_ONCE)
    return Preview(shown.in_site, in_numbers(letter, 1), in_detail(letter, [shown], {}))


def send_trial(announcement: Announcement, reader: Any) -> None:
    """Send the mail with details to this reader alone, marked as a trial."""
    words = preview(announcement, reader).detailed
    text = render_to_string(
        "announcements/email/trial.txt",
        {"paragraphs": words.paragraphs, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    subject = _("Trial: %(subject)s") % {"subject": words.subject}
    EmailMessage(subject, text.strip() + "\n", to=[reader.email]).send()
