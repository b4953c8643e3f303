"""Sending: once each, again after a failure, and together with what was claimed."""

import smtplib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.models import User
from notifications.enums import Reach
from notifications.mail import sending, writing
from notifications.mail.gathering import CHUNK, begin_digests, make_letters, make_letters_at_once
from notifications.mail.sending import send, send_letters, take
from notifications.mail.tasks import post_what_is_due
from notifications.models import Choice, Notification
from notifications.models.letters import Letter, Letterbox
from notifications.services import notify
from tests import queues
from tests.factories.members import UserFactory
from tests.notifications.letters import make_due, parsed
from work import chunks
from work.models import LongJob

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]

TROUBLE: dict[str, Exception] = {}
"""What goes wrong for which address."""


class TroubledBackend(EmailBackend):
    def send_messages(self, messages):
        for message in messages:
            if error := TROUBLE.get(message.to[0]):
                raise error
        return super().send_messages(messages)


@pytest.fixture
def trouble(settings):
    settings.DELIVERY_BACKEND = f"{__name__}.TroubledBackend"
    yield TROUBLE
    TROUBLE.clear()


def letters_for(number: int, reach: str = "at_once") -> list:
    readers = UserFactory.create_batch(number)
    Choice.objects.bulk_create(
        Choice(member=reader, kind="waved", reach=reach) for reader in readers
    )
    notify(readers, kind="waved", about=UserFactory(), actor=UserFactory())
    make_due()
    if reach == "at_once":
        make_letters_at_once(timezone.now())
    return readers


def addresses() -> list[str]:
    return [message.to[0] for message in mail.outbox]


def test_a_letter_that_is_refused_for_now_is_given_up_in_the_end(kind, trouble):
    reader, other = letters_for(2)
    trouble[reader.email] = refused(450)

    for _try in range(8):
        now = Letter.objects.get(member=reader).next_at
        send(take(now))
        assert addresses() == [other.email]

    left = Letter.objects.get(member=reader)
    assert (left.sent_at, left.next_at, left.tries, left.came_back_at) == (None, None, 8, None)


