"""A life on the site, for the copy of one's own data."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.utils import timezone
from machina.core.db.models import get_model
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from communities import services as communities
from forum import services as forum
from forum.care.services import choose, note_own
from forum.feeds.models import FeedAddress
from forum.following.enums import Level
from forum.following.services import hear_of_topic as mute
from forum.reading.models import MarkedRead
from forum.rooms.enums import Audience
from home.newcomers import put_aside
from members import audit
from members.models import Acceptance, KeptForm, User
from moderation.models import Limit
from moderation.services import take
from notifications.models import Choice, Letter, Letterbox, Preferences
from notifications.services import notify
from people.confirmed_roles.services import request_role
from people.models import Profile
from resources.models import ResourcePage, SiteDocument
from resources.services import ask_to_quote
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory
from tests.factories.duty import on_duty_and_asking
from tests.factories.events import InterestFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.joining import InvitationFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory, decided
from tests.factories.places import OrganisationFactory
from tests.factories.resources import ResourcePageFactory
from tests.members.unsigned import write_without_name

ForumProfile = get_model("forum_member", "ForumProfile")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")


def live(peer: User) -> None:
    """Something of Aroha's in every part; what others did beside it says "secret"."""
    other = UserFactory(display_name="Secret person", email="secret@example.org")
    room = RoomFactory(name="Tea room", audience=Audience.MEMBERS)
    topic = TopicFactory(room=room, author=other, subject="Gifts", text="Secret words")
    EmailAddress.objects.create(user=other, email=other.email, verified=True)
    for user, word, action in (
        (peer, "mine", "wagtail.edit"),
        (other, "secret", "wagtail.create"),
    ):
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": f"Phone {word}"}
        )
        KeptForm.objects.create(member=user, path="/here/", fields=f'[["content", "{word}"]]')
        SocialAccount.objects.create(user=user, provider="oidc", uid=f"{word}-uid")
        profile = UserProfile.get_for_user(user)
        profile.avatar.save(f"{word}.png", ContentFile(f"picture {word}".encode()))
        Profile.objects.update_or_create(
            user=user, defaults={"about": f"About {word}", "team": f"Team {word}"}
        )
        ForumProfile.objects.create(user=user, signature=f"Walk {word}")
        reply = PostFactory(
            topic=topic, author=user, text=f"Words {word}\n<b>bold</b>", attachments=[
                pdf(f"{word}.pdf", f"%PDF-1.7 {word}\n%%EOF\n".encode())
            ],
        )  # fmt: skip
        forum.disapprove_post(
            post=PostFactory(topic=topic, author=user, text=f"Tried {word}", approved=False),
            by=UserFactory(), reason=f"Because {word}",
        )  # fmt: skip
        forum.reply(
            topic=topic, author=user, text=f"Answer {word}",
            source=topic.first_post, quoted="Secret words",
        )  # fmt: skip
        changed = PostFactory(topic=topic, author=user, text=f"Before {word}")
        forum.edit_post(post=changed, by=user, subject=changed.subject, text="After")
        forum.hide_post(post=PostFactory(topic=topic), by=user, reason=f"Hid {word}")
        for one, by in ((changed, UserFactory()), (PostFactory(topic=topic, text="After"), user)):
            forum.take_out_details(post=one, by=by, pieces=["After"], reason=f"Out {word}")
        for one, by in ((user, UserFactory()), (UserFactory(), user)):
            aside = PostFactory(topic=topic, author=one, text="Aside")
            forum.split_topic(
                topic=topic, posts=[aside.pk], title="Aside", forum=room.forum, by=by,
                reason=f"Moved {word}",
            )  # fmt: skip
        forum.hold_change(post=changed, subject="", text=f"Wanted {word}")
        reply.attachments.update(comment=f"Agenda {word}")
        started = forum.start_topic(
            room=room, author=user, subject=f"Topic {word}", text="…",
            poll={
                "question": f"Question {word}?", "options": [f"Yes {word}", "No"],
                "with_names": True,
            },
        )  # fmt: skip
        forum.vote(poll=started.poll, member=user, options=[started.poll.options.first()])
        started.subscribers.add(user)
        forum.react(
            post=topic.first_post, member=user, word={"mine": "same", "secret": "more"}[word]
        )
        end = forum.settle(topic=started, by=user, result="agreed", summary=f"Found {word}")
        end.signatures.create(side="peer", member=user)
        guide = ResourcePage.objects.first() or ResourcePageFactory()
        ask_to_quote(page=guide, member=user, source=1, words=f"Quoted {word}", by=None)
        room.followers.add(user)
        now = timezone.now()
        MarkedRead.objects.create(member=user, at=now, what="topic", until=now, before={})
        FeedAddress.objects.create(member=user, digest=word)
        mute(member=user, topic=topic, level=Level.MUTED)
        write_without_name(by=user, other=other, topic=topic, word=word)
        choose(reader=user, shown=[f"Note {word}"], left_out=[])
        note_own(post=reply, names=[f"About {word}"])
        forum.keep(
            post=topic.first_post, member=user, note=f"Kept {word}", list_name=f"List {word}"
        )
        put_aside(member=user, step="join")
        notify([user], kind="welcome", about=user)
        Choice.objects.create(member=user, kind=word, reach="weekly")
        written = AnnouncementFactory(subject=f"Written {word}")
        type(written).objects.filter(pk=written.pk).update(author=user, state="sending")
        told = AnnouncementFactory(subject=f"Told {word}")
        type(told).objects.filter(pk=told.pk).update(state="sending")
        told.refresh_from_db()
        notify([user], kind="announcement", about=told)
        Preferences.objects.create(member=user)
        Letterbox.objects.create(member=user, key=f"{word} key")
        Letter.objects.create(member=user, rhythm="daily")
        InterestFactory(member=user, event__title=f"Hui {word}")
        SiteDocument.objects.create(
            title=f"Guide {word}", file=ContentFile(b"%PDF", f"guide-{word}.pdf"),
            uploaded_by_user=user,
        )  # fmt: skip
        of_theirs = ReportFactory(about=reply, reporter=UserFactory(), words="Secret report")
        report = ReportFactory(
            about=PostFactory(topic=topic, author=UserFactory(), text="Secret post"),
            reporter=user, words=f"Reported {word}",
        )  # fmt: skip
        decided(report, UserFactory(is_superuser=True))
        decided(of_theirs, UserFactory(is_superuser=True))
        of_another = ReportFactory(about=UserFactory(), words="Secret too")
        user.is_superuser = True
        take(report=of_another, by=user)
        user.is_superuser = False
        log(instance=started.forum.room, action=action, user=user)
        TopicReadTrack.objects.create(user=user, topic=topic if word == "mine" else started)
        request_role(member=user, role="peer", words=f"Since {word}")
        OrganisationFactory(name=f"Service {word}").contacts.add(user)
        InvitationFactory(email=user.email, name=f"Invited {word}", invited_by=other)
        Acceptance.objects.create(member=user, version=3)
        audit.note(by=UserFactory(), about=user, what=audit.ACCOUNT, capacity="coordinator")
        UserSession.objects.create(
            user=user, ip="192.0.2.1", user_agent=f"Browser {word}", session_key=word
        )
    peers = CommunityFactory(title="Peers", members=[peer, other])
    left = CommunityFactory(parent=peers.get_parent(), title="Left behind", members=[peer])
    communities.leave(community=left, member=peer)
    for user, word in ((peer, "mine"), (other, "secret")):
        own = CommunityFactory(parent=peers.get_parent(), title=f"Circle {word}")
        communities.pin_notice(community=own, text=f"Notice {word}", by=user)
        held = {"community": peers, "why": f"Limit {word}", "until": "2100-01-01 00:00Z"}
        Limit.objects.create(member=user, set_by=user, **held)
        communities.invite_address(community=own, email=f"{word}@example.net", by=user)
        on_duty_and_asking(user, community=own, word=word)
