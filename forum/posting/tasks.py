"""Telling of posts, and sending those that wait for their minutes."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from forum import notices
from forum.posting.unsent import send
from forum.signing.models import Unsent
from forum.signing.seals import author_of
from forum.topics.models import Post
from notifications.kinds import kind_named
from notifications.services import notify
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
    if not starts_topic and (answered := notices.answered_by(post)):
        notify(
            answered,
            kind=notices.REPLY_TO_ME,
            about=post,
            actor=post.poster_id,
            **where,
        )
    kind = notices.TOPIC if starts_topic else notices.REPLY
    tell_audience(kind, post_id, actor=post.poster_id, **where)


@task()
def send_unsent() -> None:
    """Send the messages without a name whose minutes are over. It names none of them.

    Safe to run again: what is sent is not there to be sent twice.
    """
    due = Unsent.objects.filter(goes_at__lte=timezone.now()).order_by("goes_at", "pk")
    each(due, lambda unsent: send(unsent=unsent) is not None, what="messages without a name")


repeat(send_unsent, every=timedelta(minutes=1))
