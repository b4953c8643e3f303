"""What the demo's people follow and were told; no mail leaves for what is made up."""

from typing import Any

from django.utils import timezone

from forum import notices
from forum.models import Room
from forum.overrides.forum_conversation.models import Post, Topic
from home.demo.loader.section import Demo, Section, demo_users
from notifications.models import Notification
from notifications.services import notify

PEOPLE = ("hemi", "catriona", "losa", "marama", "mele")


def _exists() -> bool:
    told = Notification.objects.filter(recipient__in=demo_users(), kind=notices.REPLY)
    return told.exists()


def _write(demo: Demo) -> str:
    for name in PEOPLE:
        member = demo.people[name]
        _tell(member, notices.REPLY_TO_ME, _replies().filter(topic__poster=member))
        followed = [post.topic for post in _replies().exclude(topic__poster=member)[:40:8]]
        for topic in followed:
            topic.subscribers.add(member)
        _tell(member, notices.REPLY, _replies().filter(topic__in=followed))
        rooms = Room.objects.filter(forum__in=[topic.forum_id for topic in followed])
        member.followed_rooms.add(*rooms)
        first = Post.objects.filter(topic__first_post__isnull=False, position=1)
        started = first.filter(topic__forum__room__in=rooms).select_related("topic__forum")
        _tell(member, notices.TOPIC, started.order_by("-created", "-pk"))
    told = Notification.objects.filter(recipient__in=demo_users())
    told.update(mail_due_at=None)
    told.filter(created_at__lt=demo.clock.days_ago(6)).update(read_at=timezone.now())
    return f"{told.count()} notifications"


def _replies() -> Any:
    said = Post.objects.filter(approved=True, topic__approved=True, position__gt=1)
    return said.select_related("topic__forum").order_by("-created", "-pk")


def _tell(member: Any, kind: str, posts: Any) -> None:
    for post in posts.exclude(poster=member)[:3]:
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
    Notification.objects.filter(recipient__in=demo_users()).delete()
    for through in (Room.followers.through, Topic.subscribers.through):
        through._default_manager.filter(user__in=demo_users()).delete()


SECTION = Section("Notifications", _exists, _write, _remove)
