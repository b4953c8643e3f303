"""Nothing is kept longer than docs/privacy.md says."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from communities import services as community_services
from cop_site import tasks
from core import retention
from core.models import RateCount
from forum.files.unsent import FOLDER
from forum.files.unsent import cache as uploads
from members import leaving
from members.departures import Departure
from members.models import User
from members.services import close_account
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory
from tests.factories.members import UserFactory
from tests.shared import shared
from work import schedule
from work.models import LongJob

pytestmark = pytest.mark.django_db
PRIVACY = (Path(__file__).parents[2] / "docs/privacy.md").read_text()


@pytest.fixture(autouse=True)
def _no_uploads_of_other_tests():
    uploads.forget([f"{FOLDER}/{name}" for name in kept_uploads()])


def kept_uploads() -> list[str]:
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def purged(*options: str) -> dict[str, int]:
    """What the command says, by kind; kinds with nothing left out."""
    out = StringIO()
    call_command("purge", *options, stdout=out)
    lines = re.findall(r"^ *(\d+)  ([a-z-]+)", out.getvalue(), re.MULTILINE)
    assert [name for _number, name in lines] == [rule.name for rule in retention.rules()]
    return {name: int(number) for number, name in lines if number != "0"}


def ago(**time: int):
    return timezone.now() - timedelta(**time)


def task_done(status: str, **time: int) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x",
        backend_name="default",
        run_after=ago(),
        status=status,
        finished_at=ago(**time),
        exception_class_path="",
        traceback="",
    )


def signed_up(**fields) -> User:
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=False)
    return user


@shared
def old_and_young(coordinator):
    """One of each kind that is past its time, and one that is nearly."""
    community = CommunityFactory()
    for hours in (-1, 1):
        moment = ago(hours=hours)
        Session.objects.create(session_key=f"s{hours}", session_data="", expire_date=moment)
        RateCount._default_manager.create(key=f"r{hours}", count=1, expires_at=moment)
        user = UserFactory()
        leaving.ask_to_leave(user=user)
        Departure.objects.filter(user=user).update(due_at=moment)
        signed_up(date_joined=ago(days=14, hours=hours))
        task_done(TaskResultStatus.SUCCESSFUL, days=1, hours=hours)
        task_done(TaskResultStatus.FAILED, days=14, hours=hours)
        LongJob.objects.create(name="digests", key=f"{hours}", state="done")
        LongJob.objects.filter(key=hours).update(moved_at=ago(days=90, hours=hours))
        UserSession.objects.create(
            user=coordinator,
            ip="192.0.2.1",
            session_key=f"s{hours}",
            user_agent="x",
            created_at=ago(days=1),
        )
        closed = close_account(user=UserFactory(), by=coordinator)
        entries = ModelLogEntry.objects.filter(object_id=str(closed.pk))
        entries.update(timestamp=ago(days=365, hours=hours))
        invitation = community_services.invite_address(
            community=community, email=f"i{hours}@example.org", by=coordinator
        )
        invitation.invited_at = ago(days=14, hours=hours)
        invitation.save()
    log(instance=coordinator, action="wagtail.edit", user=coordinator)
    ModelLogEntry.objects.filter(action="wagtail.edit").update(timestamp=ago(days=2000))


ONE_EACH = {
    "community-invitations": 1,
    "devices": 1,
    "history": 1,
    "leaving": 1,
    "long-work": 1,
    "mail": 1,
    "mail-failed": 1,
    "rates": 1,
    "sessions": 1,
    "unconfirmed": 1,
}


def test_it_says_first_what_would_go(old_and_young):
    assert purged("--dry-run") == ONE_EACH
    assert purged("--dry-run") == ONE_EACH


def test_what_is_past_its_time_goes_and_nothing_else(old_and_young, coordinator):
    assert purged() == ONE_EACH

    assert purged() == {}
    assert Session.objects.get().session_key == "s-1"
    assert RateCount._default_manager.get().key == "r-1"
    assert UserSession.objects.get(user=coordinator).session_key == "s-1"
    assert Departure.objects.count() == 1
    assert EmailAddress.objects.count() == 1
    assert DBTaskResult.objects.count() == 2
    assert LongJob.objects.get().key == "-1"
    assert ModelLogEntry.objects.filter(action="wagtail.edit").exists()


def test_files_that_were_not_sent_go_after_six_hours():
    uploads.set("somebody", {"file": SimpleUploadedFile("a.pdf", b"%PDF")})
    assert len(kept_uploads()) == 1
    assert retention.rule("uploads").remove(timezone.now() + timedelta(hours=5, minutes=59)) == 0

    assert retention.rule("uploads").remove(timezone.now() + timedelta(hours=6, minutes=1)) == 1
    assert kept_uploads() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda user: EmailAddress.objects.update(verified=True),
        lambda user: EmailAddress.objects.all().delete(),
        lambda user: User.objects.update(last_login=timezone.now()),
        lambda user: User.objects.update(is_superuser=True),
        lambda user: CommunityFactory(members=[user]),
        lambda user: PostFactory(author=user),
    ],
    ids=["confirmed", "invited", "signed in", "administrator", "member", "wrote"],
)
def test_an_account_that_somebody_uses_or_was_given_is_never_deleted(change):
    user = signed_up(date_joined=ago(days=400))
    change(user)

    assert "unconfirmed" not in purged()
    assert User.objects.filter(pk=user.pk).exists()


def test_the_schedule_does_it_each_hour(old_and_young, django_capture_on_commit_callbacks):
    every = {job.name: job.every for job in schedule.jobs()}
    assert every["cop_site.tasks.purge"] == timedelta(hours=1)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.purge.enqueue()

    assert purged() == {}


def test_the_privacy_page_names_each_kind_with_the_same_time():
    table = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$", PRIVACY, re.MULTILINE)

    assert sorted(table) == [
        (rule.name, rule.what, rule.kept_in_words) for rule in retention.rules()
    ]
    assert f"{settings.SESSION_COOKIE_AGE // 86_400} days" in PRIVACY
