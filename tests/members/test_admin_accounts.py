"""Wagtail's admin: the same sign-in, and accounts that are looked after but never deleted."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from core.roles import COORDINATORS
from members.models import User
from tests.factories.communities import CommunityFactory
from tests.factories.members import PASSWORD, UserFactory
from tests.members.conftest import code_in_mail, link_in_mail
from tests.shared import shared

pytestmark = pytest.mark.django_db

ADMIN = "/admin/users/"


@shared
def administrator(db) -> User:
    return UserFactory(display_name="Root", is_superuser=True)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@shared
def administrator_client(administrator) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def test_a_visitor_signs_in_where_everybody_does(client):
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_sign_in_pages_take_no_password(client, coordinator, address):
    data = {"username": coordinator.email, "password": PASSWORD, "login": coordinator.email}
    answer = client.post(f"{address}?next=/admin/", data)

    assert answer.url == "/accounts/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_a_member_is_told_that_coordinators_look_after_the_site(member_client):
    answer = member_client.get("/admin/", follow=True)

    assert answer.status_code == 403
    assert "Only coordinators look after the site." in answer.content.decode()
    assert "permission to access the admin" not in member_client.get("/").content.decode()


def test_a_coordinator_signs_in_to_the_admin(coordinator, sign_in, post):
    EmailAddress.objects.create(
        user=coordinator, email=coordinator.email, primary=True, verified=True
    )
    client = Client()
    data = {"login": coordinator.email, "password": PASSWORD, "next": "/admin/"}

    answer = client.get(post(client, "/accounts/login/", data).url)

    assert answer.status_code == 200
    assert client.get("/admin/login/").url == "/admin/"


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_accounts_asks_no_more_for_twenty(
    coordinator_client, number, django_assert_num_queries
):
    CommunityFactory(members=UserFactory.create_batch(number))
    coordinator_client.get(ADMIN)

    with django_assert_num_queries(15):
        answer = coordinator_client.get(ADMIN)

    assert answer.status_code == 200


def test_the_list_shows_roles_and_no_memberships(coordinator_client, member):
    CommunityFactory(title="Peer support workers", members=[member])

    page = coordinator_client.get(ADMIN).content.decode()

    assert member.email in page
    assert COORDINATORS in page
    assert "Peer support workers" not in page.split("<table")[1].split("</table>")[0]


def test_accounts_are_found_by_name_and_address(coordinator_client):
    UserFactory(display_name="Ngaire", email="n@example.org")
    for query in ("ngai", "n@example"):
        page = coordinator_client.get(f"{ADMIN}results/", {"q": query}).content.decode()
        assert "Ngaire" in page
        assert "Marama" not in page


def test_adding_an_account_sends_an_invitation_that_lets_them_in(coordinator_client, post, sign_in):
    data = {"email": "New@Example.org", "display_name": "Tama", "is_active": "on"}
    answer = post(coordinator_client, f"{ADMIN}new/", data)
    assert answer.status_code == 302
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()

    assert mail.outbox[-1].to == ["new@example.org"]
    client = Client()
    form = client.get(link_in_mail()).url
    post(client, form, {"password1": PASSWORD})
    answer = sign_in(client, "new@example.org")
    post(client, answer.url, {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_coordinator_closes_an_account_and_changes_neither_address_nor_roles(
    coordinator_client, member
):
    before = member.email
    data = {
        "email": "stolen@example.org",
        "display_name": "Still me",
        "groups": [Group.objects.get(name=COORDINATORS).pk],
        "is_superuser": "on",
    }
    answer = coordinator_client.post(f"{ADMIN}edit/{member.pk}/", data)

    assert answer.status_code == 302
    member.refresh_from_db()
    assert (member.email, member.display_name) == (before, "Still me")
    assert (member.is_active, member.is_superuser) == (False, False)
    assert not member.groups.exists()


def test_a_coordinator_cannot_touch_an_administrator(coordinator_client, administrator):
    assert coordinator_client.get(f"{ADMIN}edit/{administrator.pk}/").status_code == 404
    answer = coordinator_client.post(f"{ADMIN}edit/{administrator.pk}/", {"display_name": "x"})
    assert answer.status_code == 404


def test_an_administrator_gives_roles_and_memberships_stay(administrator_client, member):
    CommunityFactory(title="Peer support workers", members=[member])
    role = Group.objects.create(name="Editors of the library")
    address = f"{ADMIN}edit/{member.pk}/"
    page = administrator_client.get(address).content.decode()
    assert "Editors of the library" in page
    assert "Community: Peer support workers" not in page

    data = {"display_name": member.display_name, "is_active": "on", "groups": [role.pk]}
    assert administrator_client.post(address, data).status_code == 302

    assert set(member.groups.values_list("name", flat=True)) == {
        "Editors of the library",
        "Community: Peer support workers",
    }


def test_nobody_closes_the_account_they_are_using(administrator_client, administrator):
    address = f"{ADMIN}edit/{administrator.pk}/"
    administrator_client.post(address, {"display_name": "Root"})

    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_superuser) == (True, True)


def test_deletion_is_not_offered_and_not_done(administrator_client, member):
    for address in (ADMIN, f"{ADMIN}edit/{member.pk}/"):
        assert "delete" not in administrator_client.get(address).content.decode().lower()

    for address in (
        f"{ADMIN}delete/{member.pk}/",
        f"/admin/bulk/members/user/delete/?id={member.pk}",
        f"/admin/bulk/members/user/assign_role/?id={member.pk}",
        f"/admin/bulk/members/user/set_active_state/?id={member.pk}",
    ):
        assert administrator_client.get(address).status_code == 404
        assert administrator_client.post(address).status_code == 404

    assert User.objects.filter(pk=member.pk).exists()


def test_a_coordinator_closes_an_account_for_good(coordinator_client, member):
    address = f"{ADMIN}close/{member.pk}/"
    assert address in coordinator_client.get(ADMIN).content.decode()
    assert address in coordinator_client.get(f"{ADMIN}edit/{member.pk}/").content.decode()
    question = coordinator_client.get(address).content.decode()
    assert member.display_name in question
    assert "cannot be undone" in question
    assert not User.objects.get(pk=member.pk).is_closed

    answer = coordinator_client.post(address, follow=True)

    assert answer.redirect_chain == [(ADMIN, 302)]
    page = answer.content.decode()
    assert "The account is closed" in page
    assert "closed.invalid" not in page
    assert User.objects.get(pk=member.pk).is_closed


def test_a_closed_account_is_not_there_to_be_changed_or_closed(coordinator_client, member):
    coordinator_client.post(f"{ADMIN}close/{member.pk}/")

    for address in (f"{ADMIN}edit/{member.pk}/", f"{ADMIN}close/{member.pk}/"):
        assert coordinator_client.get(address).status_code == 404
        assert coordinator_client.post(address, {"is_active": "on"}).status_code == 404
    assert not User.objects.get(pk=member.pk).is_active


def test_who_may_not_close_an_account(coordinator_client, coordinator, administrator, member):
    """Nobody their own, a coordinator no administrator's, a member nobody's."""
    for pk in (coordinator.pk, administrator.pk, 10**6):
        address = f"{ADMIN}close/{pk}/"
        assert address not in coordinator_client.get(ADMIN).content.decode()
        assert coordinator_client.get(address).status_code == 404
        assert coordinator_client.post(address).status_code == 404
    for client in (Client(), client_of(member)):
        answer = client.post(f"{ADMIN}close/{coordinator.pk}/")
        assert answer.status_code == 302
    assert not User.objects.exclude(closed_at=None).exists()


def test_the_last_coordinator_stays_and_an_administrator_may_decide(
    administrator_client, coordinator, member
):
    role = Group.objects.create(name="Account helpers")
    role.permissions.add(*coordinator.groups.get().permissions.all())
    member.groups.add(role)
    address = f"{ADMIN}close/{coordinator.pk}/"

    refused = client_of(member).post(address, follow=True).content.decode()

    assert "This is the only coordinator" in refused
    assert not User.objects.get(pk=coordinator.pk).is_closed
    administrator_client.post(address)
    assert User.objects.get(pk=coordinator.pk).is_closed


@pytest.mark.parametrize("typed", ["zoe", "ZOË", "o'brien", "obrien zoe", "z.obrien@example.org"])
def test_accounts_are_found_however_a_name_is_spelt(coordinator_client, typed):
    UserFactory(display_name="Zoë O’Brien", email="z.obrien@example.org")
    UserFactory(display_name="Somebody Else")

    page = coordinator_client.get(ADMIN, {"q": typed})

    assert [user.display_name for user in page.context["object_list"]] == ["Zoë O’Brien"]
