"""Choosers find one among thousands, however a name is spelt, and offer who can be chosen."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from members import leaving, services
from members.joining import approval
from members.models import Look, User
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.factories.places import AreaFactory, OrganisationFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db
MEMBERS = "/admin/members/choose/"
ORGANISATIONS = "/admin/snippets/choose/people/organisation/"
AREAS = "/admin/snippets/choose/people/area/"


def chosen_from(client: Client, address: str, **asked) -> list[str]:
    answer = client.get(f"{address}results/", asked)
    assert answer.status_code == 200
    return [str(each) for each in answer.context["results"]]


@pytest.fixture
def thousands() -> None:
    User.objects.bulk_create(
        User(email=f"n{n}@example.org", display_name=f"Person {n:04}") for n in range(3_000)
    )


@shared
def section_editor() -> Client:
    """Somebody who may open the editors' screens and sees no account."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor = UserFactory(display_name="Editor")
    editor.groups.add(group)
    client = Client()
    client.force_login(editor)
    return client


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Ngāta Roe", "ngata"),
        ("Zoe\u0308", "zoë"),
        ("Tāne O’Brien", "o'brien"),
        ("Tāne O’Brien", "OBRIEN tane"),
        ("Kealoha Hawaiʻi", "hawaii"),
        ("Mary-Jane", "mary jane"),
    ],
)
def test_a_member_is_found_among_thousands(coordinator_client, thousands, name, typed):
    UserFactory(display_name=name)

    assert chosen_from(coordinator_client, MEMBERS, q=typed) == [name]


def test_a_member_is_found_by_address_by_those_who_see_addresses(
    coordinator_client, section_editor
):
    UserFactory(display_name="Mele", email="mele.roe@example.org")

    assert chosen_from(coordinator_client, MEMBERS, q="mele.roe@") == ["Mele"]
    if section_editor.get(MEMBERS).status_code == 200:
        assert chosen_from(section_editor, MEMBERS, q="mele.roe@") == []


def test_what_is_found_is_sorted_and_comes_in_pages(coordinator_client, thousands):
    for name in ("Āwhina Person", "Ana Person"):
        UserFactory(display_name=name)

    first = chosen_from(coordinator_client, MEMBERS, q="person")
    second = chosen_from(coordinator_client, MEMBERS, q="person", p=2)

    assert first[:3] == ["Ana Person", "Āwhina Person", "Person 0000"]
    assert (len(first), second[0]) == (10, "Person 0008")


def test_the_whole_chooser_keeps_what_was_looked_for(coordinator_client, thousands):
    UserFactory(display_name="Hēmi")

    page = coordinator_client.get(MEMBERS, {"q": "hemi"}).json()["html"]

    assert "Hēmi" in page
    assert "Person 0001" not in page


@pytest.mark.parametrize("typed", ["%", "_", "\\", "x\0", "'", "a" * 500, '"'])
def test_odd_words_find_nothing_or_are_passed_over(coordinator_client, typed):
    UserFactory(display_name="Ana")

    assert set(chosen_from(coordinator_client, MEMBERS, q=typed)) <= {"Ana", "Marama"}


@pytest.mark.parametrize("part", ["", "results/"])
def test_who_is_listed_to_choose_from_is_told(coordinator, coordinator_client, part):
    listed = UserFactory(display_name="Ana Listed")
    other = UserFactory(display_name="Zoe")

    coordinator_client.get(f"/admin/members/choose/{part}?q=listed")

    told = Look.objects.filter(by=coordinator)
    assert told.filter(about=listed).exists()
    assert not told.filter(about=other).exists()


def closed(user: User, by: User) -> None:
    services.close_account(user=user, by=by)


