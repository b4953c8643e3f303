"""Asking for a role to be confirmed, confirming it, and ending it. Each step is written down."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from core.days import site_today
from members.access import can_decide_attestation
from members.enums import AttestationAct as Act
from members.enums import AttestationState as State
from members.models import Area, Attestation, AttestationEvent, Organisation, User
from members.signals import (
    role_answered,
    role_ended,
    role_ends_soon,
    role_requested,
    role_verified,
)
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
) -> Attestation:
    """Ask for a role to be confirmed; where it was confirmed before, to renew it.

    Raises ValidationError when a value does not fit, or an open request for this role
    is there already.
    """
    request = Attestation(
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
    known = Attestation.objects.filter(member=member, role=role, state=State.VERIFIED).exists()
    _note(request, Act.RENEWAL_REQUESTED if known else Act.REQUESTED, member, request.words)
    role_requested.send(sender=Attestation, attestation=request)
    return request


@transaction.atomic
def withdraw_request(*, attestation: Attestation, by: User) -> bool:
    """Take one's own open request back, without a trace; False when it was answered meanwhile."""
    found = Attestation.objects.select_for_update().open().filter(pk=attestation.pk, member=by)
    return bool(found.delete()[0])


@transaction.atomic
def verify_role(
    *, attestation: Attestation, by: User, valid_until: date | None = None
) -> Attestation:
    """Confirm what was asked for, until its last day (a year from today unless said).

    Confirming again changes nothing. Raises PermissionDenied when ``by`` may not decide
    about it, and ValidationError when it was answered otherwise or the day is over.
    """
    attestation = _locked(attestation, by)
    if attestation.is_in_force:
        return attestation
    _require_state(attestation, State.REQUESTED)
    attestation.valid_until = _last_day(valid_until)
    _decide(attestation, State.VERIFIED, by)
    _note(attestation, Act.VERIFIED, by)
    role_verified.send(sender=Attestation, attestation=attestation)
    return attestation


@transaction.atomic
def renew(*, attestation: Attestation, by: User, valid_until: date | None = None) -> Attestation:
    """Give a confirmed role, expired ones included, a new last day.

    Raises as ``verify_role`` does.
    """
    attestation = _locked(attestation, by)
    _require_state(attestation, State.VERIFIED)
    attestation.valid_until = _last_day(valid_until)
    _decide(attestation, State.VERIFIED, by)
    _note(attestation, Act.RENEWED, by)
    role_verified.send(sender=Attestation, attestation=attestation)
    return attestation


@transaction.atomic
def decline_role(*, attestation: Attestation, by: User, reason: str) -> Attestation:
    """Answer that it cannot be confirmed, and why; the person reads the reason."""
    attestation = _locked(attestation, by)
    if attestation.state == State.DECLINED:
        return attestation
    _require_state(attestation, State.REQUESTED)
    _decide(attestation, State.DECLINED, by, reason)
    _note(attestation, Act.DECLINED, by, reason)
    return attestation


@transaction.atomic
def revoke_role(*, attestation: Attestation, by: User, reason: str) -> Attestation:
    """Take a confirmed role back from now on; the person themself may give it up.

    Taking it back again changes nothing and announces nothing.
    """
    attestation = _locked(attestation, by, or_own=True)
    if attestation.state == State.REVOKED:
        return attestation
    _require_state(attestation, State.VERIFIED)
    _decide(attestation, State.REVOKED, by, reason)
    _note(attestation, Act.REVOKED, by, reason)
    role_ended.send(sender=Attestation, attestation=attestation)
    return attestation


def to_remind(today: date | None = None) -> list[Attestation]:
    """Roles that end soon, of which nobody was reminded and which no longer one has replaced."""
    later = Attestation.objects.in_force(today).filter(
        member=OuterRef("member"), role=OuterRef("role"), valid_until__gt=OuterRef("valid_until")
    )
    asked = Attestation.objects.open().filter(member=OuterRef("member"), role=OuterRef("role"))
    expiring = Attestation.objects.expiring(on=today).not_yet(Act.REMINDED)
    return list(expiring.filter(~Exists(later), ~Exists(asked)).select_related("member"))


@transaction.atomic
def note_reminder(*, attestation: Attestation, today: date | None = None) -> bool:
    """Write down that its person is reminded of this last day; False when that was done before."""
    found = Attestation.objects.select_for_update().filter(pk=attestation.pk)
    locked = found.expiring(on=today).not_yet(Act.REMINDED).first()
    if locked is None:
        return False
    _note(locked, Act.REMINDED, None)
    role_ends_soon.send(sender=Attestation, attestation=locked)
    return True


def remind(today: date | None = None) -> int:
    """Remind once each whose role ends soon, and has not been renewed since; says how many."""
    return each(
        to_remind(today),
        lambda attestation: note_reminder(attestation=attestation, today=today),
        what="Reminding of role",
    )


def end_what_expired() -> int:
    """Write down, and announce, each confirmed role that is past its last day; once each.

    The rights ended with the day itself. Safe to run again and several times at once.
    """
    expired = Attestation.objects.expired().not_yet(Act.EXPIRED)
    return each(expired.values_list("pk", flat=True), _end_expired, what="Ending role")


@transaction.atomic
def _end_expired(pk: int) -> bool:
    found = Attestation.objects.select_for_update().filter(pk=pk)
    attestation = found.expired().not_yet(Act.EXPIRED).first()
    if attestation is None:
        return False
    _note(attestation, Act.EXPIRED, None)
    role_ended.send(sender=Attestation, attestation=attestation)
    return True


@transaction.atomic
def forget(*, member: User) -> None:
    """Take every role of somebody whose account is closed, with what was said about it."""
    for attestation in Attestation.objects.select_for_update().filter(member=member):
        in_force = attestation.is_in_force
        attestation.state = State.REVOKED
        if in_force:
            attestation.save(update_fields=["state"])
            role_ended.send(sender=Attestation, attestation=attestation)
        attestation.delete()
    member.contact_for.clear()


def _locked(attestation: Attestation, by: User, *, or_own: bool = False) -> Attestation:
    found = Attestation.objects.select_for_update(of=("self",)).select_related("organisation")
    locked = found.get(pk=attestation.pk)
    if not (can_decide_attestation(by, locked) or (or_own and locked.member_id == by.pk)):
        raise PermissionDenied
    return locked


def _require_state(attestation: Attestation, state: State) -> None:
    if attestation.state != state:
        raise ValidationError(_("Somebody answered this already."), code="answered")


def _last_day(valid_until: date | None) -> date:
    today = site_today()
    if valid_until is None:
        return today + HOLDS_FOR
    if valid_until < today:
        raise ValidationError({"valid_until": _("This day is over. Choose a later one.")})
    return valid_until


def _decide(attestation: Attestation, state: State, by: User, reason: str = "") -> None:
    attestation.state = state
    attestation.decided_by, attestation.decided_at = by, timezone.now()
    attestation.reason = reason.strip()
    attestation.full_clean(validate_constraints=False)
    attestation.save()
    role_answered.send(sender=Attestation, attestation=attestation, by=by)


def _note(attestation: Attestation, act: Act, by: User | None, words: str = "") -> None:
    AttestationEvent.objects.create(
        attestation=attestation,
        act=act,
        by=by,
        words=words.strip(),
        valid_until=attestation.valid_until,
    )
