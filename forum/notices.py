"""What is told of the discussions, and to whom."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from forum.authors import author_name
from forum.excerpts import shortened
from forum.following.enums import Level
from forum.following.levels import is_muted
from forum.following.models import Said
from forum.mentions.access import told_by
from forum.mentions.named import mentions_in, names_in
from forum.quoting.models import Quote
from forum.rooms.models import Room
from forum.rooms.readers import readable_by
from forum.signing.seals import author_of, author_of_topic, is_by
from forum.topics.held import DeclinedPost, HeldChange
from forum.topics.models import Post, Topic
from members.models import User
from notifications.choices import muted_by, topic_scope
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, anybody, kinds, register, who_holds_rights
from notifications.scopes import scopes
from notifications.services import mark_read

REPLY_TO_ME = "reply_to_me"
REPLY = "reply_in_topic"
TOPIC = "new_topic"
APPROVED = "post_approved"
DECLINED = "post_declined"
RESTORED = "post_restored"
CHANGE_ANSWERED = "change_answered"
MENTIONED = "mentioned"
CALLED = "facilitators_called"
ABOUT_POSTS = (REPLY_TO_ME, REPLY, TOPIC, APPROVED, RESTORED, MENTIONED, CALLED)

MOST_TOPICS = 50
"""Followed topics that one can choose for, on one page."""
FRESH = timedelta(days=1)
"""What was said longer ago than this, and is only stored now, is no news."""


def _posts(keys: Collection[int]) -> dict[int, Post]:
    readable = Post.objects.filter(approved=True, topic__approved=True)
    return readable.select_related("topic__forum", "poster").in_bulk(keys)


def _declined(keys: Collection[int]) -> dict[int, DeclinedPost]:
    return DeclinedPost.objects.select_related("forum").in_bulk(keys)


def may_read(room_of: Callable[[Any], int]) -> Callable[[Sequence[Pair]], list[bool]]:
    def may_see(pairs: Sequence[Pair]) -> list[bool]:
        readable = readable_by(person for person, _thing in pairs)
        return [room_of(thing) in readable[person.pk] for person, thing in pairs]

    return may_see


_may_read_post = may_read(lambda post: post.topic.forum_id)
_may_read_place = may_read(lambda declined: declined.forum_id)


def _may_try_again(pairs: Sequence[Pair]) -> list[bool]:
    """The words were sent back to their author; nobody else is told a thing of them."""
    readable = _may_read_place(pairs)
    return [
        sees and declined.author_id == person.pk
        for (person, declined), sees in zip(pairs, readable, strict=True)
    ]


def _with_author(notification: Any, post: Post) -> dict[str, Any]:
    return {"author": author_name(post, notification.recipient), "room": post.topic.forum.name}


def where_topic_stands(topic: Topic) -> str:
    return _address_of_topic(topic.forum.slug, topic.forum_id, topic.slug, topic.pk)


@lru_cache(maxsize=1_000)
def _address_of_topic(*names: Any) -> str:
    """The address of a topic, worked out once: thousands are told of one."""
    return reverse("forum_conversation:topic", args=names)


def where_it_stands(post: Post) -> str:
    return f"{where_topic_stands(post.topic)}?post={post.pk}#{post.pk}"


def _kept_words(declined: DeclinedPost) -> str:
    return reverse("declined_post", args=[declined.pk])


def _reason(declined: DeclinedPost) -> str:
    return shortened(declined.reason)


def _followers_of_topic(post: Post) -> QuerySet:
    """The topic's followers, but for its author: they are told of a reply to them."""
    people = User.objects.active().filter(topic_subscriptions=post.topic_id)
    return people.exclude(pk__in=_those_who_know(post))


def _followers_of_room(post: Post) -> QuerySet:
    """Those who watch the room, or a community of it; who muted what is nearer is left out when
    they are told."""
    forum = post.topic.forum_id
    of_room = Room.followers.through._default_manager.filter(room__forum=forum)
    said = Said.objects.filter(community__rooms__forum=forum, level=Level.WATCHING)
    people = User.objects.active().filter(
        Q(pk__in=of_room.values("user")) | Q(pk__in=said.values("member"))
    )
    return people.exclude(pk__in=_those_who_know(post))


def answered_by(post: Post) -> set[int]:
    """Who is answered by a post: whoever began its topic, and wrote the message that it quotes."""
    quotes = Quote.objects.filter(post=post).select_related("source")
    sources = [quote.source for quote in quotes if quote.source is not None]
    people = {author_of_topic(post.topic), *map(author_of, sources)}
    return {key for key in people if key} - {author_of(post)}


@muted_by
def _muted_topic(members: Collection[int], topic: int) -> list[int]:
    forum = Topic.objects.filter(pk=topic).values("forum")[:1]
    muted = is_muted(member=OuterRef("pk"), forum=Subquery(forum), topic=topic)
    return list(User.objects.filter(muted, pk__in=members).values_list("pk", flat=True))


def _those_who_know(post: Post) -> set[int]:
    """Who wrote it, and who is answered or named by it: those know, or are told otherwise."""
    return answered_by(post) | told_by(post) | {key for key in (author_of(post),) if key}


def _reads_own_name(pairs: Sequence[Pair]) -> list[bool]:
    """Who is still named by the message as it is now, and may read it."""
    return [
        reads and person.folded_name in names_in(post.content.raw)
        for (person, post), reads in zip(pairs, _may_read_post(pairs), strict=True)
    ]


