"""Who looked at, or changed, what is somebody else's is written down for that person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from communities import services as communities
from core.roles import COORDINATORS
from members import audit
from members.models import Look
from members.services import close_account
from people.enums import Audience
from people.visibility import seen_by
from tests.factories.communities import CommunityFactory
from tests.factories.events import InterestFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.members.test_account_pages import assert_is_ours
from tests.shared import shared

pytestmark = pytest.mark.django_db

ACCESS = "/accounts/access/"


def noted(person) -> list[tuple[str, str, str]]:
    return [(look.capacity, look.what, look.screen) for look in audit.looks_at(person)]


@shared
def person():
    return PersonFactory(
        display_name="Hēmi", profile={"role": "researcher", "role_audience": Audience.COORDINATORS}
    )


@shared
def person_client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_coordinator_who_sees_more_than_a_member_is_noted_once_an_hour(
    person, coordinator, coordinator_client
):
    for _again in range(3):
        coordinator_client.get(f"/forum/member/profile/{person.public_id}/")

    assert noted(person) == [("coordinator", "facts", "forum_member:profile")]
    assert audit.looks_at(person).get().by == coordinator

    Look.objects.update(hour=timezone.now() - timedelta(hours=2))
    seen_by(coordinator, [person])
    assert len(noted(person)) == 2


@pytest.mark.parametrize(
    ("audience", "fellow", "is_noted"),
    [
        (Audience.COORDINATORS, False, True),
        (Audience.COMMUNITIES, False, True),
        (Audience.COMMUNITIES, True, False),
        (Audience.COORDINATORS, True, True),
        (Audience.MEMBERS, False, False),
        (Audience.EVERYONE, False, False),
        (Audience.ONLY_ME, False, False),
    ],
)
def test_only_what_the_right_alone_shows_is_noted(audience, fellow, is_noted, coordinator):
    person = PersonFactory(profile={"role": "researcher", "role_audience": audience})
    if fellow:
        community = CommunityFactory()
        for each in (person, coordinator):
            communities.join(community=community, member=each)

    seen_by(coordinator, [person])

    assert bool(noted(person)) == is_noted


def test_nobody_is_noted_for_an_empty_profile_or_for_their_own(coordinator):
    seen_by(coordinator, [UserFactory(), PersonFactory()])
    seen_by(coordinator, [coordinator])

    assert not Look.objects.exists()


def test_it_costs_members_nothing_and_coordinators_one_statement(
    person, member, coordinator, django_assert_num_queries
):
    many = [
        PersonFactory(profile={"role": "researcher", "role_audience": Audience.COORDINATORS})
        for _ in range(5)
    ]
    coordinator.has_perm("x")
    member.has_perm("x")

    with django_assert_num_queries(2):
        seen_by(None, many)
    with django_assert_num_queries(2):
        seen_by(member, many)
    assert not Look.objects.exists()
    for people in ([person], many):
        with django_assert_num_queries(5):
            seen_by(coordinator, people)
    assert Look.objects.count() == 6


def test_screens_about_accounts_and_memberships_are_noted(person, coordinator_client, coordinator):
    communities.join(community=CommunityFactory(), member=person)
    coordinator_client.get("/admin/users/")
    coordinator_client.get(f"/admin/users/edit/{person.pk}/")
    coordinator_client.post(
        f"/admin/users/edit/{person.pk}/", {"display_name": "Hemi", "is_active": "on"}
    )
    coordinator_client.post(f"/admin/users/edit/{person.pk}/", {"display_name": "Hemi"})
    coordinator_client.get("/admin/memberships/")

    assert [what for _capacity, what, _screen in reversed(noted(person))] == [
        "listed", "account", "changed", "rights", "memberships",
    ]  # fmt: skip
    assert not Look.objects.filter(about=coordinator).exists()


def test_the_page_says_as_what_and_when_and_never_who(person, person_client, coordinator):
    assert "Nobody has looked" in person_client.get(ACCESS).text
    audit.note(by=coordinator, about=person, what=audit.FACTS)
    audit.note(by=coordinator, about=person, what="of another version", capacity="contact")

    page = person_client.get(ACCESS)

    assert_is_ours(page, "Who has looked at what is yours")
    assert "A coordinator" in page.text
    assert "saw what you show to coordinators" in page.text
    assert "Your organisation’s contact</b> looked at something of yours" in page.text
    assert coordinator.display_name not in page.text
    assert "365 days" in page.text


def test_the_time_of_a_look_is_valid_html(person, person_client, coordinator):
    audit.note(by=coordinator, about=person, what=audit.FACTS)
    Look.objects.update(at=datetime(2026, 11, 20, 21, 0, 1, 123456, tzinfo=UTC))

    page = person_client.get(ACCESS).text

    assert '<time datetime="2026-11-21T10:00+13:00">21 November 2026</time>' in page


def test_nobody_sees_anothers(person, coordinator, member_client, client):
    audit.note(by=coordinator, about=person, what=audit.FACTS)

    assert "saw what you show" not in member_client.get(ACCESS).text
    assert client.get(ACCESS).url.startswith("/accounts/login/")


def test_the_page_costs_the_same_however_much_was_noted(
    person, person_client, coordinator, queries_of
):
    counts = []
    for number in (1, 200):
        Look.objects.bulk_create(
            Look(about=person, by=coordinator, capacity="coordinator", what=f"k{n}{number}",
                 hour=timezone.now())
            for n in range(number)
        )  # fmt: skip
        counts.append(queries_of(person_client, ACCESS))

    assert counts[0] == counts[1]
    assert "Page </span>9" in person_client.get(ACCESS, {"page": 9}).text


def test_it_goes_after_a_year(person, coordinator):
    audit.note(by=coordinator, about=person, what=audit.FACTS)
    audit.note(by=coordinator, about=person, what=audit.ACCOUNT)
    Look.objects.filter(what=audit.FACTS).update(at=timezone.now() - timedelta(days=366))

    call_command("purge", verbosity=0)

    assert [look.what for look in Look.objects.all()] == [audit.ACCOUNT]


def test_closing_takes_it_away_and_leaves_what_the_person_did_to_nobody(person, member):
    coordinator = UserFactory()
    coordinator.groups.add(Group.objects.get(name=COORDINATORS))
    administrator = UserFactory(is_superuser=True)
    audit.note(by=coordinator, about=person, what=audit.FACTS)
    audit.note(by=coordinator, about=member, what=audit.FACTS)

    close_account(user=person, by=administrator)
    close_account(user=coordinator, by=administrator)

    look = Look.objects.get()
    assert (look.about, look.by, look.capacity) == (member, None, "coordinator")


def test_a_table_taken_away_is_noted_for_everybody_in_it(coordinator_client):
    rows = InterestFactory.create_batch(3)

    taken = coordinator_client.get("/admin/reports/event-interest/?export=csv")

    assert taken.status_code == 200
    taken.getvalue()
    for row in rows:
        assert [what for _capacity, what, _screen in noted(row.member)] == ["exported"]
