"""Asking for a role to be confirmed, confirming it, and ending it. Each step is written down."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from core.days import site_today
from members.models import User
from people.access import can_decide_role
from people.enums import ConfirmedRoleAct as Act
from people.enums import ConfirmedRoleState as State
from people.models import Area, ConfirmedRole, ConfirmedRoleEvent, Organisation
from people.signals import role_answered, role_ended, role_ends_soon, role_requested, role_verified
from work.each import each

HOLDS_FOR = timedelta(days=365)
"""How long a role is confirmed for when nobody says otherwise."""


@transaction.atomic
def request_role(
    *,
    member: User,
    role: str,
    organisation: Organisation | None = None,
    area: Area | None = None,
    team_has_peer_workers: bool = False,
    words: str = "",
) -> ConfirmedRole:
    """Ask for a role to be confirmed; where it was confirmed before, to renew it.

    Raises ValidationError when a value does not fit, or an open request for this role
    is there already.
    """
    request = ConfirmedRole(
        member=member,
        role=role,
        organisation=organisation,
        area=area,
        team_has_peer_workers=team_has_peer_workers,
        words=words.strip(),
    )
    User.objects.select_for_update().get(pk=member.pk)
    request.full_clean()
    request.save()
    known = ConfirmedRole.objects.filter(member=member, role=role, state=State.VERIFIED).exists()
    _note(request, Act.RENEWAL_REQUESTED if known else Act.REQUESTED, member, request.words)
    role_requested.send(sender=ConfirmedRole, confirmed_role=request)
    return request


@transaction.atomic
def withdraw_request(*, confirmed_role: ConfirmedRole, by: User) -> bool:
    """Take one's own open request back, without a trace; False when it was answered meanwhile."""
    found = ConfirmedRole.objects.select_for_update().open().filter(pk=confirmed_role.pk, member=by)
    return bool(found.delete()[0])


@transaction.atomic
def verify_role(
    *, confirmed_role: ConfirmedRole, by: User, valid_until: date | None = None
) -> ConfirmedRole:
    """Confirm the role asked for, until its last day (a year from today unless said).

    Confirming again changes nothing. Raises PermissionDenied when ``by`` may not decide
    about it, and ValidationError when it was answered otherwise or the day is over.
    """
    confirmed_role = _locked(confirmed_role, by)
    if confirmed_role.is_in_force:
        return confirmed_role
    _require_state(confirmed_role, State.REQUESTED)
    confirmed_role.valid_until = _last_day(valid_until)
    _decide(confirmed_role, State.VERIFIED, by)
    _note(confirmed_role, Act.VERIFIED, by)
    role_verified.send(sender=ConfirmedRole, confirmed_role=confirmed_role)
    return confirmed_role


@transaction.atomic
def renew(
    *, confirmed_role: ConfirmedRole, by: User, valid_until: date | None = None
) -> ConfirmedRole:
    """Give a confirmed role, expired ones included, a new last day.

    Raises as ``verify_role`` does.
    """
    confirmed_role = _locked(confirmed_role, by)
    _require_state(confirmed_role, State.VERIFIED)
    confirmed_role.valid_until = _last_day(valid_until)
    _decide(confirmed_role, State.VERIFIED, by)
    _note(confirmed_role, Act.RENEWED, by)
    role_verified.send(sender=ConfirmedRole, confirmed_role=confirmed_role)
    return confirmed_role


@transaction.atomic
def decline_role(*, confirmed_role: ConfirmedRole, by: User, reason: str) -> ConfirmedRole:
    """Answer that the role cannot be confirmed, and why; the person reads the reason."""
    confirmed_role = _locked(confirmed_role, by)
    if confirmed_role.state == State.DECLINED:
        return confirmed_role
    _require_state(confirmed_role, State.REQUESTED)
    _decide(confirmed_role, State.DECLINED, by, reason)
    _note(confirmed_role, Act.DECLINED, by, reason)
    return confirmed_role


@transaction.atomic
def revoke_role(*, confirmed_role: ConfirmedRole, by: User, reason: str) -> ConfirmedRole:
    """Take a confirmed role back from now on; the person themself may give it up.

    Taking it back again changes nothing and announces nothing.
    """
    confirmed_role = _locked(confirmed_role, by, or_own=True)
    if confirmed_role.state == State.REVOKED:
        return confirmed_role
    _require_state(confirmed_role, State.VERIFIED)
    _decide(confirmed_role, State.REVOKED, by, reason)
    _note(confirmed_role, Act.REVOKED, by, reason)
    role_ended.send(sender=ConfirmedRole, confirmed_role=confirmed_role)
    return confirmed_role


