"""Telling of posts."""

from django_tasks import task

from forum import notices
from forum.topics.models import Post
from notifications.kinds import kind_named
from notifications.services import notify
from notifications.tasks import tell_audience
from work.retries import retry


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
    if approved_by and post.poster_id:
        notify([post.poster_id], kind=notices.APPROVED, about=post, actor=approved_by, **where)
    if not starts_topic and post.topic.poster_id:
        notify(
            [post.topic.poster_id],
            kind=notices.REPLY_TO_ME,
            about=post,
            actor=post.poster_id,
            **where,
        )
    kind = notices.TOPIC if starts_topic else notices.REPLY
    tell_audience(kind, post_id, actor=post.poster_id, **where)
