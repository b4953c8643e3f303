"""Nothing that a member types, and no letter that fails, stops another's mail."""

import smtplib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from forum.notices import REPLY
from forum.topics.models import Topic
from notifications import kinds
from notifications.mail import sending
from notifications.mail.gathering import make_letters_at_once
from notifications.mail.overdue import waiting
from notifications.mail.sending import give_up_killers, send, send_letters, take
from notifications.mail.tasks import post_what_is_due
from notifications.models import Choice, Notification, Preferences
from notifications.models.letters import Letter, Letterbox
from notifications.services import notify
from tests.core.test_headers import HOSTILE
from tests.factories.events import EventPageFactory, InterestFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.notifications.letters import make_due, parsed, post_all, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]
SECRET = "zqsecret"


class HangsUp(EmailBackend):
    """Hangs up over the letters to some, and refuses to talk at all when it is told to."""

    on: dict[str, Exception] = {}
    away: Exception | None = None
    opened = 0

    def open(self):
        if HangsUp.away:
            raise HangsUp.away
        HangsUp.opened += 1

    def send_messages(self, messages):
        for message in messages:
            if error := HangsUp.on.get(message.to[0]):
                raise error
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.DELIVERY_BACKEND = f"{__name__}.HangsUp"
    HangsUp.on, HangsUp.away, HangsUp.opened = {}, None, 0
    return HangsUp


def three(details: bool = True) -> list:
    """Readers who hear of things at once, and by their names if ``details``."""
    readers = UserFactory.create_batch(3)
    for reader in readers:
        Choice.objects.create(member=reader, kind="waved", reach="at_once")
        Preferences.objects.create(member=reader, mail_details=details)
    return readers


def wave_at(readers, **about) -> None:
    notify(readers, kind="waved", about=UserFactory(**about), actor=UserFactory())


def make_letters() -> None:
    make_due()
    make_letters_at_once(timezone.now())


def addresses() -> list[str]:
    return [message.to[0] for message in mail.outbox]


@pytest.mark.parametrize(("typed", "line"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_title_of_any_kind_leaves_on_one_line_with_the_letters_around_it(kind, typed, line):
    typed = typed.encode("utf-8", "ignore").decode().replace("\x00", "")  # No database keeps it.
    before, reader, after = three()
    wave_at([before])
    notify([reader], kind="waved", about=UserFactory(), actor=UserFactory(display_name=typed))
    wave_at([after])

    mails = post_all()

    assert addresses() == [before.email, reader.email, after.email]
    assert (line.split() or [""])[0] in str(mails[1]["Subject"])
    assert {"bcc", "when"}.isdisjoint(name.lower() for name in mails[1].keys())  # noqa: SIM118


@pytest.mark.parametrize("title", ["Hi\rBcc: x@example.org", "Hi\nBcc: x@example.org", "x" * 250])
def test_a_topic_of_any_title_is_told_to_who_follows_it(title):
    reader = UserFactory()
    Preferences.objects.create(member=reader, mail_details=True)
    Choice.objects.create(member=reader, kind=REPLY, reach="at_once")
    topic = TopicFactory(forum=RoomFactory().forum)
    post = PostFactory(topic=topic)
    Topic.objects.filter(pk=topic.pk).update(subject=title)
    notify([reader], kind=REPLY, about=type(post).objects.get(pk=post.pk))

    (sent,) = post_all()

    assert "Bcc" not in sent
    assert " ".join(title.split())[:60] in str(sent["Subject"])


def test_an_event_with_a_vertical_tab_in_its_title_is_told(kind):
    event = EventPageFactory()
    interested = InterestFactory(event=event).member
    Preferences.objects.create(member=interested, mail_details=True)
    Choice.objects.create(member=interested, kind="event_changed", reach="at_once")
    type(event).objects.filter(pk=event.pk).update(title="Hui\vWhen: Friday")
    other, *_rest = three()
    notify([interested], kind="event_changed", about=event)
    wave_at([other])

    told, _other = post_all()

    assert told["Subject"] == "Hui When: Friday: time or place changed"
    assert "When" not in told
    assert addresses() == [interested.email, other.email]


@pytest.mark.parametrize("details", [True, False])
@pytest.mark.parametrize("broken", ["find", "may_see"])
def test_a_thing_that_cannot_be_found_out_about_holds_up_its_own_letter(
    kind, broken, details, caplog
):
    before, reader, after = readers = three(details)
    for each in readers:
        wave_at([each])
    bad = Notification.objects.get(recipient=reader).about_id

    def find(keys):
        return 1 / 0 if broken == "find" and bad in keys else kind.find(keys)

    def may_see(pairs):
        if broken == "may_see" and any(thing.pk == bad for _person, thing in pairs):
            raise LookupError(SECRET)
        return kind.may_see(pairs)

    kinds.register(replace(kind, find=find, may_see=may_see))
    post_all()

    assert addresses() == [before.email, after.email]
    left = Letter.objects.get(sent_at=None)
    assert (left.member, left.tries, left.next_at > timezone.now()) == (reader, 1, True)
    assert SECRET not in caplog.text
    kinds.register(kind)
    send(take(left.next_at))
    assert addresses()[2:] == [reader.email]


def test_a_letter_whose_words_fail_leaves_in_numbers_when_it_is_tried_again(kind, caplog):
    before, reader, after = readers = three()
    for each in readers:
        wave_at([each])
    bad = Notification.objects.get(recipient=reader).about_id

    def context(notification, thing):
        if thing.pk == bad:
            raise RuntimeError(SECRET)
        return {}

    kinds.register(replace(kind, context=context))
    post_all()

    assert addresses() == [before.email, after.email]
    left = Letter.objects.get(sent_at=None)
    assert left.tries == 1
    assert f"Writing letter {left.pk} is put aside." in caplog.text
    assert SECRET not in caplog.text

    send(take(left.next_at))
    said = parsed(mail.outbox[-1])
    assert said["To"] == reader.email
    assert "There is 1 new thing for you." in text_of(said)


def test_of_a_letter_with_a_broken_thing_among_others_the_others_are_told(kind):
    reader, *_rest = three(details=False)
    for _number in range(3):
        wave_at([reader])
    bad = Notification.objects.order_by("pk")[1].about_id
    kinds.register(
        replace(
            kind,
            may_see=lambda pairs: [True if thing.pk != bad else 1 / 0 for _person, thing in pairs],
        )
    )

    assert post_all() == []
    send(take(Letter.objects.get().next_at))

    assert "There are 2 new things for you." in text_of(parsed(mail.outbox[0]))


@pytest.mark.parametrize("address", ['"a\nb"@x', "a@b\rc", "a@b.nz\r\nBcc: x@b.nz"])
def test_an_address_that_no_mail_can_be_sent_to_is_given_up_alone(kind, address, caplog):
    before, reader, after = readers = three()
    type(reader).objects.filter(pk=reader.pk).update(email=address)
    wave_at(readers)

    post_all()
    assert addresses() == [before.email, after.email]
    for _try in range(7):
        left = Letter.objects.get(sent_at=None)
        send(take(left.next_at))

    left.refresh_from_db()
    assert (left.member, left.tries, left.next_at) == (reader, 8, None)
    assert f"Letters [{left.pk}] were given up after 8 tries" in caplog.text
    assert address not in caplog.text
    assert waiting().given_up == 1


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected("over this letter"),
        TimeoutError("over this letter"),
        ConnectionResetError(),
        smtplib.SMTPDataError(554, b"no"),
        smtplib.SMTPNotSupportedError("SMTPUTF8"),
        UnicodeEncodeError("ascii", "ā", 0, 1, "no"),
        RuntimeError(SECRET),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_letter_over_which_the_server_stumbles_is_put_back_and_the_next_is_sent(
    kind, server, error, caplog
):
    before, reader, after = readers = three()
    server.on[reader.email] = error
    wave_at(readers)

    post_all()

    assert addresses() == [before.email, after.email]
    left = Letter.objects.get(sent_at=None)
    assert (left.member, left.tries, left.taken) == (reader, 1, 0)
    assert left.next_at > timezone.now()
    assert SECRET not in caplog.text
    assert not Letterbox.objects.exclude(paused_at=None).exists()


def test_after_three_in_a_row_it_is_the_server_that_is_away_and_the_rest_was_not_tried(
    kind, server
):
    readers = [*three(), *three()]
    server.on = dict.fromkeys([reader.email for reader in readers], TimeoutError())
    wave_at(readers)

    post_all()

    assert list(Letter.objects.order_by("pk").values_list("tries", "taken")) == [
        (1, 0), (1, 0), (1, 0), (0, 0), (0, 0), (0, 0),
    ]  # fmt: skip
    server.on = dict(list(server.on.items())[:3])
    send(take(timezone.now()))
    assert addresses() == [reader.email for reader in readers[3:]]


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), smtplib.SMTPAuthenticationError(535, b"no"), KeyError("x")]
)
def test_a_server_that_does_not_take_part_costs_each_letter_one_try(kind, server, error):
    server.away = error
    wave_at(three())

    post_all()

    assert set(Letter.objects.values_list("tries", "taken")) == {(1, 0)}


