"""Whom a message names, and who may be named in a room."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Membership
from core.folding import folded
from forum.mentions.named import FACILITATORS, Mention, mentions_in
from forum.rooms.models import Room
from forum.signing.seals import author_of
from forum.topics.models import Post
from members.models import User

MOST_OFFERED = 6
FEWEST_LETTERS = 2


def named_by(post: Post, before: str = "") -> set[int]:
    """The keys of those whom a message names, but for its author; ``before`` is what it said
    earlier: who was named there is not named anew.

    Whether they may read it is asked of each when they are told. Whether somebody is named hangs
    on their own name, and on what all who read the room see there: who wrote in it. Nobody learns
    from who is told that somebody else is a member, or reads along.
    """
    earlier = mentions_in(before)
    mentions = [each for each in mentions_in(post.content.raw) if each not in earlier]
    found: dict[str, set[int]] = defaultdict(set)
    names = {name for mention in mentions for name in mention.names}
    people = User.objects.active().filter(folded_name__in=names) if names else User.objects.none()
    for pk, name in people.values_list("pk", "folded_name"):
        found[name].add(pk)
    if not found:
        return set()
    here, in_topic = _who_wrote(set().union(*found.values()), post)
    told = set()
    for mention in mentions:
        told |= _meant(mention, found, here, in_topic)
    return told - {author_of(post)}


def _meant(
    mention: Mention,
    found: dict[str, set[int]],
    here: Collection[int],
    in_topic: Collection[int],
) -> set[int]:
    """Whoever of that name wrote in the topic, else in the room, is meant; the others are where a
    name ends that nobody has who wrote."""
    wrote = next((name for name in mention.names if found[name].intersection(here)), None)
    told: set[int] = set()
    if wrote is not None:
        told |= found[wrote].intersection(in_topic) or found[wrote].intersection(here)
    for name in mention.ends:
        if wrote is None or wrote not in mention.ends or len(name) > len(wrote):
            told |= found[name]
    return told


def _who_wrote(people: Iterable[int], post: Post) -> tuple[set[int], set[int]]:
    """Those of these people who wrote under their name in the post's room, and in its topic."""
    posts = _read_in(post.topic.forum_id).filter(poster__in=people).exclude(pk=post.pk).order_by()
    pairs = set(posts.values_list("poster", "topic").distinct())
    here = {person for person, _topic in pairs}
    return here, {person for person, topic in pairs if topic == post.topic_id}


def _read_in(forum: Any) -> QuerySet[Post]:
    return Post.objects.filter(approved=True, topic__approved=True, topic__forum=forum)


def called_by(post: Post, before: str = "") -> set[int]:
    """The keys of those who look after the room's communities, where a message calls them."""
    earlier = mentions_in(before)
    mentions = [each for each in mentions_in(post.content.raw) if each not in earlier]
    if not any(each.calls_facilitators for each in mentions):
        return set()
    looking = Membership.objects.facilitators().filter(community__rooms__forum=post.topic.forum_id)
    return set(looking.order_by().values_list("member", flat=True)) - {author_of(post)}


def told_by(post: Post) -> set[int]:
    """All who are told of a message because it names or calls them."""
    return named_by(post) | called_by(post)


def offered(*, forum: Any, topic: int | None, typed: str) -> list[str]:
    """Names that begin so, or with a word that does, for who writes in this room.

    Of those alone who wrote there under their name: it says nothing that the room does not show,
    and nothing of who may read there now. Those who wrote in the topic come first.
    """
    begins = folded(typed)
    if len(begins) < FEWEST_LETTERS:
        return []
    posts = _read_in(forum).filter(poster=OuterRef("pk"))
    people = User.objects.active().filter(
        Q(folded_name__startswith=begins) | Q(folded_name__contains=f" {begins}"), Exists(posts)
    )
    if topic is not None:
        people = people.annotate(in_topic=Exists(posts.filter(topic=topic))).order_by("-in_topic")
    rows = people.order_by(*people.query.order_by, "folded_name", "pk")
    names = list(dict.fromkeys(rows.values_list("display_name", flat=True)[: 3 * MOST_OFFERED]))
    if FACILITATORS.startswith(begins) and _has_facilitators(forum):
        names = [FACILITATORS, *names]
    return names[:MOST_OFFERED]


def _has_facilitators(forum: Any) -> bool:
    """Whether the room is one of a community: each has somebody who looks after it, or will."""
    return Room.objects.filter(forum=forum, communities__isnull=False).exists()
