"""Telling authors of the words said to their messages."""

from django_tasks import task

from core.days import site_today
from forum.notices import community_of
from forum.reactions.notices import THANKED
from forum.signing.seals import author_of
from notifications.kinds import kind_named
from notifications.services import notify
from work.retries import retry


@retry(times=5)
@task()
def tell_author(post_id: int, by: int) -> None:
    """Tell whoever wrote the post that a word was said to it, and not who said it.

    Safe to run again: it is told once a day, however many say something.
    """
    post = kind_named(THANKED).find([post_id]).get(post_id)
    author = author_of(post) if post else None
    if post is None or author in (None, by):
        return
    notify(
        [author],
        kind=THANKED,
        about=post,
        community=community_of(post.topic.forum_id),
        topic=post.topic_id,
        occasion=site_today().isoformat(),
    )
