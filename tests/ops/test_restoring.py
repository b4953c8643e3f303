"""What is done between restoring a backup and opening the site again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.services import close_account
from notifications.models import Notification
from notifications.models.letters import Letter
from tests.factories.members import UserFactory
from tests.notifications.letters import post_all
from tests.queues import in_the_database
from work import failed

pytestmark = pytest.mark.django_db


def command(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


# Mail that was waiting


@pytest.fixture
def waiting(settings):
    """A single mail, a letter, and a notice that is due, as a backup may hold them."""
    with in_the_database(settings):
        code = EmailMessage("Your code", "123456", "a@example.org", ["b@example.org"])
        get_connection("core.email.QueuedEmailBackend").send_messages([code])
    reader = UserFactory()
    moment = timezone.now() - timedelta(hours=3)
    Letter.objects.create(member=reader, rhythm="daily")
    for number, due in enumerate([moment, timezone.now() + timedelta(days=1), None]):
        Notification.objects.create(
            recipient=reader, kind="waved", about_id=number, how="daily", mail_due_at=due
        )


def test_what_waited_does_not_leave_and_can_be_sent_by_hand(waiting):
    said = command("set_mail_aside")

    assert [line.split()[0] for line in said.splitlines()[:3]] == ["1", "1", "1"]
    assert not Letter.objects.waiting().exists()
    assert Notification.objects.filter(mail_due_at__lte=timezone.now()).count() == 0
    (told,) = failed.alike()
    assert (told["number"], told["exception_class_path"]) == (1, "SetAside")
    assert failed.try_again(DBTaskResult.objects.failed()) == 1


def test_what_is_told_later_and_on_the_site_stays(waiting):
    command("set_mail_aside")

    assert Notification.objects.count() == 3
    assert Notification.objects.filter(mail_due_at__gt=timezone.now()).count() == 1


def test_a_second_time_there_is_nothing_and_counting_changes_nothing(waiting):
    counted = command("set_mail_aside", "--dry-run")
    first, second = command("set_mail_aside"), command("set_mail_aside")

    assert counted.splitlines()[:3] == first.splitlines()[:3]
    assert [line.split()[0] for line in second.splitlines()[:3]] == ["0", "0", "0"]


def test_a_letter_set_aside_is_not_posted(settings):
    Letter.objects.create(member=UserFactory(), rhythm="daily")
    command("set_mail_aside")

    assert post_all() == []
    assert mail.outbox == []


# Accounts that were closed meanwhile


@pytest.fixture
def restored(tmp_path):
    """Two accounts, one of which was closed after the backup was made; and the list of it."""
    leaver, other = UserFactory(email="leaver@example.org"), UserFactory()
    before = timezone.now()
    row = type(leaver).objects.filter(pk=leaver.pk).values().get()
    close_account(user=leaver, by=leaver)
    file = tmp_path / "closed"
    file.write_text(command("closed_accounts", "--since", before.isoformat()))
    type(leaver).objects.filter(pk=leaver.pk).update(**row)
    leaver.refresh_from_db()
    return leaver, other, file


def test_they_are_closed_again_and_nobody_else_is(restored):
    leaver, other, file = restored
    assert not leaver.is_closed

    said = command("close_accounts", str(file))

    leaver.refresh_from_db()
    other.refresh_from_db()
    assert said == "1 closed.\n"
    assert (leaver.is_closed, leaver.display_name) == (True, "Former member")
    assert (other.is_closed, other.is_active) == (False, True)
    assert command("close_accounts", str(file)) == "0 closed.\n"


def test_the_list_names_nobody(restored):
    leaver, _other, file = restored

    assert file.read_text().split() == [str(leaver.pk), leaver.date_joined.isoformat()]


def test_a_number_that_is_somebody_elses_by_now_is_left_alone(restored):
    leaver, _other, file = restored
    type(leaver).objects.filter(pk=leaver.pk).update(date_joined=timezone.now())

    assert command("close_accounts", str(file)) == "0 closed.\n"


def test_who_may_not_go_is_told_and_the_rest_goes(restored):
    leaver, other, file = restored
    boss = UserFactory(is_superuser=True)
    with file.open("a") as more:
        more.write(f"{boss.pk} {boss.date_joined.isoformat()}\n")
        more.write(f"{other.pk} {other.date_joined.isoformat()}\n")

    with pytest.raises(CommandError, match=f"Account {boss.pk} stays open"):
        command("close_accounts", str(file))

    for each in (leaver, other, boss):
        each.refresh_from_db()
    assert (leaver.is_closed, other.is_closed, boss.is_closed) == (True, True, False)


@pytest.mark.parametrize("content", [None, "names", "12", "12 yesterday", "12 2026-99-99", "1 2 3"])
def test_what_is_no_list_closes_nobody(tmp_path, content):
    file = tmp_path / "list"
    if content is not None:
        file.write_text(content)

    with pytest.raises(CommandError, match="no list that closed_accounts wrote"):
        command("close_accounts", str(file))


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", ""])
def test_a_time_that_is_none_is_refused(since):
    with pytest.raises(CommandError, match="write it as 2026-11-28"):
        command("closed_accounts", "--since", since)
