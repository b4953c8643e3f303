"""What notifications keep of a person, for their own copy."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.export import Row, exported
from notifications.kinds import kinds
from notifications.models import Choice, Letter, Letterbox, Notification, Preferences
from notifications.reading import visible

BATCH = 500


@exported("notifications", _("What you were told"))
def notifications(user: Any) -> Iterator[Row]:
    """The person's notifications, with words only for what they may still see."""
    titles = {kind.name: str(kind.title) for kind in kinds()}
    for rows in _in_pieces(user):
        words = {each.notification.pk: each.say("digest.txt").strip() for each in visible(rows)}
        for row in rows:
            yield {
                "kind": titles.get(row.kind, row.kind),
                "what": words.get(row.pk),
                "when": row.created_at,
                "read": row.read_at,
                "where": row.get_how_display(),
                "mailed": row.mailed_at,
            }


def _in_pieces(user: Any) -> Iterator[list[Notification]]:
    rows = Notification.objects.filter(recipient=user).select_related("actor").order_by("pk")
    found = iter(rows.iterator(chunk_size=BATCH))
    while piece := list(islice(found, BATCH)):
        for row in piece:
            row.recipient = user
        yield piece


@exported("notification_choices", _("What you chose to hear"))
def choices(user: Any) -> Iterator[Row]:
    for choice in Choice.objects.filter(member=user).order_by("pk"):
        yield {
            "kind": choice.kind,
            "of": choice.scope,
            "where": choice.get_reach_display(),
        }


@exported("notification_hours", _("When mail may come to you"))
def hours(user: Any) -> Iterator[Row]:
    for row in Preferences.objects.filter(member=user):
        yield {
            "no_mail_after": row.quiet_from.isoformat("minutes"),
            "no_mail_before": row.quiet_until.isoformat("minutes"),
            "waits_for_working_days": row.waits_for_working_days,
            "time_zone": row.time_zone,
            "mail_says_what_happened": row.mail_details,
            "caught_up": row.caught_up_at,
        }


@exported("letterbox", _("Whether mail about what is new reaches you"))
def letterbox(user: Any) -> Iterator[Row]:
    """The letterbox without its key, which stops mail."""
    for box in Letterbox.objects.filter(member=user):
        yield {
            "stopped_by_you": box.stopped_at,
            "paused": box.paused_at,
            "paused_for": box.paused_address,
            "because_it": box.get_trouble_display(),
        }


@exported("letters", _("Mail about what is new that was sent to you"))
def letters(user: Any) -> Iterator[Row]:
    """Letters without their words: what they said is nowhere but in the mailbox."""
    for letter in Letter.objects.filter(member=user).order_by("pk"):
        yield {
            "made": letter.made_at,
            "comes": letter.get_rhythm_display(),
            "about_your_account": letter.essential,
            "tries": letter.tries,
            "sent": letter.sent_at,
            "came_back": letter.came_back_at,
        }