def test_after_letters_with_nothing_to_tell_the_next_ones_follow(
    kind, shut_out, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(sending, "BATCH", 2)
    *silent, last = letters_for(5)
    shut_out.update(reader.pk for reader in silent)

    with django_capture_on_commit_callbacks(execute=True):
        send_letters.enqueue()

    assert addresses() == [last.email]
    assert [letter.member for letter in Letter.objects.all()] == [last]


def test_each_letter_leaves_once_and_what_it_told_is_noted(kind):
    readers = letters_for(3)

    send_letters.enqueue()
    send_letters.enqueue()

    assert addresses() == [reader.email for reader in readers]
    assert not Letter.objects.filter(sent_at=None).exists()
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_more_letters_than_one_task_sends_follow(
    kind, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(sending, "BATCH", 2)
    letters_for(5)

    with django_capture_on_commit_callbacks(execute=True):
        send_letters.enqueue()

    assert len(addresses()) == 5


def test_a_letter_in_hand_is_nobody_elses_until_its_time_is_over(kind):
    letters_for(1)
    now = timezone.now()

    assert len(take(now)) == 1
    assert take(now + timedelta(minutes=5, seconds=-1)) == []
    assert len(take(now + timedelta(minutes=5))) == 1


def test_two_hundred_letters_are_in_one_hand_at_most():
    now = timezone.now()
    people = User.objects.bulk_create(
        User(email=f"{number}@example.org", display_name="Reader") for number in range(201)
    )
    Letter.objects.bulk_create(
        Letter(member=person, rhythm="daily", next_at=now) for person in people
    )

    assert [len(take(now)) for _time in range(3)] == [200, 1, 0]


def test_the_second_try_has_the_same_message_id(kind):
    letters_for(1)
    (letter,) = take(timezone.now())
    # The server said yes, and the process was killed before that was noted.
    send([letter])
    Letter.objects.update(sent_at=None)

    send(take(timezone.now() + timedelta(minutes=6)))

    first, second = (parsed(message)["Message-ID"] for message in mail.outbox)
    assert first == second == f"<{Letter.objects.get().key}@localhost>"


def test_a_server_that_is_away_is_asked_again_with_growing_pauses(kind, trouble):
    readers = letters_for(3)
    for reader in readers[1:]:
        trouble[reader.email] = ConnectionRefusedError()

    pauses = []
    now = timezone.now()
    for _try in range(9):
        taken = take(now)
        if taken:
            send(taken)
        left = Letter.objects.filter(sent_at=None).first()
        if left.next_at is None:
            break
        pauses.append(round((left.next_at - timezone.now()).total_seconds() / 60))
        now = left.next_at

    assert pauses == [1, 5, 20, 60, 240, 480, 720]
    assert addresses() == [readers[0].email]
    assert Letter.objects.filter(sent_at=None, next_at=None, tries=8).count() == 2


def test_a_letter_that_cannot_be_written_holds_up_no_other(kind, monkeypatch):
    readers = letters_for(3)
    write = writing.message

    def stumble(letter, *about):
        return 1 / 0 if letter.member == readers[1] else write(letter, *about)

    monkeypatch.setattr(writing, "message", stumble)
    send_letters.enqueue()

    assert addresses() == [readers[0].email, readers[2].email]
    (left,) = Letter.objects.filter(sent_at=None)
    assert (left.member, left.tries, left.next_at > timezone.now()) == (readers[1], 1, True)


def test_a_server_that_is_away_is_not_asked_for_each_batch(kind, trouble, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    for reader in letters_for(5):
        trouble[reader.email] = ConnectionRefusedError()

    send_letters.enqueue()

    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 0, 0, 1, 1]


def test_a_letter_that_kills_its_sender_is_given_up(kind):
    letters_for(1)
    now = timezone.now()

    taken = [bool(take(now + number * timedelta(minutes=6))) for number in range(53)]

    assert taken == [True] * 50 + [False] * 3


def test_that_its_senders_were_killed_is_no_failure_of_a_letter(kind, trouble):
    (reader,) = letters_for(1)
    now = timezone.now()
    for number in range(20):
        take(now + number * timedelta(minutes=6))
    trouble[reader.email] = ConnectionRefusedError()
    send(take(now + 21 * timedelta(minutes=6)))

    left = Letter.objects.get()
    assert (left.tries, left.next_at > timezone.now()) == (1, True)


def refused(code: int) -> Exception:
    return smtplib.SMTPRecipientsRefused({"somebody": (code, b"no")})


@pytest.mark.parametrize(
    ("error", "paused", "left"),
    [
        (refused(550), True, 0),
        (refused(500), True, 0),
        (refused(499), False, 1),
        (refused(450), False, 1),
        (smtplib.SMTPDataError(554, b"no"), False, 1),
        (smtplib.SMTPSenderRefused(550, b"no", "us"), False, 1),
    ],
)
def test_a_letter_that_is_refused_does_not_hold_up_the_others(kind, trouble, error, paused, left):
    readers = letters_for(3)
    trouble[readers[1].email] = error

    send_letters.enqueue()

    assert addresses() == [readers[0].email, readers[2].email]
    assert Letter.objects.waiting().count() == left
    assert Letter.objects.exclude(came_back_at=None).count() == paused
    assert Letterbox.objects.get(member=readers[1]).is_paused_for(readers[1].email) is paused


@pytest.mark.parametrize("number", [1, 20])
def test_making_letters_costs_the_same_for_twenty_as_for_one(
    kind, alarm, django_assert_num_queries, number
):
    readers = letters_for(number, "daily")
    keys = [reader.pk for reader in readers]

    # A savepoint, what is due, in two; letterboxes, letters.
    with django_assert_num_queries(6):
        assert make_letters(keys, [Reach.DAILY], timezone.now()) == number


def test_a_chunk_of_a_thousand_members_takes_six_queries(kind, django_assert_num_queries):
    User.objects.bulk_create(
        User(email=f"{number}@example.org", display_name="Reader") for number in range(CHUNK)
    )
    readers = list(User.objects.values_list("pk", flat=True))
    notify(readers, kind="waved", about=User.objects.first())
    make_due()

    # SQLite takes 999 values at once, and so needs more inserts.
    with django_assert_num_queries(6 if connection.vendor == "postgresql" else 22):
        assert make_letters(readers, [Reach.DAILY], timezone.now()) == CHUNK


@pytest.mark.parametrize("number", [1, 20])
def test_sending_costs_one_statement_for_each_letter_and_eight_for_all(
    kind, django_assert_num_queries, number
):
    letters_for(number)

    # A savepoint, taking them in hand in two; letters, notifications, who did it, what it is about.
    with django_assert_num_queries(8 + number):
        send_letters.enqueue()


def test_digests_are_made_in_chunks_that_can_be_stopped_and_resumed(kind, settings, monkeypatch):
    monkeypatch.setitem(chunks._works, "digests", replace(chunks._works["digests"], size=2))
    readers = letters_for(5, "daily")

    with queues.in_the_database(settings):
        post_what_is_due.call()
        queues.work_off(1)
        job = LongJob.objects.get()
        chunks.stop(job)
        queues.work_off()
        assert addresses() == [reader.email for reader in readers[:2]]

        post_what_is_due.call()
        queues.work_off()
        assert len(addresses()) == 2

        chunks.resume(job)
        queues.work_off()

    assert addresses() == [reader.email for reader in readers]
    assert LongJob.objects.get().state == LongJob.State.DONE


@pytest.mark.parametrize(
    ("state", "hours", "begins"),
    [("running", 1, False), ("running", 25, True), ("stopped", 25, False), ("done", 1, True)],
)
def test_digests_begin_unless_others_are_being_made(kind, state, hours, begins):
    letters_for(1, "daily")
    now = timezone.now()
    LongJob.objects.create(name="digests", key="before", state=state)
    LongJob.objects.update(moved_at=now - timedelta(hours=hours))

    assert begin_digests(now) is begins


def test_letters_and_the_order_to_send_them_are_kept_together_or_not_at_all(kind, settings):
    letters_for(1, "daily")

    with queues.in_the_database(settings):
        begin_digests(timezone.now())
        queues.work_off(1)

    assert Letter.objects.count() == 1
    paths = DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True)
    assert "notifications.mail.sending.send_letters" in set(paths)


def test_each_minute_what_is_due_leaves(kind, settings):
    letters_for(2)
    (late,) = letters_for(1, "daily")
    Letter.objects.update(next_at=timezone.now())

    with queues.in_the_database(settings):
        post_what_is_due.call()
        queues.work_off()

    assert len(addresses()) == 3
    assert late.email in addresses()
