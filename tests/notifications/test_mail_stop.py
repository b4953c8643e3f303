"""Stopping mail: by the link, by the mailbox, and by a mailbox that takes none."""

from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.test import Client
from django.utils import timezone

from members.models import User
from notifications.choices import reach_of
from notifications.enums import Reach
from notifications.mail import tokens
from notifications.mail.stopping import read, stop
from notifications.models import Choice, Notification
from notifications.models.letters import Letter, Letterbox
from notifications.services import notify
from tests.factories.members import UserFactory
from tests.notifications.letters import post_all
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@shared
def reader() -> User:
    return UserFactory(email="reader@example.org")


@shared
def box(reader) -> Letterbox:
    return Letterbox.objects.create(member=reader)


def address(box, scope) -> str:
    return f"/notifications/stop/{tokens.token(box.key, scope)}/"


def wave(reader, **where):
    notify([reader], kind="waved", about=UserFactory(), actor=UserFactory(), **where)


def where_it_reaches(reader, kind, **where) -> str:
    return reach_of([reader.pk], kind, **where)[reader.pk]


def test_the_link_asks_and_changes_nothing(kind, box):
    page = Client().get(address(box, "kind:waved"))

    assert page.status_code == 200
    assert "Stop mail?" in page.content.decode()
    assert box.member.email not in page.content.decode()
    assert not Choice.objects.exists()


def test_a_mailbox_stops_mail_without_session_cookie_or_redirect(kind, box, reader):
    mailbox = Client(enforce_csrf_checks=True)
    page = mailbox.post(address(box, "kind:waved"), ONE_CLICK)

    assert (page.status_code, page.cookies) == (200, {})
    assert where_it_reaches(reader, kind) == Reach.SITE


def test_a_person_may_stop_all_by_the_same_link(kind, box, reader):
    page = Client().post(address(box, "kind:waved"), {"what": "all"})
    wave(reader)

    assert "You get no more mail about what is new." in page.content.decode()
    assert not Choice.objects.exists()
    assert post_all() == []


def test_a_link_that_stops_all_stops_all(kind, box, reader):
    Client().post(address(box, tokens.ALL), ONE_CLICK)
    wave(reader)

    assert post_all() == []


def test_the_link_of_a_real_letter_works(kind, reader):
    Choice.objects.create(member=reader, kind="waved", reach="at_once")
    wave(reader)
    (mail,) = post_all()
    link = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost:8000")

    Client().post(link, ONE_CLICK)
    wave(reader)

    assert post_all() == []
    assert Notification.objects.filter(recipient=reader).count() == 2


@pytest.mark.parametrize("change", ["key", "code", "scope", "alarm", "none"])
def test_nobody_makes_a_link_of_their_own(kind, alarm, box, change):
    other = Letterbox.objects.create(member=UserFactory())
    code = tokens.token(box.key, "kind:waved").partition(".")[2]
    given = {
        "key": f"{other.key}.{code}",
        "code": f"{box.key}.{code[:-1]}x",
        "scope": tokens.token(box.key, "kind:nothing"),
        "alarm": tokens.token(box.key, "kind:alarm"),
        "none": box.key,
    }[change]

    assert read(given) is None
    assert Client().post(f"/notifications/stop/{given}/", ONE_CLICK).status_code == 404


def test_links_outlive_a_change_of_the_secret(kind, box, settings):
    given = tokens.token(box.key, "daily")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert read(given) == (box, "daily")


@pytest.mark.parametrize(
    ("said", "scope", "left"),
    [
        ({}, "kind:waved", "site"),
        ({("", "waved"): "at_once"}, "kind:waved", "site"),
        ({("", "waved"): "off"}, "kind:waved", "off"),
        ({("", ""): "weekly"}, "kind:waved", "site"),
        ({("community:3", ""): "at_once"}, "kind:waved", "site"),
        ({("topic:7", "waved"): "at_once"}, "kind:waved", "site"),
        ({}, "daily", "site"),
        ({("", ""): "daily"}, "daily", "site"),
        ({("", ""): "weekly"}, "daily", "weekly"),
        ({("", "waved"): "weekly"}, "daily", "weekly"),
        ({("community:3", ""): "daily", ("", "waved"): "weekly"}, "daily", "site"),
        ({("topic:7", ""): "at_once"}, "daily", "at_once"),
        ({}, "weekly", "daily"),
    ],
)
def test_what_is_left_after_stopping(kind, box, reader, said, scope, left):
    for (place, name), reach in said.items():
        Choice.objects.create(member=reader, scope=place, kind=name, reach=reach)

    for _time in range(2):
        stop(member=reader, scope=scope)

    assert where_it_reaches(reader, kind, community=3, topic=7) == left


def test_what_waits_is_not_mailed_after_stopping(kind, box, reader):
    wave(reader)

    stop(member=reader, scope="daily")

    assert post_all() == []
    assert Notification.objects.get().how == Reach.SITE


def test_stopping_leaves_other_kinds_and_other_people_alone(kind, alarm, box, reader):
    other = UserFactory()
    stop(member=reader, scope="kind:waved")

    assert where_it_reaches(other, kind) == Reach.DAILY
    assert where_it_reaches(reader, alarm) == Reach.AT_ONCE


