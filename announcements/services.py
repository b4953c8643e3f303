"""Moving announcements on: each step is taken once, whoever asks for it and how often."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from announcements import audience
from announcements.enums import BEFORE, KIND, State
from announcements.models import Announcement
from notifications.tasks import tell_audience
from work.each import each
from work.moment import database_now


@transaction.atomic
def write(*, announcement: Announcement, by: Any, communities: Any = (), areas: Any = ()) -> None:
    """Keep the announcement with its audience, as a draft: who changes one that was checked and
    scheduled checks it anew. Raises ValidationError when it has left."""
    if announcement.pk is None:
        announcement.author = by
        action = "wagtail.create"
    else:
        if _locked(announcement).state not in BEFORE:
            raise ValidationError(_("It has left meanwhile, so it can no longer be changed."))
        action = "wagtail.edit"
    announcement.state = State.DRAFT
    announcement.send_at = None
    announcement.changed_at = timezone.now()
    announcement.by_community, announcement.by_area = bool(communities), bool(areas)
    announcement.save()
    announcement.communities.set(communities)
    announcement.areas.set(areas)
    log(instance=announcement, action=action, user=by)


@transaction.atomic
def send(*, announcement: Announcement, by: Any, seen: datetime | None = None) -> None:
    """Begin to tell the announcement's audience, now.

    Raises ValidationError when it has left already, was changed since ``seen``, or would reach
    nobody.
    """
    current = _to_move_on(announcement, seen)
    if not audience.people(current).exists():
        raise ValidationError(_("Nobody is in this audience today, so it was not sent."))
    _begin(current)
    log(instance=current, action="announcements.send", user=by)


@transaction.atomic
def schedule(
    *, announcement: Announcement, at: datetime, by: Any, seen: datetime | None = None
) -> None:
    """Have the announcement sent at this time, also where nobody is in its audience yet. Raises
    ValidationError when it has left already, or was changed since ``seen``."""
    current = _to_move_on(announcement, seen)
    _move(current, State.SCHEDULED, send_at=at)
    log(instance=current, action="announcements.schedule", user=by)


@transaction.atomic
def stop(*, announcement: Announcement, by: Any) -> None:
    """Stop a scheduled announcement. Raises ValidationError when it is not scheduled any more."""
    current = _locked(announcement)
    if current.state != State.SCHEDULED:
        raise ValidationError(_("It is not scheduled any more. Look at how far it has come."))
    _move(current, State.STOPPED, send_at=None)
    log(instance=current, action="announcements.stop", user=by)


def send_due(now: datetime | None = None) -> int:
    """Begin announcements that are due, each once, however many clocks tick; says how many.

    One that would reach nobody by now is stopped instead: a coordinator sees it in the list.
    """
    now = now or database_now()
    due = Announcement.objects.due(now).order_by("send_at", "pk")
    keys = list(due.values_list("pk", flat=True))
    return each(keys, lambda pk: _send_one_due(pk, now), what="Sending announcement")


@transaction.atomic
def _send_one_due(pk: int, now: datetime) -> bool:
    current = Announcement.objects.due(now).select_for_update().filter(pk=pk).first()
    if current is None:
        return False
    if not audience.people(current).exists():
        _move(current, State.STOPPED, send_at=None)
        log(instance=current, action="announcements.stop")
        return False
    _begin(current)
    log(instance=current, action="announcements.send")
    return True


def finish(announcement: Announcement) -> bool:
    """Note that everybody in its audience was told; whether that is news."""
    under_way = Announcement.objects.filter(pk=announcement.pk, state=State.SENDING)
    return bool(under_way.update(state=State.SENT))


def _begin(announcement: Announcement) -> None:
    _move(announcement, State.SENDING, send_at=None, sent_at=timezone.now())
    tell_audience(KIND, announcement.pk, actor=announcement.author_id)


def _to_move_on(announcement: Announcement, seen: datetime | None) -> Announcement:
    """The row, locked, if it has not left and nobody changed it since ``seen``."""
    current = _locked(announcement)
    if current.state not in BEFORE:
        raise ValidationError(_("It is on its way already: it was sent once."))
    if seen is not None and current.changed_at != seen:
        raise ValidationError(
            _("Somebody changed it meanwhile. Look at it again before it leaves.")
        )
    return current


def _locked(announcement: Announcement) -> Announcement:
    return Announcement.objects.select_for_update().get(pk=announcement.pk)


def _move(announcement: Announcement, state: State, **fields: Any) -> None:
    """Move the announcement on from the state read, also in a database without row locks."""
    before = Announcement.objects.filter(pk=announcement.pk, state=announcement.state)
    if not before.update(state=state, **fields):
        raise ValidationError(_("It is on its way already: it was sent once."))
    announcement.state = state
