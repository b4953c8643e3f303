"""Who looks after the site shows who they are, and more than once."""

import time
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.test import Client, override_settings

from core.roles import COORDINATORS
from members.models import Application, Invitation
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.joining import InvitationFactory
from tests.factories.members import PASSWORD, UserFactory
from tests.members.people import take_second_step
from tests.members.test_account_pages import assert_is_ours

pytestmark = pytest.mark.django_db

SECOND_STEP = "/accounts/second-step/"
ACCOUNTS = "/admin/users/"
RECORDS = "account_authentication_methods"


@pytest.fixture
def _asked_for(settings):
    settings.STAFF_SECOND_STEP = True


def let_time_pass(client: Client, **time_since) -> None:
    session = client.session
    for record in session[RECORDS]:
        record["at"] -= time_since["seconds"]
    session.save()


@pytest.mark.usefixtures("_asked_for")
@pytest.mark.parametrize("address", ["/admin/", ACCOUNTS, "/admin/pages/", "/admin/account/"])
def test_without_a_second_step_the_editors_screens_lead_to_it(address, coordinator_client):
    answer = coordinator_client.get(address)

    assert answer.url == f"{SECOND_STEP}?next={quote(address, safe='')}"
    page = coordinator_client.get(answer.url)
    assert_is_ours(page, "One more step to look after the site")
    assert "/accounts/2fa/totp/activate/" in page.text
    assert coordinator_client.get("/").status_code == 200


@pytest.mark.usefixtures("_asked_for")
@pytest.mark.parametrize(
    ("kind", "opens"), [("totp", True), ("webauthn", True), ("recovery_codes", False)]
)
def test_an_app_or_a_passkey_opens_them(kind, opens, coordinator_client):
    take_second_step(coordinator_client, kind)

    answer = coordinator_client.get("/admin/")

    assert answer.status_code == (200 if opens else 302)
    if opens:
        assert coordinator_client.get(f"{SECOND_STEP}?next=/admin/").url == "/admin/"


@pytest.mark.usefixtures("_asked_for")
def test_administrators_need_one_too_and_can_always_sign_out():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))

    assert client.get("/admin/").url.startswith(SECOND_STEP)
    assert not client.post("/admin/logout/").url.startswith(SECOND_STEP)


@pytest.mark.usefixtures("_asked_for")
def test_members_are_not_asked_and_do_not_learn_of_it(client, member_client):
    assert member_client.get(SECOND_STEP).status_code == 404
    assert client.get(SECOND_STEP).url.startswith("/accounts/login/")
    assert member_client.get("/admin/", follow=True).status_code == 403
    assert "second step" not in member_client.get("/accounts/name/").text


@pytest.mark.usefixtures("_asked_for")
def test_it_costs_nobody_a_question(member_client, coordinator_client, queries_of):
    take_second_step(coordinator_client)
    for client, address in ((member_client, "/"), (coordinator_client, "/admin/")):
        client.get(address)
    counts = []
    for asked in (True, False):
        with override_settings(STAFF_SECOND_STEP=asked):
            counts.append(
                (queries_of(member_client, "/"), queries_of(coordinator_client, "/admin/"))
            )
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    [
        ACCOUNTS,
        f"{ACCOUNTS}new/",
        f"{ACCOUNTS}edit/{{pk}}/",
        f"{ACCOUNTS}close/{{pk}}/",
        f"{ACCOUNTS}results/?q=a",
        "/admin/reports/event-interest/?export=csv",
        "/admin/invitations/",
        "/admin/invitations/new/",
        "/admin/people-waiting/",
        "/admin/confirmed-roles/",
        "/admin/memberships/",
        "/admin/memberships/new/",
        "/admin/snippets/people/organisation/",
    ],
)
def test_a_quarter_of_an_hour_later_screens_about_people_ask_again(
    address, coordinator, coordinator_client, member, post
):
    address = address.format(pk=member.pk)
    let_time_pass(coordinator_client, seconds=14 * 60)
    assert not getattr(coordinator_client.get(address), "url", "").startswith("/accounts/")

    let_time_pass(coordinator_client, seconds=2 * 60)
    asked = coordinator_client.get(address)

    assert asked.url.startswith("/accounts/reauthenticate/?next=%2Fadmin%2F")
    assert_is_ours(coordinator_client.get(asked.url), "Is it you?")
    back = post(coordinator_client, asked.url, {"password": PASSWORD})
    assert back.url == address
    assert coordinator_client.get(address).status_code in (200, 404)


def test_other_screens_do_not_ask_again(coordinator_client):
    let_time_pass(coordinator_client, seconds=3600)

    assert coordinator_client.get("/admin/pages/").status_code in (200, 302)
    assert coordinator_client.get("/admin/").status_code == 200


def test_what_was_typed_is_not_lost_when_it_asks_again(coordinator_client, member, post):
    address = f"{ACCOUNTS}edit/{member.pk}/"
    let_time_pass(coordinator_client, seconds=3600)

    asked = post(coordinator_client, address, {"display_name": "Mere", "is_active": "on"})
    member.refresh_from_db()
    assert member.display_name != "Mere"

    done = post(coordinator_client, asked.url, {"password": PASSWORD})
    member.refresh_from_db()
    assert (done.status_code, member.display_name) == (302, "Mere")


def test_a_wrong_password_opens_nothing(coordinator_client, post):
    let_time_pass(coordinator_client, seconds=3600)
    asked = coordinator_client.get(ACCOUNTS)

    post(coordinator_client, asked.url, {"password": "not mine at all, sorry"})

    assert coordinator_client.get(ACCOUNTS).status_code == 302


def test_a_role_given_for_rights_is_what_decides(member, member_client, settings):
    settings.STAFF_SECOND_STEP = True
    member.groups.add(Group.objects.get(name=COORDINATORS))

    assert member_client.get("/admin/").url.startswith(SECOND_STEP)
    assert time.time() - member_client.session[RECORDS][0]["at"] < 60


@pytest.mark.parametrize(
    "screen",
    [
        *("invitations/", "invitations/new/", "invitations/edit/{invitation}/"),
        *("people-waiting/", "people-waiting/edit/{application}/"),
        *("confirmed-roles/", "confirmed-roles/edit/{role}/", "users/close/{member}/"),
    ],
)
def test_an_editor_of_pages_has_none_of_the_coordinators_screens(screen, member, member_client):
    """Opening the editors' screens is not enough: each asks for its own permission."""
    member.groups.add(Group.objects.get(name="Editors"))
    waiting = Application.objects.create(user=UserFactory(is_active=False), waits=True)
    keys = {
        "invitation": InvitationFactory().pk,
        "application": waiting.pk,
        "role": ConfirmedRoleFactory().pk,
        "member": UserFactory().pk,
    }
    address = f"/admin/{screen.format(**keys)}"
    data = {"people": "new@example.org", "send": "1", "answer": "let_in", "resend": "1"}

    for answer in (member_client.get(address), member_client.post(address, data)):
        assert (answer.status_code, getattr(answer, "url", "")) in [(302, "/admin/"), (404, "")]
    assert Invitation.objects.count() == 1
    assert Application.objects.filter(waits=True).count() == 1