def to_remind(today: date | None = None) -> list[ConfirmedRole]:
    """Roles that end soon, with no reminder yet, no later role beside and no open request."""
    later = ConfirmedRole.objects.in_force(today).filter(
        member=OuterRef("member"), role=OuterRef("role"), valid_until__gt=OuterRef("valid_until")
    )
    asked = ConfirmedRole.objects.open().filter(member=OuterRef("member"), role=OuterRef("role"))
    expiring = ConfirmedRole.objects.expiring(on=today).not_yet(Act.REMINDED)
    return list(expiring.filter(~Exists(later), ~Exists(asked)).select_related("member"))


@transaction.atomic
def note_reminder(*, confirmed_role: ConfirmedRole, today: date | None = None) -> bool:
    """Note that the role's person is reminded of this last day; False when that was done before."""
    found = ConfirmedRole.objects.select_for_update().filter(pk=confirmed_role.pk)
    locked = found.expiring(on=today).not_yet(Act.REMINDED).first()
    if locked is None:
        return False
    _note(locked, Act.REMINDED, None)
    role_ends_soon.send(sender=ConfirmedRole, confirmed_role=locked)
    return True


def remind(today: date | None = None) -> int:
    """Remind people once of each role that ends soon, unless they renew it; says how many."""
    return each(
        to_remind(today),
        lambda confirmed_role: note_reminder(confirmed_role=confirmed_role, today=today),
        what="Reminding of role",
    )


def end_what_expired() -> int:
    """Write down, and announce, each confirmed role that is past its last day; once each.

    The rights ended with the day itself. Safe to run again and several times at once.
    """
    expired = ConfirmedRole.objects.expired().not_yet(Act.EXPIRED)
    return each(expired.values_list("pk", flat=True), _end_expired, what="Ending role")


@transaction.atomic
def _end_expired(pk: int) -> bool:
    found = ConfirmedRole.objects.select_for_update().filter(pk=pk)
    confirmed_role = found.expired().not_yet(Act.EXPIRED).first()
    if confirmed_role is None:
        return False
    _note(confirmed_role, Act.EXPIRED, None)
    role_ended.send(sender=ConfirmedRole, confirmed_role=confirmed_role)
    return True


@transaction.atomic
def forget(*, member: User) -> None:
    """Delete every role of somebody whose account is closed, and their place among contacts."""
    for confirmed_role in ConfirmedRole.objects.select_for_update().filter(member=member):
        in_force = confirmed_role.is_in_force
        confirmed_role.state = State.REVOKED
        if in_force:
            confirmed_role.save(update_fields=["state"])
            role_ended.send(sender=ConfirmedRole, confirmed_role=confirmed_role)
        confirmed_role.delete()
    member.contact_for.clear()


def _locked(confirmed_role: ConfirmedRole, by: User, *, or_own: bool = False) -> ConfirmedRole:
    found = ConfirmedRole.objects.select_for_update(of=("self",)).select_related("organisation")
    locked = found.get(pk=confirmed_role.pk)
    if not (can_decide_role(by, locked) or (or_own and locked.member_id == by.pk)):
        raise PermissionDenied
    return locked


def _require_state(confirmed_role: ConfirmedRole, state: State) -> None:
    if confirmed_role.state != state:
        raise ValidationError(_("Somebody answered this already."), code="answered")


def _last_day(valid_until: date | None) -> date:
    today = site_today()
    if valid_until is None:
        return today + HOLDS_FOR
    if valid_until < today:
        raise ValidationError({"valid_until": _("This day is over. Choose a later one.")})
    return valid_until


def _decide(confirmed_role: ConfirmedRole, state: State, by: User, reason: str = "") -> None:
    confirmed_role.state = state
    confirmed_role.decided_by, confirmed_role.decided_at = by, timezone.now()
    confirmed_role.reason = reason.strip()
    confirmed_role.full_clean(validate_constraints=False)
    confirmed_role.save()
    role_answered.send(sender=ConfirmedRole, confirmed_role=confirmed_role, by=by)


def _note(confirmed_role: ConfirmedRole, act: Act, by: User | None, words: str = "") -> None:
    ConfirmedRoleEvent.objects.create(
        confirmed_role=confirmed_role,
        act=act,
        by=by,
        words=words.strip(),
        valid_until=confirmed_role.valid_until,
    )