def suspended(user: User, by: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def leaving_now(user: User, by: User) -> None:
    leaving.ask_to_leave(user=user)


def waiting(user: User, by: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    approval.ask(user=user)
    approval.hold(user=user)


GONE = [closed, suspended, leaving_now, waiting]


@pytest.mark.parametrize("how", GONE, ids=lambda how: how.__name__)
def test_who_cannot_sign_in_is_not_offered(coordinator, coordinator_client, how):
    gone, stays = UserFactory(display_name="Gone"), UserFactory(display_name="Stays")
    how(gone, coordinator)

    assert chosen_from(coordinator_client, MEMBERS) == ["Marama", "Stays"]
    assert coordinator_client.get(f"{MEMBERS}chosen/{gone.pk}/").status_code == 404
    assert coordinator_client.get(f"{MEMBERS}chosen/{stays.pk}/").status_code == 200
    several = coordinator_client.get(f"{MEMBERS}chosen-multiple/", {"id": [gone.pk, stays.pk]})
    assert [each["title"] for each in several.json()["result"]] == ["Stays"]


@pytest.mark.parametrize("how", GONE, ids=lambda how: how.__name__)
def test_who_cannot_sign_in_is_not_taken_as_facilitator(coordinator, coordinator_client, how):
    community, gone = CommunityFactory(), UserFactory(display_name="Gone")
    how(gone, coordinator)

    page = coordinator_client.post(
        "/admin/memberships/new/",
        {"community": community.pk, "member": gone.pk, "is_facilitator": "on"},
    )

    assert "member" in page.context["form"].errors
    assert not Membership.objects.exists()


def test_a_member_who_was_suspended_is_kept_and_not_made_facilitator(coordinator_client):
    member = UserFactory()
    community = CommunityFactory(members=[member])
    suspended(member, member)
    row = community.memberships.get()
    address = f"/admin/memberships/edit/{row.pk}/"

    page = coordinator_client.post(address, {"state": "active", "is_facilitator": "on"})
    assert "is_facilitator" in page.context["form"].errors
    row.refresh_from_db()
    assert not row.is_facilitator

    coordinator_client.post(address, {"state": "left"})
    row.refresh_from_db()
    assert row.left_at <= timezone.now()


def test_a_facilitator_who_was_suspended_can_be_ended(coordinator_client):
    member = UserFactory()
    community = CommunityFactory(facilitators=[member])
    suspended(member, member)
    row = community.memberships.get()
    address = f"/admin/memberships/edit/{row.pk}/"

    coordinator_client.post(address, {"state": "active", "is_facilitator": "on"})
    row.refresh_from_db()
    assert row.is_facilitator

    coordinator_client.post(address, {"state": "active"})
    row.refresh_from_db()
    assert not row.is_facilitator


@pytest.mark.parametrize(
    ("address", "make"), [(ORGANISATIONS, OrganisationFactory), (AREAS, AreaFactory)]
)
def test_places_are_found_and_sorted(coordinator_client, address, make):
    for name in ("Zeal", "Te Whāriki", "Ārai", "Alba"):
        make(name=name)

    assert chosen_from(coordinator_client, address) == ["Alba", "Ārai", "Te Whāriki", "Zeal"]
    assert chosen_from(coordinator_client, address, q="whariki") == ["Te Whāriki"]
    assert chosen_from(coordinator_client, address, q="nobody") == []


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("/admin/snippets/people/organisation/", OrganisationFactory),
        ("/admin/snippets/people/area/", AreaFactory),
    ],
)
def test_lists_of_places_are_searched(coordinator_client, address, make):
    for name in ("Zeal", "Te Whāriki", "Ārai"):
        make(name=name)

    page = coordinator_client.get(address, {"q": "ARAI"})

    assert [each.name for each in page.context["object_list"]] == ["Ārai"]


@pytest.mark.parametrize("odd", ["", "x", "\u0301" * 300, "9" * 30, "-1", "0", "1e9", "[1]"])
def test_nobody_is_chosen_by_what_names_nobody(coordinator_client, odd):
    community = CommunityFactory()

    response = coordinator_client.post(
        "/admin/memberships/new/", {"member": odd, "community": community.pk, "state": "active"}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["member"]
    assert not Membership.objects.exists()
