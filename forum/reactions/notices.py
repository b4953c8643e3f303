"""What the author of a message is told of the words said to it: quietly, once a day at most."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from forum.notices import may_read, where_it_stands
from forum.reactions.enums import Word
from forum.reactions.models import Reaction
from forum.signing.seals import is_by
from forum.topics.models import Post
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register

THANKED = "thanked"


def _posts(keys: Collection[int]) -> dict[int, Post]:
    """Those of the posts to which something is said now, each with the ``words``."""
    said: dict[int, set[str]] = defaultdict(set)
    rows = Reaction.objects.filter(post__in=keys).order_by().values_list("post", "word").distinct()
    for post, word in rows:
        said[post].add(word)
    readable = Post.objects.filter(approved=True, topic__approved=True)
    posts = readable.select_related("topic__forum").in_bulk(list(said))
    for key, post in posts.items():
        post.words = [word.label for word in Word if word in said[key]]
    return posts


_reads = may_read(lambda post: post.topic.forum_id)


def _is_author(pairs: Sequence[Pair]) -> list[bool]:
    return [
        reads and is_by(post, person)
        for (person, post), reads in zip(pairs, _reads(pairs), strict=True)
    ]


def _in_words(notification: Any, post: Any) -> dict[str, Any]:
    return {"words": [str(word) for word in post.words]}


register(
    Kind(
        name=THANKED,
        title=_("Somebody thanked me for a message, or said another word to it"),
        group=Group.TALK,
        default=Reach.SITE,
        find=_posts,
        may_see=_is_author,
        link=where_it_stands,
        context=_in_words,
    )
)