def test_what_there_was_no_time_for_was_not_tried(kind, monkeypatch):
    monkeypatch.setattr(sending, "IN_HAND", -timedelta(minutes=1))
    wave_at(three())

    post_all()

    assert set(Letter.objects.values_list("tries", "taken", "sent_at")) == {(0, 0, None)}


def test_letters_in_hand_with_one_that_kills_its_sender_leave_without_it(kind):
    _before, killer, _after = readers = three()
    wave_at(readers)
    make_letters()
    now = timezone.now()
    letter = Letter.objects.get(member=killer)

    for round_ in range(1, 4):
        assert len(take(now + round_ * timedelta(minutes=6))) == 3  # And killed.
    for round_ in range(4, 8):
        taken = take(now + round_ * timedelta(minutes=6))
        assert len(taken) == 1
        if taken != [letter.pk]:
            send(taken)

    assert Letter.objects.filter(sent_at=None).get() == letter
    assert len(addresses()) == 2


def test_a_letter_that_was_in_hand_too_often_is_given_up_aloud(kind, caplog):
    wave_at(three())
    make_letters()
    killer, *others = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=killer.pk).update(taken=50)

    assert give_up_killers(timezone.now()) == 1

    assert f"Letters [{killer.pk}] were given up" in caplog.text
    assert list(Letter.objects.waiting().order_by("pk")) == others


def test_each_minute_one_step_that_fails_holds_up_no_other(
    kind, monkeypatch, django_capture_on_commit_callbacks
):
    wave_at(three())
    make_letters()

    def stumble(now):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("notifications.mail.tasks.begin_digests", stumble)
    with django_capture_on_commit_callbacks(execute=True):
        post_what_is_due.enqueue()

    assert len(addresses()) == 3


def test_a_member_whose_letters_cannot_be_made_holds_up_no_others(kind, monkeypatch):
    from notifications.mail import gathering

    before, bad, after = readers = three()
    wave_at(readers)
    make = gathering.make_letters

    def stumble(members, *about):
        return 1 / 0 if bad.pk in members else make(members, *about)

    monkeypatch.setattr(gathering, "make_letters", stumble)
    make_letters()
    send_letters.enqueue()

    assert addresses() == [before.email, after.email]