def test_all_mail_may_begin_again(kind, box, reader, client):
    stop(member=reader, scope=tokens.ALL)
    client.force_login(reader)

    client.post("/notifications/mail/again/")
    wave(reader)

    assert len(post_all()) == 1


def hear(event_type, reason=None, recipient="Reader@Example.org") -> None:
    event = AnymailTrackingEvent(event_type=event_type, reject_reason=reason, recipient=recipient)
    tracking.send(sender=None, event=event, esp_name="Postmark")


@pytest.mark.parametrize(
    ("event_type", "reason", "trouble"),
    [
        (EventType.BOUNCED, RejectReason.BOUNCED, "bounced"),
        (EventType.BOUNCED, RejectReason.INVALID, "bounced"),
        (EventType.REJECTED, RejectReason.BOUNCED, "bounced"),
        (EventType.REJECTED, RejectReason.SPAM, "complained"),
        (EventType.COMPLAINED, None, "complained"),
        (EventType.COMPLAINED, RejectReason.SPAM, "complained"),
        (EventType.BOUNCED, RejectReason.TIMED_OUT, None),
        (EventType.BOUNCED, RejectReason.BLOCKED, None),
        (EventType.DEFERRED, None, None),
        (EventType.DELIVERED, None, None),
        (EventType.OPENED, None, None),
        (EventType.CLICKED, None, None),
    ],
)
def test_mail_is_paused_for_good_reasons_alone(reader, event_type, reason, trouble):
    hear(event_type, reason)

    found = Letterbox.objects.filter(member=reader).values_list("trouble", "paused_address")
    assert list(found) == ([(trouble, "reader@example.org")] if trouble else [])


def test_the_last_letter_to_an_address_that_is_gone_came_back(kind, reader):
    for _number in range(2):
        wave(reader)
        post_all()
    old, last = Letter.objects.order_by("pk")
    for _time in range(2):
        hear(EventType.BOUNCED, RejectReason.BOUNCED)

    assert list(Letter.objects.exclude(came_back_at=None)) == [last]
    assert list(Letter.objects.gone_out()) == [old]


def test_letters_of_long_ago_did_not_come_back_today(kind, reader):
    wave(reader)
    post_all()
    Letter.objects.update(sent_at=timezone.now() - timedelta(days=9))
    hear(EventType.BOUNCED, RejectReason.BOUNCED)

    assert Letter.objects.gone_out().count() == 1


def test_a_paused_address_gets_nothing_until_it_is_used_again(kind, reader, client):
    hear(EventType.BOUNCED, RejectReason.BOUNCED)
    wave(reader)
    assert post_all() == []
    client.force_login(reader)

    client.post("/notifications/mail/address/")
    wave(reader)

    assert len(post_all()) == 1
    box = Letterbox.objects.get(member=reader)
    assert (box.paused_at, box.paused_address, box.trouble) == (None, "", "")


@pytest.mark.parametrize("recipient", ["stranger@example.org", None, ""])
def test_trouble_with_a_strangers_address_is_nobodys(reader, recipient):
    hear(EventType.BOUNCED, RejectReason.BOUNCED, recipient)
    hear(EventType.UNSUBSCRIBED, None, recipient)

    assert not Letterbox.objects.exists()


def test_who_unsubscribes_at_the_provider_gets_no_more(kind, reader):
    hear(EventType.UNSUBSCRIBED)
    wave(reader)

    assert post_all() == []


def test_opening_a_letter_leads_to_its_one_thing_or_to_the_list(kind, reader, client, shut_out):
    Choice.objects.create(member=reader, kind="waved", reach="at_once")
    wave(reader)
    post_all()
    (letter,) = Letter.objects.all()
    address = f"/notifications/open/{letter.key}/"
    about = Notification.objects.get().about_id

    assert Client().get(address).url == f"/accounts/login/?next={address}"
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(reader)
    assert client.get(address).url == f"/people/{about}/"
    assert Notification.objects.get().is_unread
    shut_out.add(reader.pk)
    assert client.get(address).url == "/notifications/"


def test_opening_a_letter_of_several_things_leads_to_the_list(kind, reader, client):
    for _number in range(2):
        wave(reader)
    post_all()
    client.force_login(reader)

    answer = client.get(f"/notifications/open/{Letter.objects.get().key}/")

    assert answer.url == "/notifications/"


@pytest.mark.parametrize("path", ["mail/again/", "mail/address/"])
def test_ones_own_mail_is_changed_by_post_alone_and_signed_in(reader, client, path):
    Letterbox.objects.create(member=reader, stopped_at=timezone.now(), paused_at=timezone.now())
    assert client.post(f"/notifications/{path}").status_code == 302
    client.force_login(reader)
    assert client.get(f"/notifications/{path}").status_code == 405

    box = Letterbox.objects.get()
    assert box.stopped_at
    assert box.paused_at


@pytest.mark.parametrize("scope", ["daily", "kind:waved"])
def test_a_scope_that_cannot_be_stopped_wholly_is_not_stopped_in_part(reader, scope, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("notifications.mail.stopping._keep_on_site", fail)
    before = set(Choice.objects.values_list("member", "kind", "scope", "reach"))

    with pytest.raises(OSError):  # noqa: PT011
        stop(member=reader, scope=scope)

    assert set(Choice.objects.values_list("member", "kind", "scope", "reach")) == before
