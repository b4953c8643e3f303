"""Confirmed roles, invitations, somebody who waits, and everybody's yes to the agreement."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.crypto import get_random_string

from demo import data
from demo.loader.section import Demo, Section, demo_users
from members.joining import agreement
from members.models import Application, Invitation, User
from members.models.joining import INVITATION_LASTS, hash_of
from people.enums import ConfirmedRoleAct as Act
from people.enums import ConfirmedRoleState as State
from people.models import Area, ConfirmedRole, ConfirmedRoleEvent, Organisation


def _exists() -> bool:
    return ConfirmedRole.objects.filter(member__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    told = data.read("roles")
    names = {entry["key"]: entry["name"] for entry in data.organisations()}
    for key, people in told["contacts"].items():
        organisation = Organisation.objects.get(name=names[key])
        organisation.contacts.add(*(demo.people[person] for person in people))
    for entry in told["role"]:
        _role(demo, entry, names)
    for entry in told["invitation"]:
        _invitation(demo, entry)
    for entry in told["waiting"]:
        _waiting(demo, entry)
    if page := agreement.current():
        for person in demo.people.values():
            agreement.accept(member=person, version=page.version)
    return f"{len(told['role'])} roles, {len(told['invitation'])} invitations, one who waits"


def _role(demo: Demo, entry: dict[str, Any], names: dict[str, str]) -> None:
    """A role: rows as the services write them, dated back, and without the mail about them."""
    asked = demo.clock.days_ago(entry["asked_days_ago"], "09:20")
    role = ConfirmedRole(
        member=demo.people[entry["member"]],
        role=entry["role"],
        team_has_peer_workers=entry.get("team_has_peer_workers", False),
        words=entry.get("words", ""),
        requested_at=asked,
    )
    if "organisation" in entry:
        role.organisation = Organisation.objects.get(name=names[entry["organisation"]])
    if "area" in entry:
        role.area = Area.objects.get(name=entry["area"])
    steps = [(Act.REQUESTED, role.member, asked, role.words)]
    decider = entry.get("confirmed_by") or entry.get("declined_by")
    if decider:
        role.decided_by, role.decided_at = demo.people[decider], asked + timedelta(days=1)
        role.reason = entry.get("reason", "")
        role.state = State.VERIFIED if "confirmed_by" in entry else State.DECLINED
        if "holds_for_days" in entry:
            role.valid_until = timezone.localdate() + timedelta(days=entry["holds_for_days"])
        act = Act.VERIFIED if "confirmed_by" in entry else Act.DECLINED
        steps.append((act, role.decided_by, role.decided_at, role.reason))
    role.full_clean()
    role.save()
    for act, by, at, words in steps:
        until = role.valid_until if act == Act.VERIFIED else None
        ConfirmedRoleEvent.objects.create(
            confirmed_role=role, act=act, by=by, at=at, words=words, valid_until=until
        )


def _invitation(demo: Demo, entry: dict[str, Any]) -> None:
    sent = demo.clock.days_ago(entry["sent_days_ago"], "10:00")
    accepted = entry.get("accepted_days_ago")
    Invitation.objects.create(
        email=entry["email"],
        name=entry["name"],
        token_hash=hash_of(get_random_string(32)),
        invited_by=demo.coordinator,
        sent_at=sent,
        expires_at=sent + INVITATION_LASTS,
        accepted_at=demo.clock.days_ago(accepted, "08:00") if accepted else None,
    )


def _waiting(demo: Demo, entry: dict[str, Any]) -> None:
    user, created = User.objects.get_or_create(
        email=entry["email"],
        defaults={"display_name": entry["name"], "password": "!", "is_active": False},
    )
    if created:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        asked = demo.clock.days_ago(entry["asked_days_ago"], "12:30")
        Application.objects.create(user=user, asked_at=asked, waits=True)


def _remove() -> None:
    ConfirmedRole.objects.filter(member__in=demo_users()).delete()
    Invitation.objects.filter(invited_by__in=demo_users()).delete()
    waiting = [entry["email"] for entry in data.read("roles")["waiting"]]
    User.objects.filter(email__in=waiting, application__isnull=False).delete()


SECTION = Section("Confirmed roles and joining", _exists, _write, _remove)
