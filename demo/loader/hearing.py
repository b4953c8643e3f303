"""What the demo's people follow, keep and were told; no mail leaves for what is made up."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from communities.models import CommunityPage
from demo.loader.section import Demo, Section, demo_users
from forum import notices
from forum.bookmarks.models import Bookmark
from forum.following.enums import Level
from forum.following.models import Said
from forum.following.services import hear_of_community, hear_of_room, hear_of_topic
from forum.mentions.named import FACILITATORS
from forum.rooms.models import Room
from forum.rooms.readers import readable_by
from forum.services import keep
from forum.signing.seals import written_by
from forum.topics.models import Post, Topic
from notifications.models import Notification
from notifications.services import notify

PEOPLE = ("hemi", "catriona", "losa", "marama", "mele")
KEPT = (
    ("For supervision", "Bring this on Thursday: what would I have said?"),
    ("For supervision", ""),
    ("", "Show this to the new person when she starts."),
)
"""In which list each keeps something for later, and what they note of it."""


def _exists() -> bool:
    told = Notification.objects.filter(recipient__in=demo_users(), kind=notices.REPLY)
    return told.exists()


def _write(demo: Demo) -> str:
    for name in PEOPLE:
        member = demo.people[name]
        readable = _replies().filter(topic__forum__in=readable_by([member])[member.pk])
        followed = [post.topic for post in readable.exclude(topic__poster=member)[:40:8]]
        for topic in followed:
            topic.subscribers.add(member)
        rooms = Room.objects.filter(forum__in=[topic.forum_id for topic in followed])
        for room in rooms:
            room.followers.add(member)
        for (list_name, note), post in zip(KEPT, readable[1:30:10], strict=False):
            keep(post=post, member=member, note=note, list_name=list_name)
        heard = {
            notices.MENTIONED: _replies().filter(content__contains=f"@{member.display_name}"),
            notices.CALLED: _replies().filter(content__contains=f"@{FACILITATORS}"),
            notices.REPLY_TO_ME: _replies().filter(topic__poster=member),
            notices.REPLY: _replies().filter(topic__in=followed),
            notices.TOPIC: _starts().filter(topic__forum__room__in=rooms),
        }
        _tell(
            member,
            [
                (kind, post)
                for kind, posts in heard.items()
                for post in posts.exclude(written_by(member))[:3]
            ],
        )
    gone = Post.objects.filter(removal__withdrawn=False).earliest("pk")
    keep(post=gone, member=demo.people["hemi"], note="He said it better than I could.")
    _choose(demo)
    told = Notification.objects.filter(recipient__in=demo_users())
    told.update(mail_due_at=None)
    told.filter(created_at__lt=demo.clock.days_ago(6)).update(read_at=timezone.now())
    return f"{told.count()} notifications"


def _choose(demo: Demo) -> None:
    """Some follow a community, and want to hear nothing of a topic or a room in it."""
    peers, clinical = (
        CommunityPage.objects.filter(memberships__member=demo.people[name]).earliest("pk")
        for name in ("hemi", "catriona")
    )
    for name, community in (("losa", peers), ("rosalind", clinical)):
        hear_of_community(member=demo.people[name], community=community, level=Level.WATCHING)
    quiet = Topic.objects.filter(approved=True, forum__room__communities=peers)
    hear_of_topic(member=demo.people["hemi"], topic=quiet.earliest("pk"), level=Level.MUTED)
    loud = Room.objects.filter(communities=clinical).earliest("pk")
    hear_of_room(member=demo.people["catriona"], room=loud, level=Level.MUTED)


def _replies() -> Any:
    said = Post.objects.filter(approved=True, topic__approved=True)
    said = said.exclude(topic__first_post=F("pk"))
    return said.select_related("topic__forum").order_by("-created", "-pk")


def _starts() -> Any:
    said = Post.objects.filter(approved=True, topic__first_post=F("pk"))
    return said.select_related("topic__forum").order_by("-created", "-pk")


def _tell(member: Any, heard: list[tuple[str, Post]]) -> None:
    """Tell a member of posts, in the order in which they were said."""
    for kind, post in sorted(heard, key=lambda each: each[1].created):
        notify(
            [member],
            kind=kind,
            about=post,
            actor=post.poster_id,
            community=notices.community_of(post.topic.forum_id),
            topic=post.topic_id,
            now=post.created,
        )


def _remove() -> None:
    Bookmark.objects.filter(member__in=demo_users()).delete()
    Notification.objects.filter(recipient__in=demo_users()).delete()
    Said.objects.filter(member__in=demo_users()).delete()
    for through in (Room.followers.through, Topic.subscribers.through):
        through._default_manager.filter(user__in=demo_users()).delete()


SECTION = Section("Notifications", _exists, _write, _remove)
