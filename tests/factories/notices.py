"""Something that each kind of notification can be about, and somebody who may be told of it."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from communities import services as communities
from communities.enums import State
from core.days import site_today
from core.roles import COORDINATORS
from forum.services import (
    disapprove_post,
    hide_post,
    hold_change,
    react,
    send_change_back,
    settle,
    split_topic,
    take_out_details,
)
from forum.signing.models import Opening, Unsent
from forum.signing.seals import put_on
from forum.topics.models import Post
from members.models import Application, User
from moderation.limiting import set_limit
from notifications.kinds import kind_named
from notifications.models import Notification
from notifications.services import notify
from resources.services import ask_to_quote
from tests.factories.announcements import AnnouncementFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.events import EventPageFactory, InterestFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory, decided
from tests.factories.opportunities import OpportunityPageFactory
from tests.factories.resources import ResourcePageFactory
from tests.factories.told import (
    Told,
    community_of,
    duty,
    duty_answered,
    duty_named,
    duty_to_talk_over,
)


def post(marker: str) -> Told:
    """In a room of a community that the recipient belongs to."""
    recipient = UserFactory()
    community = community_of(marker, members=[recipient])
    room = RoomFactory(name=f"{marker} room", audience="communities", communities=[community])
    topic = TopicFactory(room=room, subject=f"{marker} topic", text=f"{marker} words")
    author = UserFactory(display_name=f"{marker} author")
    return recipient, PostFactory(topic=topic, author=author, text=f"{marker} answer")


def mentioned(marker: str) -> Told:
    """An answer in such a room that names the recipient."""
    recipient, about = post(marker)
    text = f"{marker} @{recipient.display_name}"
    author = UserFactory(display_name=f"{marker} author")
    return recipient, PostFactory(topic=about.topic, author=author, text=text)


def called(marker: str) -> Told:
    """An answer that calls those who look after such a room, of whom the recipient is one."""
    recipient, about = post(marker)
    community = about.topic.forum.room.communities.get()
    communities.appoint_facilitator(community=community, member=recipient)
    author, text = UserFactory(display_name=f"{marker} author"), f"{marker} @facilitators"
    return recipient, PostFactory(topic=about.topic, author=author, text=text)


def declined(marker: str) -> Told:
    """What was to answer in a topic of such a room."""
    recipient, about = post(marker)
    waiting = PostFactory(topic=about.topic, author=recipient, approved=False)
    kept = disapprove_post(post=waiting, by=UserFactory(), reason=f"{marker} reason")
    Notification.objects.all().delete()
    return recipient, kept


def waiting(marker: str) -> Told:
    """Something that waits in a community that the recipient looks after."""
    recipient, author = UserFactory(), UserFactory(display_name=f"{marker} author")
    community = community_of(marker, members=[author], facilitators=[recipient])
    room = RoomFactory(name=f"{marker} room", audience="communities", communities=[community])
    PostFactory(topic__room=room, author=author, text=f"{marker} words", approved=False)
    Notification.objects.all().delete()
    return recipient, community


def change_sent_back(marker: str) -> Told:
    """A change of an answer of the recipient's in such a room."""
    recipient, about = post(marker)
    own = PostFactory(topic=about.topic, author=recipient, text=f"{marker} own")
    change = hold_change(post=own, subject="", text=f"{marker} anew")
    send_change_back(change=change, by=UserFactory(), because=f"{marker} reason")
    Notification.objects.all().delete()
    return recipient, own


def handled(marker: str) -> Told:
    """Something that was taken out of an answer of the recipient's."""
    recipient, about = post(marker)
    own = PostFactory(topic=about.topic, author=recipient, text=f"{marker} Brown")
    take_out_details(post=own, by=UserFactory(), pieces=["Brown"], reason=f"{marker} reason")
    Notification.objects.all().delete()
    return recipient, own.handlings.get()


def moved(marker: str) -> Told:
    """An answer of the recipient's that became a topic of its own in such a room."""
    recipient, about = post(marker)
    own = PostFactory(topic=about.topic, author=recipient, text=f"{marker} own")
    said = {"title": f"{marker} title", "reason": f"{marker} reason", "by": UserFactory()}
    move = split_topic(topic=own.topic, posts=[own.pk], forum=own.topic.forum, **said)
    Notification.objects.all().delete()
    return recipient, move


