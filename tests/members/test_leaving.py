"""Closing one's own account: locked at once, undone within two weeks, then for good."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.roles import COORDINATORS
from core.templatetags.ui import nz_datetime
from forum.authors import author_address, author_name
from members import leaving
from members.departures import Departure
from members.models import User
from members.services import FORMER_MEMBER
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory
from tests.factories.members import PASSWORD, UserFactory
from tests.forum.addresses import topic_url
from tests.members.conftest import link_in_mail
from tests.members.test_account_pages import assert_is_ours

pytestmark = pytest.mark.django_db

CLOSE = "/accounts/close/"
DONE = "/accounts/close/done/"


@pytest.fixture
def fresh(client: Client, peer: User, sign_in) -> Client:
    sign_in(client, peer.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def going(peer, django_capture_on_commit_callbacks) -> User:
    """Aroha, who has asked."""
    with django_capture_on_commit_callbacks(execute=True):
        leaving.ask_to_leave(user=peer)
    peer.refresh_from_db()
    return peer


def after(**time: int):
    return timezone.now() + timedelta(**time)


def let_time_pass(**time: int) -> None:
    """Put every departure so far into the past."""
    for departure in Departure.objects.all():
        departure.asked_at -= timedelta(**time)
        departure.due_at -= timedelta(**time)
        departure.save()


def path_in_mail() -> str:
    return "/" + link_in_mail().split("/", 3)[3]


def test_a_person_is_told_first_and_goes_with_one_button(fresh, peer, post):
    page = fresh.get(CLOSE)
    assert_is_ours(page, "Close your account")
    assert not Departure.objects.exists()

    answer = post(fresh, CLOSE)

    assert answer.url == DONE
    assert_is_ours(fresh.get(DONE), "Your account is locked")
    departure = Departure.objects.get()
    assert (departure.user, departure.withdraws_words) == (peer, False)
    assert departure.due_at - departure.asked_at == timedelta(days=14)


def test_the_account_is_locked_at_once_and_on_every_device(fresh, peer, sign_in, post):
    elsewhere = Client()
    sign_in(elsewhere, peer.email)

    post(fresh, CLOSE)

    for each in (fresh, elsewhere):
        assert each.get("/accounts/").status_code == 302
    assert not UserSession.objects.exists()
    assert not Client().login(email=peer.email, password=PASSWORD)


def test_an_account_that_cannot_be_written_to_is_not_locked_either(peer, monkeypatch):
    def fail(*args):
        raise OSError

    monkeypatch.setattr(leaving, "_write", fail)

    with pytest.raises(OSError):  # noqa: PT011
        leaving.ask_to_leave(user=peer)

    peer.refresh_from_db()
    assert peer.is_active
    assert not Departure.objects.filter(user=peer).exists()


def test_others_see_a_former_member_from_the_first_moment(going, member, member_client):
    post = PostFactory(author=going)
    profile = f"/forum/member/profile/{going.public_id}/"

    assert author_name(post, member) == FORMER_MEMBER
    assert author_address(post, member) == ""
    assert "Aroha" not in member_client.get(topic_url(post.topic)).content.decode()
    assert member_client.get(profile).status_code == 404


def test_the_mail_says_when_and_how_to_undo_it(going):
    message = mail.outbox[-1]

    assert (message.subject, message.to) == ("Your account with Alongside", [going.email])
    assert "Aroha" not in message.body
    assert "closed for good" in message.body
    assert path_in_mail().startswith("/accounts/close/keep/")
    assert str(going.pk) != path_in_mail().split("/")[4].partition(".")[0]


def test_the_link_undoes_it_without_signing_in_but_not_by_being_opened(going, post, sign_in):
    visitor, link = Client(), path_in_mail()

    page = visitor.get(link)
    assert_is_ours(page, "Your account is about to be closed")
    assert "no-store" in page["Cache-Control"]
    assert Departure.objects.exists()
    answer = post(visitor, link)

    assert answer.url == "/accounts/login/"
    assert "Your account stays." in visitor.get(answer.url).content.decode()
    going.refresh_from_db()
    assert (going.display_name, going.is_active) == ("Aroha", True)
    assert not Departure.objects.exists()
    assert "open again" in mail.outbox[-1].body
    assert sign_in(Client(), going.email).url == "/"


def test_it_opens_nothing_but_that(going, post):
    visitor = Client()
    post(visitor, path_in_mail())

    assert "_auth_user_id" not in visitor.session


def test_undoing_twice_changes_nothing_the_second_time(going, post):
    link = path_in_mail()
    post(Client(), link)
    mails = len(mail.outbox)

    assert_is_ours(post(Client(), link), "This link no longer works", status=404)

    assert len(mail.outbox) == mails
    assert User.objects.get(pk=going.pk).is_active
    assert leaving.keep_account(user=going) is False


def test_the_link_of_an_earlier_time_does_not_undo_a_later_one(going, post):
    link = path_in_mail()
    post(Client(), link)
    leaving.ask_to_leave(user=going)

    assert post(Client(), link).status_code == 404
    assert Departure.objects.exists()


@pytest.mark.parametrize("token", ["x", "x.y", "a" * 3000, "é", "....", "a.b.c"])
def test_a_made_up_link_does_not_work(going, client, token):
    link = f"/accounts/close/keep/{token}/"

    for answer in (client.get(link), client.post(link)):
        assert_is_ours(answer, "This link no longer works", status=404)
    assert Departure.objects.exists()


def test_a_link_with_anothers_signature_does_not_work(going, client):
    link = path_in_mail()
    changed = re.sub(r"keep/.", "keep/" + ("b" if "keep/a" in link else "a"), link)

    assert client.post(changed).status_code == 404


def test_signing_in_asks_whether_to_stay(going, sign_in, post):
    client = Client()
    answer = sign_in(client, going.email)
    assert "_auth_user_id" not in client.session
    assert_is_ours(client.get(answer.url), "Your account is about to be closed")

    post(client, answer.url)

    assert sign_in(Client(), going.email).url == "/"


def test_a_wrong_password_learns_nothing_of_it(going, sign_in):
    answer = sign_in(Client(), going.email, "not the password at all")

    assert answer.status_code == 200
    assert "about to be closed" not in answer.content.decode()


def test_when_the_time_is_over_nothing_undoes_it(going, post, sign_in):
    link = path_in_mail()
    let_time_pass(days=14)

    assert_is_ours(post(Client(), link), "This link no longer works", status=404)
    assert sign_in(Client(), going.email).url == "/accounts/inactive/"
    assert leaving.keep_account(user=going) is False
    assert leaving.close_due_accounts() == 1
    assert post(Client(), link).status_code == 404


def test_it_is_closed_for_good_once_and_not_a_day_early(going):
    assert leaving.close_due_accounts(after(days=13, hours=23)) == 0
    going.refresh_from_db()
    assert not going.is_closed

    assert leaving.close_due_accounts(after(days=14)) == 1
    assert leaving.close_due_accounts(after(days=15)) == 0

    going.refresh_from_db()
    assert going.is_closed
    assert going.email.endswith("@closed.invalid")
    assert not Departure.objects.exists()


def test_asking_again_changes_neither_the_wish_nor_the_time(
    going, django_capture_on_commit_callbacks
):
    before = Departure.objects.values().get()
    mails = len(mail.outbox)

    with django_capture_on_commit_callbacks(execute=True):
        leaving.ask_to_leave(user=going, withdraws_words=True)

    assert Departure.objects.values().get() == before
    assert len(mail.outbox) == mails


def test_what_is_left_undone_comes_back_whole(peer, post, sign_in):
    community = CommunityFactory(members=[peer], facilitators=[peer])
    Authenticator.objects.create(user=peer, type=Authenticator.Type.TOTP, data={})
    leaving.ask_to_leave(user=peer)

    leaving.keep_account(user=peer)

    peer.refresh_from_db()
    assert community.memberships.active().filter(member=peer, is_facilitator=True).exists()
    assert community.group.user_set.get() == peer
    assert peer.check_password(PASSWORD)
    assert EmailAddress.objects.filter(user=peer, verified=True).exists()
    assert Authenticator.objects.filter(user=peer).exists()


def test_the_last_coordinator_is_told_why_not(coordinator, post):
    EmailAddress.objects.create(user=coordinator, email=coordinator.email, verified=True)
    client = Client()
    client.force_login(coordinator)
    post(client, "/accounts/reauthenticate/", {"password": PASSWORD})

    answer = post(client, CLOSE)

    assert_is_ours(answer, "Close your account")
    assert "This is the only coordinator." in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert client.get("/accounts/").status_code == 200
    assert not Departure.objects.exists()


def test_who_cannot_be_closed_when_the_time_comes_keeps_nobody_else_waiting(peer):
    root, other = UserFactory.create_batch(2, is_superuser=True)
    leaving.ask_to_leave(user=root)
    leaving.ask_to_leave(user=peer)
    other.is_active = False
    other.save()

    assert leaving.close_due_accounts(after(days=15)) == 1

    assert Departure.objects.get().user == root
    other.is_active = True
    other.save()
    assert leaving.close_due_accounts(after(days=15)) == 1


def test_a_coordinator_neither_opens_nor_names_it_but_may_close_it_now(going, coordinator_client):
    edit = f"/admin/users/edit/{going.pk}/"
    page = coordinator_client.get(edit).content.decode()
    assert 'name="is_active"' not in page
    coordinator_client.post(edit, {"is_active": "on", "display_name": "Aroha", "email": "x@y.nz"})
    going.refresh_from_db()
    assert (going.is_active, going.display_name) == (False, FORMER_MEMBER)

    coordinator_client.post(f"/admin/users/close/{going.pk}/")

    going.refresh_from_db()
    assert going.is_closed
    assert not Departure.objects.exists()


def test_who_has_not_shown_lately_who_they_are_does_so_first(client, peer, post):
    client.force_login(peer)
    asked = post(client, CLOSE, {"withdraws_words": "on"})
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert not Departure.objects.exists()

    answer = post(client, asked.url, {"password": PASSWORD, "next": CLOSE})

    assert answer.url == DONE
    assert client.get(DONE).status_code == 200
    assert client.get("/accounts/").status_code == 302
    assert Departure.objects.get().withdraws_words


def test_a_visitor_closes_nothing(client):
    for answer in (client.get(CLOSE), client.post(CLOSE)):
        assert answer.url == "/accounts/login/?next=/accounts/close/"


def at_the_same_time(*calls) -> list:
    """What each call answered, or the error that it raised."""
    answers: list = []
    ready = threading.Barrier(len(calls))

    def run(call):
        ready.wait()
        try:
            answers.append(call())
        except ValidationError as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_undos_at_once_are_one():
    user = UserFactory(display_name="Aroha")
    leaving.ask_to_leave(user=user)
    mail.outbox.clear()

    answers = at_the_same_time(*[lambda: leaving.keep_account(user=user)] * 2)

    assert sorted(answers) == [False, True]
    assert len(mail.outbox) == 1
    assert User.objects.get().display_name == "Aroha"


@pytest.mark.django_db(transaction=True)
def test_two_clocks_close_an_account_once():
    leaving.ask_to_leave(user=UserFactory())
    now = after(days=14)

    answers = at_the_same_time(*[lambda: leaving.close_due_accounts(now)] * 2)

    assert sorted(answers) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_coordinators_one_can_go():
    group, _made = Group.objects.get_or_create(name=COORDINATORS)
    pair = UserFactory.create_batch(2)
    group.user_set.set(pair)

    at_the_same_time(*[lambda user=user: leaving.ask_to_leave(user=user) for user in pair])

    assert Departure.objects.count() == 1
    assert User.objects.active().count() == 1


def test_the_time_until_which_it_can_be_undone_bears_its_zone(going, client):
    Departure.objects.update(due_at=datetime(2099, 12, 11, 15, 20, tzinfo=UTC))
    path = path_in_mail()
    told = nz_datetime(Departure.objects.get().due_at)

    assert told == "Saturday 12 December 2099, 4.20 am (Auckland)"
    assert f"Until {told} you can keep it" in client.get(path).text


def test_the_mail_bears_the_zone_too(going):
    told = nz_datetime(Departure.objects.get().due_at)

    assert f"On {told} it is closed for good." in mail.outbox[-1].body
    assert told.endswith("(Auckland)")
