"""Telling of posts, and sending those that wait for their minutes."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from forum import notices
from forum.history.models import EarlierVersion
from forum.mentions.access import called_by, named_by
from forum.moving.timing import planned
from forum.posting.opening import open_topic
from forum.posting.unsent import send
from forum.signing.models import Unsent
from forum.signing.seals import author_of
from forum.topics.models import Post
from notifications.kinds import kind_named
from notifications.services import notify, quieten
from notifications.tasks import tell_audience
from work.each import each
from work.retries import retry
from work.schedule import repeat


@retry(times=5)
@task()
def tell_of_post(post_id: int, *, starts_topic: bool, approved_by: int | None = None) -> None:
    """Tell those whom a new post is for; followers of the topic or the room are told in pieces.

    A post that is gone, or waits again, is told to nobody. Safe to run again.
    """
    post: Post | None = kind_named(notices.REPLY).find([post_id]).get(post_id)
    if post is None or not notices.is_news(post):
        return
    where = {"community": notices.community_of(post.topic.forum_id), "topic": post.topic_id}
    author = author_of(post)
    if approved_by and author:
        notify([author], kind=notices.APPROVED, about=post, actor=approved_by, **where)
    told = _tell_the_named(post, where)
    if not starts_topic and (answered := notices.answered_by(post) - told):
        notify(
            answered,
            kind=notices.REPLY_TO_ME,
            about=post,
            actor=post.poster_id,
            **where,
        )
    kind = notices.TOPIC if starts_topic else notices.REPLY
    tell_audience(kind, post_id, actor=post.poster_id, **where)


def _tell_the_named(post: Post, where: dict[str, Any], before: str = "") -> set[int]:
    """Tell those whom a message names or calls, each once; gives their keys."""
    named = named_by(post, before)
    called = called_by(post, before) - named
    for people, kind in ((named, notices.MENTIONED), (called, notices.CALLED)):
        if people:
            notify(people, kind=kind, about=post, actor=post.poster_id, **where)
    return named | called


@retry(times=5)
@task()
def tell_of_new_names(post_id: int, version_id: int) -> None:
    """Tell those whom a changed message names, and did not name in this earlier version of it.

    Safe to run again: nobody is told twice. Where that version is gone nobody is told.
    """
    post: Post | None = kind_named(notices.MENTIONED).find([post_id]).get(post_id)
    version = EarlierVersion.objects.filter(pk=version_id, post=post_id).first()
    if post is not None and version is not None:
        where = {"community": notices.community_of(post.topic.forum_id), "topic": post.topic_id}
        told = _tell_the_named(post, where, before=version.text)
        others = (notices.REPLY_TO_ME, notices.REPLY, notices.TOPIC)
        quieten(recipient__in=told, about_id=post.pk, kind__in=others)


@task()
def send_unsent() -> None:
    """Send the messages without a name whose minutes are over. It names none of them.

    Safe to run again: what is sent is not there to be sent twice.
    """
    due = Unsent.objects.filter(goes_at__lte=timezone.now()).order_by("goes_at", "pk")
    each(due, lambda unsent: send(unsent=unsent) is not None, what="messages without a name")


repeat(send_unsent, every=timedelta(minutes=1))


@task()
def open_topics() -> None:
    """Open the topics whose time has come; done twice, the second time finds nothing."""
    due = planned().filter(opens_at__lte=timezone.now()).select_related("topic__first_post")
    each(due.order_by("opens_at"), lambda it: open_topic(topic=it.topic), what="Opening topic")


repeat(open_topics, every=timedelta(minutes=1))
