"""Open, by approval, by invitation: who gets in, and that nobody is seen before."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.joining import approval
from members.models import Application, Invitation, User
from members.signals import invitation_accepted
from notifications.models import Notification
from tests.factories.joining import InvitationFactory, somebody_waiting
from tests.factories.members import PASSWORD, UserFactory
from tests.members.conftest import code_in_mail

pytestmark = pytest.mark.django_db

NEW = {"display_name": "Hemi", "email": "hemi@example.org", "password1": PASSWORD}
SIGN_UP, WAITING = "/accounts/signup/", "/accounts/waiting/"


def sign_up(client, post, **fields):
    """The answer to the code, or to the sign-up where no code is asked for."""
    answer = post(client, SIGN_UP, NEW | fields)
    if answer.status_code == 302 and "confirm-email" in answer.url:
        answer = post(client, answer.url, {"code": code_in_mail()})
    return answer


def test_with_approval_somebody_new_waits_and_is_not_signed_in(client, post, settings, coordinator):
    settings.SIGN_UP = "approval"

    assert "lets each new account in" in client.get(SIGN_UP).content.decode()
    answer = sign_up(client, post)

    assert answer.url == WAITING
    assert "_auth_user_id" not in client.session
    user = User.objects.get(email="hemi@example.org")
    assert not user.is_active
    assert Application.objects.get(waits=True).user == user
    assert [row.recipient for row in Notification.objects.filter(kind="account_waits")] == [
        coordinator
    ]
    assert "Your account waits" in client.get(WAITING).content.decode()


def test_whoever_waits_is_told_so_when_they_sign_in(client, sign_in):
    user = somebody_waiting()

    assert sign_in(client, user.email).url == WAITING
    assert "_auth_user_id" not in client.session


def test_who_did_not_confirm_the_address_is_not_shown_to_coordinators(
    client, post, settings, coordinator_client
):
    settings.SIGN_UP = "approval"
    post(client, SIGN_UP, NEW)

    assert Application.objects.get().waits is False
    assert "Hemi" not in coordinator_client.get("/admin/people-waiting/").content.decode()


def test_nobody_sees_whoever_waits(member_client):
    user = somebody_waiting(display_name="Zzwaits")

    profile = reverse("forum_member:profile", args=[user.public_id])
    assert member_client.get(profile).status_code == 404
    assert "Zzwaits" not in member_client.get("/people/").content.decode()


def test_a_coordinator_lets_somebody_in(coordinator_client, post, client, sign_in):
    user = somebody_waiting(display_name="Hemi", email="hemi@example.org")
    application = user.application
    screen = f"/admin/people-waiting/edit/{application.pk}/"

    assert "Hemi" in coordinator_client.get("/admin/people-waiting/").content.decode()
    assert "hemi@example.org" in coordinator_client.get(screen).content.decode()
    post(coordinator_client, screen, {"answer": "let_in"})

    message = mail.outbox[-1]
    assert message.to == ["hemi@example.org"]
    assert "/accounts/login/?next=/welcome/" in message.body
    sign_in(client, "hemi@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert coordinator_client.get(screen).status_code == 404


def test_a_coordinator_declines_and_the_account_is_gone(coordinator_client, post):
    user = somebody_waiting(email="hemi@example.org")

    post(
        coordinator_client,
        f"/admin/people-waiting/edit/{user.application.pk}/",
        {"answer": "decline", "words": "We are full until May."},
    )

    assert not User.objects.filter(email="hemi@example.org").exists()
    message = mail.outbox[-1]
    assert (message.to, "until May" in message.body) == (["hemi@example.org"], True)


def test_the_account_of_somebody_declined_who_is_a_member_of_something_is_closed(coordinator):
    user = somebody_waiting(email="hemi@example.org")
    InvitationFactory(invited_by=user)

    approval.decline(application=user.application, by=coordinator)

    user.refresh_from_db()
    assert user.is_closed
    assert not Application.objects.exists()


def test_nobody_is_answered_twice(coordinator):
    application = somebody_waiting().application

    answers = [
        approval.approve(application=application, by=coordinator),
        approval.decline(application=application, by=coordinator),
    ]

    assert answers == [True, False]
    assert User.objects.filter(is_active=True).count() == 2


def test_letting_in_is_not_a_tick_on_the_account(coordinator_client):
    user = somebody_waiting()
    address = reverse("wagtailusers_users:edit", args=[user.pk])

    coordinator_client.post(
        address, {"email": user.email, "display_name": "Hemi", "is_active": "on"}
    )

    user.refresh_from_db()
    assert not user.is_active


@pytest.mark.parametrize("screen", ["people-waiting", "invitations"])
def test_members_do_not_reach_the_screens(screen, member_client):
    assert member_client.get(f"/admin/{screen}/").status_code == 302


def test_by_invitation_alone_the_sign_up_page_says_so(client, post, settings):
    settings.SIGN_UP = "invitation"

    assert "By invitation" in client.get(SIGN_UP).content.decode()
    post(client, SIGN_UP, NEW)

    assert not User.objects.filter(email="hemi@example.org").exists()


@pytest.mark.parametrize("policy", ["open", "approval", "invitation"])
def test_an_invitation_leads_straight_in_whatever_the_policy(policy, client, post, settings):
    settings.SIGN_UP = policy
    invitation = InvitationFactory(token="abc", email="hemi@example.org")
    heard = []

    def hear(invitation, user, **kwargs):
        heard.append((invitation.pk, user.email))

    invitation_accepted.connect(hear)
    address = reverse("account_invitation", args=["abc"])
    assert "You are invited" in client.get(address).content.decode()
    assert post(client, address).url == SIGN_UP
    assert 'value="hemi@example.org"' in client.get(SIGN_UP).content.decode()
    answer = post(client, SIGN_UP, NEW)
    invitation_accepted.disconnect(hear)

    assert answer.url == "/welcome/"
    assert EmailAddress.objects.get(email="hemi@example.org").verified
    assert client.session["_auth_user_id"]
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert heard == [(invitation.pk, "hemi@example.org")]


def test_an_invitation_confirms_no_other_address(client, post):
    InvitationFactory(token="abc", email="hemi@example.org")
    post(client, reverse("account_invitation", args=["abc"]))

    post(client, SIGN_UP, NEW | {"email": "other@example.org"})

    assert not EmailAddress.objects.get(email="other@example.org").verified
    assert not EmailAddress.objects.filter(email="hemi@example.org").exists()
    assert "_auth_user_id" not in client.session


def test_an_invitation_works_once(client, post, settings):
    settings.SIGN_UP = "invitation"
    InvitationFactory(token="abc", email="hemi@example.org")
    second = Client()
    for each in (client, second):
        post(each, reverse("account_invitation", args=["abc"]))
    post(client, SIGN_UP, NEW)

    post(second, SIGN_UP, NEW | {"email": "other@example.org"})

    assert not User.objects.filter(email="other@example.org").exists()
    assert Client().get(reverse("account_invitation", args=["abc"])).status_code == 404


def test_looking_at_an_invitation_changes_nothing(client):
    invitation = InvitationFactory(token="abc")

    client.get(reverse("account_invitation", args=["abc"]))

    assert "invitation" not in client.session
    assert Invitation.objects.open().get() == invitation


def test_no_account_is_made_with_the_address_of_another(client, post):
    UserFactory(email="hemi@example.org")
    invitation = InvitationFactory(token="abc", email="hemi@example.org")
    post(client, reverse("account_invitation", args=["abc"]))

    post(client, SIGN_UP, NEW)

    assert User.objects.filter(email="hemi@example.org").count() == 1
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
