"""Accounts are closed, kept, let in and invited one by one: everybody else's stay as they are."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from machina.core.db.models import get_model
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from communities import services as communities
from communities.models import Invitation, MembershipEvent
from forum import services as forum
from forum.feeds.services import new_address
from forum.following.enums import Level
from forum.following.services import hear_of_community
from forum.reading.marking import mark_topic_read
from members import audit, leaving
from members.departures import Departure
from members.joining import approval, invitations
from members.models import Acceptance, Application, KeptFile, KeptForm, Look, User
from members.models import Invitation as SiteInvitation
from members.services import close_account
from notifications.models import Choice, Letter, Letterbox, Notification, Preferences
from people.models import Profile
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.events import EventPageFactory, InterestFactory
from tests.factories.forum import RoomFactory, TopicFactory, pdf
from tests.factories.joining import InvitationFactory, somebody_waiting
from tests.factories.members import UserFactory
from tests.factories.places import OrganisationFactory

pytestmark = pytest.mark.django_db

OF_BOTH = {
    "account.EmailAddress", "announcements.Announcement", "communities.Invitation",
    "communities.Membership", "communities.MembershipEvent", "communities.Notice",
    "cop_forum.FeedAddress", "cop_forum.MarkedRead", "cop_forum.Room_followers",
    "cop_forum.Said", "events.Interest",
    "forum_conversation.Post",
    "forum_conversation.Topic", "forum_conversation.Topic_subscribers", "forum_member.ForumProfile",
    "forum_permission.UserForumPermission", "cop_forum.HasVoted", "cop_forum.Reaction",
    "cop_forum.Bookmark",
    "forum_tracking.ForumReadTrack", "forum_tracking.TopicReadTrack", "members.Acceptance",
    "members.Application", "people.ConfirmedRole", "members.KeptForm", "members.Look",
    "people.Organisation_contacts", "people.Profile", "members.User_groups",
    "members.User_user_permissions", "mfa.Authenticator", "notifications.Choice",
    "notifications.Letter", "notifications.Letterbox", "notifications.Notification",
    "notifications.Preferences", "socialaccount.SocialAccount", "usersessions.UserSession",
    "wagtailadmin.EditingSession", "wagtailadmin.FormState", "wagtailcore.APIToken",
    "wagtailcore.ModelLogEntry", "wagtailcore.PageSubscription", "wagtailusers.UserProfile",
}  # fmt: skip
"""Tables with a row of each of the two: without one of the neighbour, nothing is shown."""


@pytest.fixture
def places(coordinator):
    """What the two have in common."""
    return {
        "community": CommunityFactory(),
        "room": RoomFactory(),
        "topic": TopicFactory(),
        "event": EventPageFactory(),
        "organisation": OrganisationFactory(),
        "group": Group.objects.create(name="Library"),
        "by": coordinator,
    }


@pytest.fixture
def goes(places):
    return with_everything("ana", places)


@pytest.fixture
def neighbour(places):
    return with_everything("wiremu", places)


def with_everything(name: str, places) -> User:
    user = UserFactory(display_name=name, email=f"{name}@example.org")
    user.groups.add(places["group"])
    user.user_permissions.add(Permission.objects.order_by("pk").first())
    _give_an_account(user, name, places)
    _let_take_part(user, name, places)
    _let_talk(user, name, places)
    _tell(user, name)
    return user


def _give_an_account(user: User, name: str, places) -> None:
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    SocialAccount.objects.create(user=user, provider="x", uid=name)
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key=name)
    APIToken.objects.create(user=user, name=name, key_hash=name)
    Profile.objects.create(user=user, about=name).photo.save("me.png", ContentFile(b"x"))
    UserProfile.get_for_user(user).avatar.save("me.png", ContentFile(b"x"))
    ConfirmedRoleFactory(member=user, verified=True)
    places["organisation"].contacts.add(user)
    Acceptance.objects.create(member=user, version=1)
    Application.objects.create(user=user)
    InvitationFactory(email=user.email, name=name)
    kept = KeptForm.objects.create(member=user, token=name, path="/", fields="[]", why="session")
    KeptFile.objects.create(form=kept, field="file", name=name).file.save(name, ContentFile(b"x"))
    audit.note(by=places["by"], about=user, what=audit.ACCOUNT)
    of_page = ContentType.objects.get_for_model(places["community"])
    now = timezone.now()
    EditingSession.objects.create(user=user, content_type=of_page, last_seen_at=now)
    FormState.objects.create(user=user, content_type=of_page, data=name, last_updated_at=now)
    PageSubscription.objects.create(user=user, page=places["community"], comment_notifications=True)
    log(instance=user, action="wagtail.edit", user=user, title=name)
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.READY):
        DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {"to": [user.email]}},
            task_path="work.tasks.deliver_email", backend_name="default", queue_name="mail",
            run_after=timezone.now(), status=status, exception_class_path="", traceback="",
        )  # fmt: skip


def _let_take_part(user: User, name: str, places) -> None:
    community, by = places["community"], places["by"]
    communities.appoint_facilitator(community=community, member=user)
    again = CommunityFactory(parent=community.get_parent(), title=f"{name} again", members=[user])
    communities.remove(community=again, member=user, by=by, reason=name)
    communities.invite_address(community=again, email=user.email, by=user)
    asked = CommunityFactory(parent=community.get_parent(), title=f"{name} asks")
    communities.ask_to_join(community=asked, member=user, words=name)
    communities.pin_notice(community=asked, text=name, by=user)
    InterestFactory(event=places["event"], member=user)
    announcement = get_model("announcements", "Announcement")
    announcement.objects.create(subject=name, text=name, author=user)


def _let_talk(user: User, name: str, places) -> None:
    topic = forum.start_topic(
        room=places["room"],
        author=user,
        subject=name,
        text=name,
        attachments=[pdf(f"{name}.pdf")],
        poll={"question": name, "options": [name, f"no {name}"]},
    )
    forum.vote(poll=topic.poll, member=user, options=topic.poll.options.all()[:1])
    own = forum.reply(topic=topic, author=user, text=name)
    forum.edit_post(post=own, by=user, subject=name, text=f"{name} anew", reason=name)
    # Both wrote in one topic, of which a third wrote the title.
    forum.reply(topic=places["topic"], author=user, text=name)
    forum.react(post=places["topic"].first_post, member=user, word="thanks")
    forum.keep(post=places["topic"].first_post, member=user, note=name)
    topic.subscribers.add(user)
    places["room"].followers.add(user)
    new_address(member=user)
    mark_topic_read(member=user, topic=topic)
    hear_of_community(member=user, community=places["community"], level=Level.WATCHING)
    profile = get_model("forum_member", "ForumProfile").objects.create(user=user, signature=name)
    profile.avatar.save("me.png", ContentFile(b"x"))
    for app, model, about in (
        ("forum_tracking", "ForumReadTrack", {"forum": topic.forum}),
        ("forum_tracking", "TopicReadTrack", {"topic": topic}),
    ):
        get_model(app, model).objects.update_or_create(user=user, **about)
    rule = get_model("forum_permission", "ForumPermission").objects.order_by("pk").first()
    get_model("forum_permission", "UserForumPermission").objects.create(
        user=user, forum=topic.forum, permission=rule, has_perm=True
    )


def _tell(user: User, name: str) -> None:
    Notification.objects.create(recipient=user, kind="welcome", about_id=user.pk)
    Choice.objects.create(member=user, kind="new_topic", reach="off")
    Preferences.objects.create(member=user)
    Letterbox.objects.create(member=user)
    Letter.objects.create(member=user, rhythm="daily")


def rows_of(user: User) -> dict[str, list]:
    """What points to the person, table by table, and what belongs to that."""
    found = {"the account": list(User.objects.filter(pk=user.pk).values())}
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            model = relation.related_model
            rows = model._base_manager.filter(**{relation.field.name: user.pk})
            found.setdefault(model._meta.label, []).extend(rows.order_by("pk").values())
    beside = {
        "events": MembershipEvent.objects.filter(membership__member=user),
        "kept files": KeptFile.objects.filter(form__member=user),
        "invitations": Invitation.objects.filter(email=user.email),
        "invitations to the site": SiteInvitation.objects.filter(email=user.email),
        "history": ModelLogEntry.objects.filter(object_id=str(user.pk)),
        "files": get_model("forum_attachments", "Attachment").objects.filter(post__poster=user),
        "polls": get_model("forum_polls", "TopicPoll").objects.filter(topic__poster=user),
        "answers": get_model("forum_polls", "TopicPollOption").objects.filter(
            poll__topic__poster=user
        ),
        "mail": DBTaskResult.objects.filter(args_kwargs__kwargs__to__0=user.email),
        "looks": Look.objects.filter(about=user),
    }
    for what, rows in beside.items():
        found[what] = list(rows.order_by("pk").values())
        assert found[what], what
    return {what: rows for what, rows in found.items() if rows}


def test_closing_one_account_leaves_its_neighbours(
    goes, neighbour, django_capture_on_commit_callbacks
):
    before = rows_of(neighbour)
    assert OF_BOTH - set(before) == set()
    assert OF_BOTH - set(rows_of(goes)) == set()
    files = [
        neighbour.profile.photo,
        neighbour.wagtail_userprofile.avatar,
        neighbour.forum_profile.avatar,
        *(kept.file for kept in KeptFile.objects.filter(form__member=neighbour)),
    ]

    now = timezone.now()
    Departure.objects.create(user=goes, withdraws_words=True, asked_at=now, due_at=now)

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=goes, by=goes)

    assert rows_of(neighbour) == before
    assert all(file.storage.exists(file.name) for file in files)


def stored(*things) -> list[dict]:
    return [type(thing)._base_manager.filter(pk=thing.pk).values().get() for thing in things]


def test_of_three_who_asked_to_leave_one_stays_and_one_goes():
    stays, goes, waits = UserFactory.create_batch(3)
    bystander = UserFactory()
    for user in (stays, goes, waits):
        leaving.ask_to_leave(user=user)
    later = timezone.now() + timedelta(days=30)
    Departure.objects.filter(user=waits).update(due_at=later + timedelta(days=1))
    others = (waits, waits.departure, bystander)
    before = stored(*others)

    assert leaving.keep_account(user=stays)
    assert leaving.close_due_accounts(later) == 1

    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.is_active, stays.is_closed) == (True, False)
    assert goes.is_closed
    assert stored(*others) == before


@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_of_two_who_wait_one_is_answered(coordinator, answer):
    asked, other = somebody_waiting(), somebody_waiting()
    before = stored(other, other.application)

    assert getattr(approval, answer)(application=asked.application, by=coordinator)

    assert [row.user for row in Application.objects.all()] == [other]
    assert User.objects.filter(pk=asked.pk, is_active=True).exists() is (answer == "approve")
    assert stored(other, other.application) == before


@pytest.mark.parametrize("step", ["invite", "resend", "withdraw", "claim"])
def test_of_two_invitations_one_goes_on(coordinator, step):
    invitation, other = InvitationFactory.create_batch(2)
    steps = {
        "invite": lambda: invitations.invite(email=invitation.email, by=coordinator),
        "resend": lambda: invitations.resend(invitation=invitation, by=coordinator),
        "withdraw": lambda: invitations.withdraw(invitation=invitation),
        "claim": lambda: invitations.claim(invitation.pk),
    }
    before, others = stored(invitation), stored(other)

    assert steps[step]()

    assert stored(invitation) != before
    assert stored(other) == others
    assert SiteInvitation.objects.count() == 2
