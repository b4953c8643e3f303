"""A person with a mark in every field, gone: no table, no file and no index knows them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from machina.core.db.models import get_model
from wagtail.admin.models import EditingSession
from wagtail.log_actions import log
from wagtail.models import APIToken
from wagtail.search.models import IndexEntry
from wagtail.users.models import UserProfile

from communities import services as communities
from communities.models import Membership, Notice
from forum import services as forum
from members import leaving
from members.models import User
from people.confirmed_roles.services import decline_role, request_role
from people.models import Profile
from tests.factories.communities import CommunityFactory
from tests.factories.events import InterestFactory
from tests.factories.forum import PostFactory, RoomFactory, pdf
from tests.factories.joining import InvitationFactory
from tests.factories.members import UserFactory
from tests.queues import in_the_database
from work.attempts import attempt
from work.retries import retry

pytestmark = pytest.mark.django_db
ForumProfile = get_model("forum_member", "ForumProfile")

WHO = "zqwho"
"""Stands in everything that says who it is."""
SAID = "zqsaid"
"""Stands in everything the person wrote."""


@pytest.fixture
def person(coordinator, tmp_path, settings, django_capture_on_commit_callbacks) -> User:
    """Somebody with the marks everywhere, in the database and on the disk."""
    settings.MEDIA_ROOT = str(tmp_path)
    user = UserFactory(
        email=f"{WHO}@example.org", display_name=f"Ms {WHO}", public_id=f"{WHO}abcdefg"
    )
    with django_capture_on_commit_callbacks(execute=True):
        _give_an_account(user)
        _let_take_part(user)
        _let_edit(user, coordinator)
    _leave_mail(user)
    at_once = settings.TASKS
    with in_the_database(settings):
        _let_work_fail(user)
    settings.TASKS = at_once
    return user


def _give_an_account(user: User) -> None:
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    second = EmailAddress.objects.create(user=user, email=f"second.{WHO}@example.org")
    for each in (address, second):
        EmailConfirmation.create(each).save()
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        Authenticator.objects.create(user=user, type=kind, data={"name": f"{WHO}'s phone"})
    SocialAccount.objects.create(user=user, provider="oidc", uid=WHO, extra_data={"name": WHO})
    profile, _created = Profile.objects.update_or_create(
        user=user,
        defaults=dict.fromkeys(
            ("about", "team", "pronouns", "interests", "perspective_words"), WHO
        ),
    )
    profile.photo.save(f"{WHO}.jpg", ContentFile(WHO.encode()))
    asked = request_role(member=user, role="peer", words=WHO)
    decline_role(confirmed_role=asked, by=UserFactory(is_superuser=True), reason=WHO)
    InvitationFactory(email=user.email, name=WHO)
    UserSession.objects.create(user=user, ip="192.0.2.7", session_key=WHO, user_agent=WHO)


def _let_take_part(user: User) -> None:
    community = CommunityFactory(members=[user], facilitators=[user])
    by = UserFactory()
    communities.invite_address(community=community, email=f"second.{WHO}@example.org", by=by)
    communities.invite_address(community=community, email=user.email, by=by)
    other = CommunityFactory(parent=community.get_parent(), title="Another")
    communities.ask_to_join(community=other, member=user, words=f"I am {WHO}")
    third = CommunityFactory(parent=community.get_parent(), title="Third", members=[user])
    communities.remove(community=third, member=user, by=by, reason=f"{WHO} said too much")
    communities.pin_notice(community=community, text=f"{SAID} at noon", by=user)
    InterestFactory(member=user)
    profile = ForumProfile.objects.create(user=user, signature=f"{WHO} {SAID}")
    profile.avatar.save(f"{WHO}.png", ContentFile(WHO.encode()))
    room = RoomFactory()
    topic = forum.start_topic(
        room=room,
        author=user,
        subject=f"Title {SAID}",
        text=f"**{SAID}**",
        attachments=[pdf(f"{SAID}.pdf", f"%PDF-1.7 {SAID} by {WHO}".encode())],
        poll={"question": f"{SAID}?", "options": [f"{SAID} 1", f"{SAID} 2"]},
    )
    topic.first_post.attachments.update(comment=SAID)
    forum.vote(poll=topic.poll, member=user, options=[topic.poll.options.first()])
    topic.subscribers.add(user)
    PostFactory(topic=topic, text="What another said.")
    # Renamed twice, so that replies were called after titles that the topic bears no more.
    for title in (f"Second {SAID}", f"Third {SAID}"):
        forum.edit_post(post=topic.first_post, by=user, subject=title, text=f"**{SAID}**")
        topic.refresh_from_db()
        PostFactory(topic=topic, text="And another.")
    own = PostFactory(topic=topic, author=user, subject=SAID, text=f"[{SAID}](https://{SAID}.nz)")
    forum.edit_post(post=own, by=user, subject=SAID, text=f"{SAID} anew", reason=SAID)
    forum.take_out_details(post=own, by=UserFactory(), pieces=["anew"], reason=SAID)
    forum.hold_change(post=own, subject=SAID, text=f"{SAID} once more", reason=SAID)
    PostFactory(topic=topic, author=user, text=SAID, approved=False)
    assert community.group.user_set.exists()


def _let_edit(user: User, coordinator: User) -> None:
    profile = UserProfile.get_for_user(user)
    profile.avatar.save(f"{WHO}-portrait.png", ContentFile(WHO.encode()))
    page = CommunityFactory(title="Edited", parent__slug="edited")
    page.owner = page.locked_by = user
    page.save_revision(user=user, log_action=True).publish()
    APIToken.objects.create(user=user, name=WHO)
    EditingSession.objects.create(
        user=user, content_type=page.cached_content_type, object_id=page.pk,
        last_seen_at=timezone.now(),
    )  # fmt: skip
    for thing in (user, *Membership.objects.filter(member=user)):
        for by in (user, coordinator):
            log(instance=thing, action="wagtail.edit", user=by, title=str(thing))


def _leave_mail(user: User) -> None:
    """Sent, failed and waiting, to both addresses."""
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED, TaskResultStatus.READY):
        for to in (user.email, f"second.{WHO}@example.org"):
            kwargs = {"subject": "x", "text": f"Kia ora {WHO}", "to": [to]}
            DBTaskResult.objects.create(
                args_kwargs={"args": [], "kwargs": kwargs},
                task_path="work.tasks.deliver_email",
                backend_name="default",
                queue_name="mail",
                run_after=timezone.now(),
                status=status,
                exception_class_path="",
                traceback="",
            )


def _let_work_fail(user: User) -> None:
    """A task that quotes the person in what it raises, as a database and a template do."""
    for path in ("tests.members.test_no_trace.quote", "tests.members.test_no_trace.quote_all"):
        row = DBTaskResult.objects.create(
            args_kwargs={"args": [user.pk], "kwargs": {}},
            task_path=path,
            backend_name="default",
            queue_name="default",
            run_after=timezone.now(),
            status=TaskResultStatus.READY,
            exception_class_path="",
            traceback="",
        )
        row.claim("here")
        attempt(row)


@task()
def quote(pk: int) -> None:
    user = User.objects.get(pk=pk)
    raise LookupError(f"{user.display_name} said {SAID}")


@retry(times=3)
@task()
def quote_all(pk: int) -> None:
    try:
        quote.call(pk)
    except LookupError as error:
        error.add_note(WHO)
        raise ExceptionGroup(SAID, [ValueError(WHO)]) from error


def rows_with(mark: str) -> dict[str, int]:
    """Tables in which the mark stands, and in how many rows."""
    found = {}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows = [json.dumps(row, default=str).lower() for row in cursor.fetchall()]
        if number := sum(mark in row for row in rows):
            found[table] = number
    return found


def files() -> Iterator[Path]:
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        yield from (path for path in Path(folder).rglob("*") if path.is_file())


def files_with(mark: str) -> list[str]:
    return [
        str(path)
        for path in files()
        if mark in str(path).lower() or mark.encode() in path.read_bytes().lower()
    ]


def close(user: User, callbacks, *, withdraws_words: bool) -> None:
    with callbacks(execute=True):
        leaving.ask_to_leave(user=user, withdraws_words=withdraws_words)
    with callbacks(execute=True):
        assert leaving.close_due_accounts(timezone.now() + timedelta(days=15)) == 1


def test_the_scan_would_find_them(person):
    """Else the tests below prove nothing."""
    known = rows_with(WHO)
    said = rows_with(SAID)

    assert {
        "members_user", "people_profile", "account_emailaddress", "mfa_authenticator",
        "socialaccount_socialaccount",
        "usersessions_usersession", "forum_member_forumprofile", "wagtailusers_userprofile",
        "communities_membership", "communities_membershipevent", "communities_invitation",
        "wagtailcore_modellogentry", DBTaskResult._meta.db_table, "wagtailcore_apitoken",
    } <= set(known)  # fmt: skip
    assert {
        "forum_conversation_post", "forum_conversation_topic", "forum_polls_topicpoll",
        "forum_polls_topicpolloption", "forum_attachments_attachment", "wagtailsearch_indexentry",
        "communities_notice",
    } <= set(said)  # fmt: skip
    assert len(files_with(WHO)) == 4
    assert len(files_with(SAID)) == 1


def test_no_trace_of_who_it_was_is_left_and_the_words_stay(
    person, django_capture_on_commit_callbacks
):
    close(person, django_capture_on_commit_callbacks, withdraws_words=False)

    assert rows_with(WHO) == {}
    # A file may itself say who wrote it: docs/privacy.md says so, and withdrawing takes it away.
    assert files_with(WHO) == files_with(SAID) != []
    assert "forum_conversation_post" in rows_with(SAID)
    assert Notice.objects.get().pinned_by == person


def test_with_the_words_withdrawn_nothing_at_all_is_left(
    person, django_capture_on_commit_callbacks
):
    close(person, django_capture_on_commit_callbacks, withdraws_words=True)

    assert rows_with(WHO) == {}
    assert rows_with(SAID) == {}
    assert not Notice.objects.exists()
    assert files_with(WHO) == files_with(SAID) == []
    assert IndexEntry.objects.exists()


def test_until_then_only_what_brings_it_back_knows_the_name(
    person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        leaving.ask_to_leave(user=person)

    named = {
        table for table in rows_with(f"ms {WHO}") if not table.startswith("wagtailcore_modellog")
    }
    assert named == {"members_departure"}


def test_the_notice_that_another_has_pinned_stays(person, django_capture_on_commit_callbacks):
    other = CommunityFactory(title="Fourth", parent__slug="fourth")
    notice = communities.pin_notice(community=other, text="We meet at ten", by=UserFactory())

    close(person, django_capture_on_commit_callbacks, withdraws_words=True)

    assert Notice.objects.get() == notice


def test_what_failed_tells_where_and_of_which_kind_and_is_tried_again(person):
    failed, waiting = DBTaskResult.objects.filter(task_path__contains="quote").order_by("task_path")

    assert (failed.status, waiting.status) == ("FAILED", "READY")
    assert failed.exception_class_path == "builtins.LookupError"
    assert failed.traceback.endswith("builtins.LookupError")
    assert "test_no_trace.py" in failed.traceback
    assert "in quote" in failed.traceback
    for row in (failed, waiting):
        assert WHO not in row.traceback.lower()
        assert SAID not in row.traceback.lower()
    assert waiting.traceback.index("LookupError") < waiting.traceback.index("ExceptionGroup")
