"""Roles that somebody else confirms: who may, how long it holds, what is written down."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from members import services
from people.access import can_decide_role
from people.confirmed_roles import services as confirmed_roles
from people.enums import ConfirmedRoleAct as Act
from people.enums import ConfirmedRoleState as State
from people.enums import JobRole
from people.models import ConfirmedRole, ConfirmedRoleEvent
from people.signals import role_answered, role_ended, role_requested, role_verified
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.factories.places import OrganisationFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def contact():
    return UserFactory(display_name="Contact")


@shared
def organisation(contact):
    organisation = OrganisationFactory()
    organisation.contacts.add(contact)
    return organisation


@pytest.fixture
def heard():
    """What was announced, in order."""
    heard: list[tuple[str, int]] = []

    def on_verified(confirmed_role, **kwargs):
        heard.append(("verified", confirmed_role.pk))

    def on_ended(confirmed_role, **kwargs):
        heard.append(("ended", confirmed_role.pk))

    role_verified.connect(on_verified)
    role_ended.connect(on_ended)
    yield heard
    role_verified.disconnect(on_verified)
    role_ended.disconnect(on_ended)


def acts(confirmed_role) -> list[str]:
    return [event.act for event in confirmed_role.events.all()]


def test_a_role_is_asked_for_confirmed_and_taken_back(peer, coordinator, heard):
    asked = confirmed_roles.request_role(member=peer, role=JobRole.PEER, words=" Since May. ")
    confirmed = confirmed_roles.verify_role(confirmed_role=asked, by=coordinator)
    in_force = list(ConfirmedRole.objects.in_force())
    confirmed_roles.revoke_role(confirmed_role=asked, by=coordinator, reason="Left the service")

    assert asked.words == "Since May."
    assert in_force == [confirmed]
    assert confirmed.valid_until == timezone.localdate() + timedelta(days=365)
    assert list(ConfirmedRole.objects.in_force()) == []
    assert acts(asked) == [Act.REQUESTED, Act.VERIFIED, Act.REVOKED]
    assert [event.by for event in asked.events.all()] == [peer, coordinator, coordinator]
    assert heard == [("verified", asked.pk), ("ended", asked.pk)]


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("coordinator", True),
        ("contact", True),
        ("contact of another", False),
        ("contact who left", False),
        ("member", False),
        ("themself", False),
    ],
)
def test_who_may_confirm(who, may, peer, coordinator, contact, organisation):
    other = OrganisationFactory()
    people = {
        "coordinator": coordinator,
        "contact": contact,
        "contact of another": UserFactory(),
        "contact who left": UserFactory(is_active=False),
        "member": UserFactory(),
        "themself": peer,
    }
    other.contacts.add(people["contact of another"])
    organisation.contacts.add(people["contact who left"], people["themself"])
    asked = ConfirmedRoleFactory(member=peer, organisation=organisation)

    if may:
        confirmed_roles.verify_role(confirmed_role=asked, by=people[who])
    else:
        with pytest.raises(PermissionDenied):
            confirmed_roles.verify_role(confirmed_role=asked, by=people[who])

    assert ConfirmedRole.objects.in_force().exists() is may


def test_where_it_is_known_whether_somebody_coordinates_that_counts(peer, coordinator, member):
    role = ConfirmedRoleFactory(member=peer)

    assert can_decide_role(member, role, coordinates=True)
    assert not can_decide_role(coordinator, role, coordinates=False)


def test_a_coordinator_does_not_confirm_their_own_role(coordinator):
    asked = ConfirmedRoleFactory(member=coordinator)

    with pytest.raises(PermissionDenied):
        confirmed_roles.verify_role(confirmed_role=asked, by=coordinator)


def test_a_contact_has_no_say_where_no_organisation_is_named(peer, contact, organisation):
    with pytest.raises(PermissionDenied):
        confirmed_roles.verify_role(confirmed_role=ConfirmedRoleFactory(member=peer), by=contact)


def test_one_open_request_for_each_role(peer):
    confirmed_roles.request_role(member=peer, role=JobRole.PEER)
    confirmed_roles.request_role(member=peer, role=JobRole.EDUCATOR)

    with pytest.raises(ValidationError, match="asked for this role already"):
        confirmed_roles.request_role(member=peer, role=JobRole.PEER)


def test_a_request_answered_already_is_not_answered_otherwise(coordinator, heard):
    asked = ConfirmedRoleFactory()
    confirmed_roles.decline_role(
        confirmed_role=asked, by=coordinator, reason="We do not know you yet."
    )
    confirmed_roles.decline_role(confirmed_role=asked, by=coordinator, reason="Again")

    with pytest.raises(ValidationError, match="answered this already"):
        confirmed_roles.verify_role(confirmed_role=asked, by=coordinator)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (State.DECLINED, "We do not know you yet.")
    assert acts(asked) == [Act.DECLINED]
    assert heard == []


def test_confirming_twice_announces_once(coordinator, heard):
    asked = ConfirmedRoleFactory()

    confirmed_roles.verify_role(confirmed_role=asked, by=coordinator)
    confirmed_roles.verify_role(confirmed_role=asked, by=coordinator)

    assert len(heard) == 1


def test_a_day_that_is_over_is_no_last_day(coordinator):
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(ValidationError, match="This day is over"):
        confirmed_roles.verify_role(
            confirmed_role=ConfirmedRoleFactory(), by=coordinator, valid_until=yesterday
        )


@pytest.mark.parametrize(
    ("days", "in_force", "expiring", "expired"),
    [(31, 1, 0, 0), (30, 1, 1, 0), (0, 1, 1, 0), (-1, 0, 0, 1)],
)
def test_a_role_ends_by_its_day(days, in_force, expiring, expired):
    role = ConfirmedRoleFactory(
        verified=True, valid_until=timezone.localdate() + timedelta(days=days)
    )
    roles = ConfirmedRole.objects

    counted = (roles.in_force().count(), roles.expiring().count(), roles.expired().count())
    assert counted == (in_force, expiring, expired)
    assert (role.is_in_force, role.is_expiring, role.is_expired) == tuple(map(bool, counted))


def test_an_expired_role_is_announced_once_and_again_after_a_renewal(coordinator, heard):
    role = ConfirmedRoleFactory(verified=True, valid_until=timezone.localdate() - timedelta(days=1))

    ended = [confirmed_roles.end_what_expired(), confirmed_roles.end_what_expired()]
    renewed = confirmed_roles.renew(
        confirmed_role=role, by=coordinator, valid_until=timezone.localdate()
    )
    ConfirmedRole.objects.update(valid_until=timezone.localdate() - timedelta(days=2))
    ended.append(confirmed_roles.end_what_expired())

    assert ended == [1, 0, 1]
    assert renewed.is_in_force
    assert acts(role) == [Act.EXPIRED, Act.RENEWED, Act.EXPIRED]
    assert [what for what, _pk in heard] == ["ended", "verified", "ended"]


def _decline(asked, by):
    confirmed_roles.decline_role(confirmed_role=asked, by=by, reason="Unknown")


def _renew(asked, by):
    confirmed_roles.verify_role(confirmed_role=asked, by=by)
    last_day = timezone.localdate() + timedelta(days=9)
    confirmed_roles.renew(confirmed_role=asked, by=by, valid_until=last_day)


def _revoke(asked, by):
    confirmed_roles.verify_role(confirmed_role=asked, by=by)
    confirmed_roles.revoke_role(confirmed_role=asked, by=by, reason="Left")


@pytest.mark.parametrize(
    "take",
    [
        lambda asked, by: confirmed_roles.withdraw_request(confirmed_role=asked, by=asked.member),
        lambda asked, by: confirmed_roles.verify_role(confirmed_role=asked, by=by),
        lambda asked, by: confirmed_roles.forget(member=asked.member),
        _decline,
        _renew,
        _revoke,
    ],
    ids=["withdraw", "verify", "forget", "decline", "renew", "revoke"],
)
def test_a_step_is_taken_with_one_role_alone(peer, coordinator, organisation, take):
    asked = confirmed_roles.request_role(member=peer, role=JobRole.PEER)
    people = UserFactory.create_batch(2)
    for person in people:
        confirmed_roles.request_role(member=person, role=JobRole.PEER)
        organisation.contacts.add(person)
    confirmed_roles.verify_role(confirmed_role=people[1].confirmed_roles.get(), by=coordinator)
    others = ConfirmedRole.objects.exclude(pk=asked.pk).order_by("pk")
    events = ConfirmedRoleEvent.objects.exclude(confirmed_role=asked.pk).order_by("pk")
    before = [*others.values(), *events.values()], set(organisation.contacts.all())

    take(asked, coordinator)

    assert ([*others.values(), *events.values()], set(organisation.contacts.all())) == before


@pytest.mark.parametrize(
    "take",
    [
        lambda asked, by: confirmed_roles.request_role(member=asked.member, role=JobRole.EDUCATOR),
        lambda asked, by: confirmed_roles.verify_role(confirmed_role=asked, by=by),
        _decline,
    ],
    ids=["request", "verify", "decline"],
)
def test_a_step_that_cannot_be_announced_is_not_taken(peer, coordinator, take):
    asked = confirmed_roles.request_role(member=peer, role=JobRole.PEER)
    rows = ConfirmedRole.objects.order_by("pk"), ConfirmedRoleEvent.objects.order_by("pk")
    before = [list(some.values()) for some in rows]

    def fail(**kwargs):
        raise RuntimeError

    for signal in (role_requested, role_answered):
        signal.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            take(asked, coordinator)
    finally:
        for signal in (role_requested, role_answered):
            signal.disconnect(fail)

    assert [list(some.values()) for some in rows] == before


@pytest.mark.parametrize("days", [-1, 20], ids=["ended", "reminded"])
def test_of_two_roles_the_one_whose_day_it_is_goes_on(peer, days):
    today = timezone.localdate()
    due = ConfirmedRoleFactory(verified=True, valid_until=today + timedelta(days=days))
    later = ConfirmedRoleFactory(verified=True, valid_until=today + timedelta(days=90))
    go_on = confirmed_roles.end_what_expired if days < 0 else confirmed_roles.remind

    assert [go_on(), go_on()] == [1, 0]

    assert len(acts(due)) == 1
    assert acts(later) == []


def test_asking_again_for_a_confirmed_role_is_asking_to_renew(peer, coordinator):
    first = confirmed_roles.request_role(member=peer, role=JobRole.PEER)
    confirmed_roles.verify_role(confirmed_role=first, by=coordinator)

    again = confirmed_roles.request_role(member=peer, role=JobRole.PEER)

    assert acts(again) == [Act.RENEWAL_REQUESTED]


def test_a_request_is_withdrawn_by_its_person_alone(peer, coordinator):
    asked = confirmed_roles.request_role(member=peer, role=JobRole.PEER)

    assert confirmed_roles.withdraw_request(confirmed_role=asked, by=coordinator) is False
    assert confirmed_roles.withdraw_request(confirmed_role=asked, by=peer) is True
    assert ConfirmedRoleEvent.objects.count() == 0


def test_somebody_gives_up_a_role_of_their_own(peer):
    role = ConfirmedRoleFactory(member=peer, verified=True)

    confirmed_roles.revoke_role(confirmed_role=role, by=peer, reason="")

    assert list(ConfirmedRole.objects.in_force()) == []


def test_a_closed_account_holds_no_role(peer, coordinator, organisation, heard):
    role = ConfirmedRoleFactory(member=peer, verified=True, organisation=organisation)
    ConfirmedRoleFactory(member=peer, role=JobRole.EDUCATOR)
    kept = ConfirmedRoleFactory(decided_by=peer, verified=True)
    organisation.contacts.add(peer)

    services.close_account(user=peer, by=coordinator)

    assert list(ConfirmedRole.objects.all()) == [kept]
    assert not organisation.contacts.filter(pk=peer.pk).exists()
    assert heard == [("ended", role.pk)]
