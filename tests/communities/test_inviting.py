"""Invitations: whoever asks learns nothing of who has an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from communities import services
from communities.access import way_in, ways_in
from communities.enums import State, Way
from communities.models import Invitation, Membership
from members.services import close_account
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.shared import shared

ADDRESS = "aroha@example.org"


def confirm(user, email=ADDRESS) -> EmailAddress:
    return EmailAddress.objects.create(user=user, email=email, verified=True)


@pytest.fixture
def invite(facilitator_client, community):
    def post(to):
        return facilitator_client.post(
            f"/membership/{community.pk}/looking-after/invite/", {"to": to}, follow=True
        )

    return post


@shared
def known(db):
    user = UserFactory(display_name="Aroha", email=ADDRESS)
    confirm(user)
    return user


@pytest.mark.parametrize("account", ["none", "unconfirmed", "confirmed", "member", "removed"])
def test_the_answer_is_the_same_for_every_address(
    invite, community, facilitator, account, django_capture_on_commit_callbacks, mailoutbox
):
    if account != "none":
        user = UserFactory(email=ADDRESS)
    if account not in ("none", "unconfirmed"):
        confirm(user)
    if account in ("member", "removed"):
        services.join(community=community, member=user)
    if account == "removed":
        services.remove(community=community, member=user, by=facilitator, reason="…")

    with django_capture_on_commit_callbacks(execute=True):
        page = invite("Aroha@example.org ").text

    assert "We write to this address." in page
    listed = page.split("Invitations that are out")[1].split("Notice")[0]
    assert ADDRESS in listed
    invited = Membership.objects.filter(state=State.INVITED)
    assert [row.member.email for row in invited] == (
        [ADDRESS] if account in ("confirmed", "removed") else []
    )
    mails = [mail for mail in mailoutbox if "invited to join" in mail.body]
    assert [mail.to for mail in mails] == ([] if account == "member" else [[ADDRESS]])
    assert "Peer" not in "".join(mail.subject + mail.body for mail in mails)


def test_an_address_finds_its_person_when_they_confirm_it(community, facilitator):
    services.invite_address(community=community, email=ADDRESS, by=facilitator)
    user = UserFactory(email=ADDRESS)
    address = EmailAddress.objects.create(user=user, email=ADDRESS, verified=False)
    assert community.standing_of(user) is None

    address.verified = True
    address.save()

    assert community.standing_of(user).state == State.INVITED
    assert services.accept_invitation(community=community, member=user)
    assert community.membership_of(user)
    assert not Invitation.objects.exists()


def test_by_name_only_those_with_whom_one_shares_a_community(
    invite, community, community_index, facilitator
):
    other = CommunityFactory(parent=community_index, members=[facilitator])
    fellow, _stranger = UserFactory(display_name="Mere"), UserFactory(display_name="Tama")
    services.join(community=other, member=fellow)

    assert "Mere is invited." in invite("mere").text
    page = invite("Tama").text
    assert "Nobody of that name is found here." in page
    assert 'value="Tama"' in page
    assert [row.member for row in Membership.objects.filter(state=State.INVITED)] == [fellow]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë", "zoe"),
        ("Zoe\u0308", "Zoë"),
        ("Tāne O’Brien", "tane  O'Brien"),
        ("Kealoha Hawaiʻi", "kealoha hawaii"),
        ("Mary-Jane", "Mary Jane"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(invite, community_index, facilitator, name, typed):
    fellow = UserFactory(display_name=name)
    CommunityFactory(parent=community_index, members=[facilitator, fellow])

    assert " is invited." in invite(typed).text
    assert Membership.objects.get(state=State.INVITED).member == fellow


def test_of_two_that_differ_in_spelling_the_one_that_was_typed_is_invited(
    invite, community_index, facilitator
):
    plain, with_dots = UserFactory(display_name="Zoe"), UserFactory(display_name="Zoë")
    CommunityFactory(parent=community_index, members=[facilitator, plain, with_dots])

    assert "Several people have this name." in invite("Zoe'").text
    invite("Zoë")

    assert Membership.objects.get(state=State.INVITED).member == with_dots


@pytest.mark.parametrize("typed", ["'", "-", "ʻ"])
def test_signs_alone_name_nobody(invite, typed):
    assert "Nobody of that name is found here." in invite(typed).text


def test_of_two_with_one_name_neither_is_invited(invite, community_index, facilitator):
    CommunityFactory(
        parent=community_index,
        members=[facilitator, *UserFactory.create_batch(2, display_name="Sam")],
    )

    assert "Several people have this name." in invite("Sam").text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("to", ["", "not@an@address", "@"])
def test_what_is_no_address_is_said_beside_the_field(invite, to):
    page = invite(to).text

    assert "field--error" in page
    assert not Invitation.objects.exists()


def test_declining_is_told_to_nobody(facilitator_client, community, facilitator, known):
    services.invite_address(community=community, email=ADDRESS, by=facilitator)
    services.decline_invitation(community=community, member=known)

    page = facilitator_client.get(f"/membership/{community.pk}/looking-after/").text
    history = facilitator_client.get(f"/membership/{community.pk}/looking-after/history/").text

    assert ADDRESS in page
    assert "Aroha" not in page + history


def test_an_invitation_is_declined_once(community, facilitator, known):
    services.invite_address(community=community, email=ADDRESS, by=facilitator)

    answers = [services.decline_invitation(community=community, member=known) for _time in range(2)]

    assert answers == [True, False]


def test_taking_back_one_of_two_leaves_the_other(community, facilitator, known):
    by_address = services.invite_address(community=community, email=ADDRESS, by=facilitator)
    by_name = services.invite_member(community=community, member=known, by=facilitator)

    services.withdraw_invitation(invitation=by_name, by=facilitator)
    assert community.standing_of(known).state == State.INVITED
    services.withdraw_invitation(invitation=by_address, by=facilitator)
    assert community.standing_of(known).state == State.DECLINED
    assert services.accept_invitation(community=community, member=known) is None


def test_it_runs_out_after_two_weeks(community, facilitator, known):
    services.invite_address(community=community, email=ADDRESS, by=facilitator)
    services.invite_address(community=community, email="new@example.org", by=facilitator)
    now = timezone.now()

    assert services.let_invitations_run_out(now + timedelta(days=13)) == 0
    assert services.let_invitations_run_out(now + timedelta(days=15)) == 2
    assert not Invitation.objects.exists()
    assert community.standing_of(known).state == State.DECLINED


def test_who_has_asked_already_keeps_their_request(community, facilitator, known):
    community.join_policy = "request"
    services.ask_to_join(community=community, member=known)

    assert services.invite_member(community=community, member=known, by=facilitator) is None
    assert community.standing_of(known).state == State.REQUESTED


def test_a_closed_account_leaves_no_address_behind(community, facilitator, known, coordinator):
    confirm(known, "second@example.org")
    for email in (ADDRESS, "second@example.org", "another@example.org"):
        services.invite_address(community=community, email=email, by=facilitator)

    close_account(user=known, by=coordinator)

    assert [row.email for row in Invitation.objects.all()] == ["another@example.org"]


@pytest.mark.parametrize("by", ["address", "name"])
def test_an_invitation_ends_by_its_day_whether_or_not_a_task_ran(by, community, facilitator, known):
    community.show_to("hidden")
    if by == "address":
        services.invite_address(community=community, email=ADDRESS, by=facilitator)
    else:
        services.invite_member(community=community, member=known, by=facilitator)
    browser = Client()
    browser.force_login(known)
    answer = f"/membership/{community.pk}/answer/"
    assert community.title in browser.get("/membership/").text

    Invitation.objects.update(invited_at=timezone.now() - Invitation.LASTS)

    assert community.title not in browser.get("/membership/").text
    assert community.title not in browser.get("/notifications/").text
    assert browser.post(answer, {"answer": "yes"}).status_code == 404
    assert services.accept_invitation(community=community, member=known) is None
    assert way_in(known, community, community.standing_of(known)) == Way.JOIN
    community.join_policy = "invitation"
    assert way_in(known, community, community.standing_of(known)) == Way.INVITATION_ONLY
    assert ways_in(known, [community]) == [(community, Way.INVITATION_ONLY)]
    assert not community.membership_of(known)


def test_one_of_two_invitations_that_still_holds_is_enough(community, facilitator, known):
    services.invite_member(community=community, member=known, by=facilitator)
    Invitation.objects.update(invited_at=timezone.now() - Invitation.LASTS)
    services.invite_address(community=community, email=ADDRESS, by=facilitator)

    assert way_in(known, community, community.standing_of(known)) == Way.ANSWER
    assert services.accept_invitation(community=community, member=known).is_active


def test_an_invitation_holds_until_the_last_moment(community, facilitator, known):
    services.invite_address(community=community, email=ADDRESS, by=facilitator)
    almost = Invitation.LASTS - timedelta(minutes=1)
    Invitation.objects.update(invited_at=timezone.now() - almost)

    assert services.accept_invitation(community=community, member=known).is_active