def hidden(marker: str) -> Told:
    """An answer of the recipient's in such a room."""
    recipient, about = post(marker)
    own = PostFactory(topic=about.topic, author=recipient, text=f"{marker} own")
    removal = hide_post(post=own, by=UserFactory(), reason=f"{marker} reason")
    Notification.objects.all().delete()
    return recipient, removal


def unsent(marker: str) -> Told:
    """A message without a name that could not be sent."""
    recipient, about = post(marker)
    place = {"forum": about.topic.forum, "topic": about.topic, "starts_topic": False}
    said = {"label": "Peer 1", "text": f"{marker} own", "reason": f"{marker} reason"}
    return recipient, Unsent.objects.create(author=recipient, way="number", **place, **said)


def opening(marker: str, **people: User) -> Opening:
    """Of a sealed message in such a room, whose author is somebody else."""
    _recipient, about = post(marker)
    sealed = Post.objects.get(pk=about.pk)
    Post.objects.filter(pk=about.pk).update(poster=None, username=f"{marker} label")
    put_on(sealed, people.pop("author", None) or about.poster)
    said = {"room": f"{marker} room", "reason": "life", "words": f"{marker} words"}
    return Opening.objects.create(post=sealed, **said, **people)


def seal_to_open(marker: str) -> Told:
    carer, asking = UserFactory(), UserFactory(display_name=f"{marker} person")
    row = opening(marker, asked_by=asking)
    (community,) = row.post.topic.forum.room.communities.all()
    for person in (carer, User.objects.get(display_name=f"{marker} author")):
        communities.join(community=community, member=person)
    communities.appoint_facilitator(community=community, member=carer)
    Notification.objects.all().delete()
    return carer, row


def seal_asked_for(marker: str) -> Told:
    recipient = UserFactory()
    return recipient, opening(marker, asked_by=recipient)


def seal_opened(marker: str) -> Told:
    recipient = UserFactory()
    row = opening(marker, author=recipient, asked_by=UserFactory(display_name=f"{marker} person"))
    Opening.objects.filter(pk=row.pk).update(author=recipient, settled_at=timezone.now())
    row.refresh_from_db()
    return recipient, row


def settled(marker: str) -> Told:
    """A topic in such a room, summed up."""
    recipient, about = post(marker)
    standing = settle(topic=about.topic, by=about.poster, result="agreed", summary=f"{marker} sum")
    Notification.objects.all().delete()
    return recipient, standing


def quoted(marker: str) -> Told:
    """Words of the recipient's, for a resource that others wrote."""
    recipient = UserFactory()
    page = ResourcePageFactory(title=f"{marker} guide", live=False)
    quotation = ask_to_quote(
        page=page, member=recipient, source=1, words=f"{marker} words", by=UserFactory()
    )
    Notification.objects.all().delete()
    return recipient, quotation


def request(marker: str) -> Told:
    recipient, asking = UserFactory(), UserFactory(display_name=f"{marker} person")
    community = community_of(marker, members=[recipient], facilitators=[recipient])
    row = communities.ask_to_join(community=community, member=asking, words=f"{marker} words")
    Notification.objects.all().delete()
    return recipient, row


def membership(marker: str) -> Told:
    member = UserFactory()
    community = community_of(marker)
    return member, communities.join(community=community, member=member)


def welcomed(marker: str) -> Told:
    member, row = membership(marker)
    by = UserFactory(display_name=f"{marker} facilitator")
    communities.welcome(community=row.community, member=member, by=by, words=f"{marker} words")
    Notification.objects.all().delete()
    return member, row


def invitation(marker: str) -> Told:
    recipient, row = membership(marker)
    type(row).objects.filter(pk=row.pk).update(state=State.INVITED, joined_at=None)
    row.community.invitations.create(member=recipient)
    row.refresh_from_db()
    return recipient, row


def limited(marker: str) -> Told:
    recipient = UserFactory()
    community = community_of(marker, members=[recipient])
    by = UserFactory(is_superuser=True)
    limit = set_limit(
        member=recipient, community=community, by=by, length="week", why=f"{marker} reason"
    )
    Notification.objects.all().delete()
    return recipient, limit


def event(marker: str) -> Told:
    member = UserFactory()
    about = EventPageFactory(title=f"{marker} event", place=f"{marker} place")
    return member, InterestFactory(event=about, member=member).event


def event_called_off(marker: str) -> Told:
    member, about = event(marker)
    about.unpublish()
    Notification.objects.all().delete()
    return member, about


def scholarship(marker: str) -> Told:
    soon = site_today() + timedelta(days=5)
    return UserFactory(), OpportunityPageFactory(title=f"{marker} scholarship", closes_on=soon)


