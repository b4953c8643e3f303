"""What stops letters: their reader, by a link or a button, and a mailbox that takes none."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.models import User
from notifications.enums import Reach
from notifications.kinds import Kind, kinds
from notifications.mail import tokens
from notifications.models import Choice, Notification
from notifications.models.letters import Letterbox, Trouble

MAILED = (Reach.AT_ONCE, Reach.DAILY, Reach.WEEKLY)


def read(token: str) -> tuple[Letterbox, str] | None:
    """The letterbox and scope that the token stops; None for one that was not made here."""
    box = Letterbox.objects.select_related("member").filter(key=tokens.key_of(token)).first()
    scopes = [tokens.ALL, *MAILED, *(tokens.of_kind(kind.name) for kind in _kinds())]
    scope = tokens.scope_of(token, scopes) if box else ""
    return (box, scope) if box and scope else None


@transaction.atomic
def stop(*, member: Any, scope: str, now: datetime | None = None) -> None:
    """Send this member no more letters of the scope: they find the same things on the site.

    A kind, or all that comes in one rhythm, is changed among their choices, also those for single
    communities and topics. All letters is a switch of its own, for kinds that are still to come.
    What waits to be mailed is not mailed. Doing it again changes nothing.
    """
    if scope == tokens.ALL:
        Letterbox.objects.get_or_create(member=member)
        boxes = Letterbox.objects.filter(member=member, stopped_at=None)
        boxes.update(stopped_at=now or timezone.now())
        return
    if scope in MAILED:
        _stop_rhythm(member, scope)
    else:
        _stop_kind(member, scope.removeprefix(tokens.of_kind("")))


def _stop_rhythm(member: Any, rhythm: str) -> None:
    own = Choice.objects.filter(member=member)
    own.filter(reach=rhythm).update(reach=Reach.SITE)
    said = set(own.filter(scope="").values_list("kind", flat=True))
    usual = [kind.name for kind in _kinds() if kind.default == rhythm and kind.name not in said]
    if "" not in said:
        Choice.objects.bulk_create(
            [Choice(member=member, kind=name, reach=Reach.SITE) for name in usual],
            ignore_conflicts=True,
        )
    _keep_on_site(member, how=rhythm, kind__in=[kind.name for kind in _kinds()])


def _stop_kind(member: Any, name: str) -> None:
    """Stop a kind everywhere, also where a community or a topic was chosen with all its kinds."""
    own = Choice.objects.filter(member=member)
    own.filter(kind=name, reach__in=MAILED).update(reach=Reach.SITE)
    wider = own.filter(kind="", reach__in=MAILED).exclude(scope="").values_list("scope", flat=True)
    Choice.objects.bulk_create(
        [Choice(member=member, scope=scope, kind=name, reach=Reach.SITE) for scope in {"", *wider}],
        ignore_conflicts=True,
    )
    _keep_on_site(member, kind=name)


def _keep_on_site(member: Any, **which: Any) -> None:
    waiting = Notification.objects.filter(recipient=member, mailed_at=None, **which)
    waiting.exclude(mail_due_at=None).update(how=Reach.SITE, mail_due_at=None)


def _kinds() -> list[Kind]:
    return [kind for kind in kinds() if kind.can_switch_off]


@transaction.atomic
def write_again(*, member: Any) -> None:
    """Take back that all letters are stopped. Choices stay as they are."""
    Letterbox.objects.filter(member=member).update(stopped_at=None)


@transaction.atomic
def pause(*, address: str, trouble: Trouble, now: datetime | None = None) -> bool:
    """Send no letters to an address that does not take them; whether it is a member's.

    The member sees it on the site, and may use the address again.
    """
    member = User.objects.active().filter(email__iexact=address).first()
    if member is None:
        return False
    Letterbox.objects.update_or_create(
        member=member,
        defaults={
            "paused_at": now or timezone.now(),
            "paused_address": member.email,
            "trouble": trouble,
        },
    )
    return True


@transaction.atomic
def use_address_again(*, member: Any) -> None:
    Letterbox.objects.filter(member=member).update(paused_at=None, paused_address="", trouble="")
