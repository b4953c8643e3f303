"""Which message somebody may quote, where they write an answer."""

from typing import Any

from forum.care.notes import noted
from forum.topics.models import Post, Topic


def to_quote(topic: Topic | None, key: int | None) -> Any:
    """The message of this topic with this key, which all who read the topic read; else None.

    Whoever may answer in a topic may quote any message of it that is not out of view.
    """
    if topic is None or key is None:
        return None
    posts = noted(Post.objects.filter(topic=topic.pk, approved=True)).select_related(
        "poster", "topic__forum"
    )
    return posts.filter(pk=key).first()