def role(marker: str) -> Told:
    confirmed_role = ConfirmedRoleFactory(member=UserFactory(display_name=f"{marker} person"))
    return confirmed_role.member, confirmed_role


def role_to_confirm(marker: str) -> Told:
    return coordinator(), role(marker)[1]


def application(marker: str) -> Told:
    waiting = UserFactory(display_name=f"{marker} person", is_active=False)
    return coordinator(), Application.objects.create(user=waiting, waits=True)


def announcement(marker: str) -> Told:
    """While it is being sent, to one who was chosen for a community."""
    recipient = UserFactory()
    about = AnnouncementFactory(
        subject=f"{marker} subject",
        text=f"{marker} words",
        communities=[community_of(marker, members=[recipient])],
    )
    type(about).objects.filter(pk=about.pk).update(state="sending", sent_at=timezone.now())
    about.refresh_from_db()
    return recipient, about


def reported(marker: str) -> Told:
    """What somebody reported in a room of a community that the recipient looks after."""
    recipient = UserFactory()
    community = community_of(marker, facilitators=[recipient])
    room = RoomFactory(name=f"{marker} room", audience="communities", communities=[community])
    topic = TopicFactory(room=room, subject=f"{marker} topic", text=f"{marker} words")
    author = UserFactory(display_name=f"{marker} author")
    about = PostFactory(topic=topic, author=author, text=f"{marker} answer")
    sender = UserFactory(display_name=f"{marker} sender")
    report = ReportFactory(about=about, reporter=sender, words=f"{marker} report")
    Notification.objects.all().delete()
    return recipient, report


def report_decided(marker: str) -> Told:
    by, report = reported(marker)
    report = decided(report, by)
    Notification.objects.all().delete()
    return report.reporter, report


def account(marker: str) -> Told:
    user = UserFactory(display_name=f"{marker} person")
    return user, user


def coordinator() -> User:
    person = UserFactory()
    person.groups.add(Group.objects.get(name=COORDINATORS))
    return person


def thanked(marker: str) -> Told:
    """A word that somebody said to an answer of the recipient's in such a room."""
    recipient, about = post(marker)
    own = PostFactory(topic=about.topic, author=recipient, text=f"{marker} own")
    react(post=own, member=UserFactory(display_name=f"{marker} person"), word="thanks")
    Notification.objects.all().delete()
    return recipient, own


ABOUT: dict[str, Callable[[str], Told]] = {
    "reply_to_me": post,
    "reply_in_topic": post,
    "new_topic": post,
    "mentioned": mentioned,
    "facilitators_called": called,
    "thanked": thanked,
    "post_approved": post,
    "post_declined": declined,
    "messages_wait": waiting,
    "change_answered": change_sent_back,
    "post_handled": handled,
    "messages_moved": moved,
    "post_hidden": hidden,
    "post_restored": post,
    "post_not_sent": unsent,
    "seal_asked": seal_to_open,
    "seal_answered": seal_asked_for,
    "seal_opened": seal_opened,
    "topic_settled": settled,
    "quotation_asked": quoted,
    "join_request": request,
    "join_answer": membership,
    "community_invitation": invitation,
    "membership_ended": membership,
    "community_welcome": welcomed,
    "announcement": announcement,
    "report_waits": reported,
    "report_answer": report_decided,
    "duty_now": duty,
    "duty_waits": duty,
    "duty_named": duty_named,
    "duty_answer": duty_answered,
    "duty_talk": duty_to_talk_over,
    "limit_set": limited,
    "event_changed": event,
    "event_cancelled": event_called_off,
    "scholarship_opened": scholarship,
    "scholarship_closing": scholarship,
    "role_request": role_to_confirm,
    "role_answer": role,
    "role_ends_soon": role,
    "account_waits": application,
    "welcome": account,
    "password_changed": account,
    "email_changed": account,
    "second_step_changed": account,
}


def tell(kind: str, marker: str = "Marked") -> Notification:
    """A notification of this kind; ``marker`` stands in every name and text that it is about."""
    kind_named(kind)
    recipient, about = ABOUT[kind](marker)
    actor = UserFactory(display_name=f"{marker} actor")
    notify([recipient], kind=kind, about=about, actor=actor, occasion=str(timezone.now()))
    rows = Notification.objects.filter(kind=kind, recipient=recipient)
    return rows.select_related("recipient", "actor").latest("pk")