def _reads_the_call(pairs: Sequence[Pair]) -> list[bool]:
    """Who looks after a community of the room today, where the message still calls them."""
    forums = {post.topic.forum_id for _person, post in pairs}
    people = {person.pk for person, _post in pairs}
    looking = Membership.objects.facilitators().filter(
        member__in=people, community__rooms__forum__in=forums
    )
    looks = set(looking.order_by().values_list("member", "community__rooms__forum"))
    return [
        reads
        and (person.pk, post.topic.forum_id) in looks
        and any(each.calls_facilitators for each in mentions_in(post.content.raw))
        for (person, post), reads in zip(pairs, _may_read_post(pairs), strict=True)
    ]


for _name, _title, _may_see in (
    (MENTIONED, _("Somebody named me in a message"), _reads_own_name),
    (CALLED, _("Somebody called the facilitators in a room that I look after"), _reads_the_call),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.TALK,
            default=Reach.AT_ONCE,
            find=_posts,
            may_see=_may_see,
            link=where_it_stands,
            context=_with_author,
            offered_to=who_holds_rights if _name == CALLED else anybody,
        )
    )
for _name, _title, _reach, _audience in (
    (REPLY_TO_ME, _("A reply to me, or in a topic that I began"), Reach.AT_ONCE, None),
    (REPLY, _("A reply in a topic that I follow"), Reach.DAILY, _followers_of_topic),
    (TOPIC, _("A new topic in a room that I follow"), Reach.DAILY, _followers_of_room),
    (APPROVED, _("A message of mine was published"), Reach.AT_ONCE, None),
    (RESTORED, _("A message of mine that was hidden is back"), Reach.AT_ONCE, None),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.TALK,
            default=_reach,
            find=_posts,
            may_see=_may_read_post,
            link=where_it_stands,
            context=_with_author,
            audience=_audience,
            is_followed=_name in (REPLY, TOPIC),
            breaks_silence=_name in (APPROVED, RESTORED),
        )
    )
register(
    Kind(
        name=DECLINED,
        title=_("A message of mine was sent back"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_declined,
        may_see=_may_try_again,
        link=_kept_words,
        quoted=_reason,
    )
)


def _posts_with_changes(keys: Collection[int]) -> dict[int, Post]:
    """Those posts whose last change was answered: what waits again has no answer."""
    posts = Post.objects.exclude(held_change__state=HeldChange.State.WAITING)
    return posts.select_related("topic__forum", "poster", "held_change").in_bulk(keys)


def _reads_answer(pairs: Sequence[Pair]) -> list[bool]:
    """Of a change its author alone is told, where they may still read."""
    return [
        reads and is_by(post, person)
        for (person, post), reads in zip(pairs, _may_read_post(pairs), strict=True)
    ]


def _sent_back_change(post: Post) -> HeldChange | None:
    return getattr(post, "held_change", None)


def _answer_to_change(notification: Any, post: Post) -> dict[str, Any]:
    return {"sent_back": _sent_back_change(post), "room": post.topic.forum.name}


def _where_change_is_answered(post: Post) -> str:
    if _sent_back_change(post):
        return reverse("waiting_change", args=[post.pk])
    return where_it_stands(post)


def _why_change_is_back(post: Post) -> str:
    change = _sent_back_change(post)
    return shortened(change.because) if change else ""


register(
    Kind(
        name=CHANGE_ANSWERED,
        title=_("An answer to a change of mine that waited"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_posts_with_changes,
        may_see=_reads_answer,
        link=_where_change_is_answered,
        context=_answer_to_change,
        quoted=_why_change_is_back,
    )
)


def is_news(post: Post) -> bool:
    return post.created > timezone.now() - FRESH


def community_of(room_id: int) -> int | None:
    """The community whose choices count for a room; the first one, where several share it."""
    return _communities_of(room_id).first()


def first_community(forum: str) -> Subquery:
    """The same, as a column of rows that have their forum under this name."""
    return Subquery(_communities_of(OuterRef(forum))[:1])


def _communities_of(room: Any) -> QuerySet:
    rooms = Room.objects.filter(forum=room, communities__isnull=False)
    return rooms.order_by("communities").values_list("communities", flat=True)


@scopes(_("Topics I follow"))
def followed_topics(member: Any) -> list[tuple[str, str]]:
    """The latest topics that the member follows and may read."""
    readable = readable_by([member])[member.pk]
    topics = Topic.objects.filter(subscribers=member, approved=True, forum__in=readable)
    latest = topics.order_by("-last_post_on", "-pk").values_list("pk", "subject")
    return [(topic_scope(pk), subject) for pk, subject in latest[:MOST_TOPICS]]


def seen(topic: Topic, reader: Any) -> None:
    """Note that the reader has a topic before them: what they were told of it is read.

    Asks nothing while nothing is unread; the count in the header is right at once.
    """
    have_seen(reader, topic_id=topic.pk)


def seen_in_part(topic: Topic, reader: Any, posts: Collection[int]) -> None:
    """As ``seen``, of these posts of it: what was told of others is not read yet."""
    about_posts = [kind.name for kind in kinds() if kind.find is _posts]
    have_seen(reader, topic_id=topic.pk, kind__in=about_posts, about_id__in=posts)


def sent_back_seen(declined: DeclinedPost, reader: Any) -> None:
    """Note that the author has before them what was sent back."""
    have_seen(reader, kind=DECLINED, about_id=declined.pk)


def change_seen(post: Post, reader: Any) -> None:
    """Note that the author has before them what became of their change."""
    have_seen(reader, kind=CHANGE_ANSWERED, about_id=post.pk)


def have_seen(reader: Any, **which: Any) -> None:
    """Mark these of the reader's notifications, and count anew for the page that is on its way."""
    if getattr(reader, "unread_notifications", None):
        reader.unread_notifications -= mark_read(member=reader, **which)
