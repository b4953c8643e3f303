"""These posts there: splitting a topic, merging two, moving one, and undoing it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.moving import carrying
from forum.moving.access import is_all_by, is_no_wider
from forum.moving.models import EmptiedTopic, Move, MovedPost, MoveKind
from forum.moving.notices import MESSAGES_MOVED
from forum.outcomes.models import Standing
from forum.rooms.models import Forum
from forum.signals import posts_moved
from forum.signing.models import Unsent
from forum.signing.numbers import labels_in
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from notifications.services import quieten

MOST = 2_000
"""Messages that change their topic at once."""
LONGEST = 20_000
"""Messages of a topic that goes to another room."""

MEANWHILE = _("Something has changed here meanwhile. Please look at it again and choose anew.")
TOO_MANY = _("That is more than can go at once.")
NOTHING = _("Please choose at least one message.")
NOT_THE_FIRST = _(
    "The first message stays: the topic is called after it. To bring all of them elsewhere, move "
    "the topic, or merge it into another."
)
WIDER = _(
    "More people read that room than this one. What others wrote here is not brought before more "
    "readers than they wrote it for."
)
ITS_ANSWER = _(
    "One of these messages is what answered the topic. Open its question again first, or leave "
    "that message here."
)
HAS_POLL = _("A topic with a poll cannot be merged into another: the poll would have no place.")
IS_CASE = _("A case keeps its number, so it cannot be merged into another topic.")
IS_SETTLED = _(
    "It has been said what became of this topic. Take that back first, then it can be merged."
)
IS_OLDER = _(
    "This topic began before the other one, and the later one goes into the earlier. Go there, and "
    "merge it into this one."
)
SAME_LABELS = _(
    "In both topics somebody signs as “%(label)s”. They would be taken for one person, so these "
    "topics stay apart."
)
OVER = _("This has been undone already, or its 30 days are over.")
MOVED_ON = _("Some of these messages have been moved again since. Undo that first.")
NOT_IN_VIEW = _("One of the two topics is not there, or out of view. Put it back first.")
GONE = _("None of these messages is there any more.")
CHANGED_SINCE = _(
    "One of these messages has been changed since, for the readers that it has now. It is not "
    "brought before more."
)
MADE_SINCE = _(
    "The new topic has a poll, is a case, or it has been said what became of it. That would be "
    "lost, so this cannot be undone."
)


@transaction.atomic
def split_topic(
    *,
    topic: Topic,
    posts: Collection[int],
    title: str,
    forum: Forum,
    by: Any,
    reason: str = "",
) -> Move:
    """Make a topic of its own of some posts, in this room or another; ``posts`` are their keys.

    Whether ``by`` looks after both rooms is asked before. Raises ValidationError when not all of
    them are there and in view, or something keeps them here.
    """
    source = _locked([topic.pk], [topic.forum_id, forum.pk])[0]
    _require_in_view(source)
    chosen = source.posts.filter(pk__in=posts, approved=True)
    if not posts:
        raise ValidationError(NOTHING)
    if chosen.count() != len(set(posts)):
        raise ValidationError(MEANWHILE)
    _require_leave(chosen, source, forum, by)
    if source.first_post_id in posts:
        raise ValidationError(NOT_THE_FIRST)
    target = _split_off(source, chosen, title, forum)
    move = _begun(MoveKind.SPLIT, source, target, source.forum, forum, by, reason)
    head = _first_key(chosen)
    carrying.note_titles(move, chosen, source.subject, head)
    _carry_off(move, source, target, head)
    return _told(move)


@transaction.atomic
def merge_topics(*, topic: Topic, into: Topic, by: Any, reason: str = "") -> Move:
    """Put all posts of a topic into an earlier one, by their time; the emptied topic leads there.

    See ``split_topic``. Also what waits or is out of view goes along.
    """
    if topic.pk == into.pk:
        raise ValidationError(MEANWHILE)
    source, target = _locked([topic.pk, into.pk], [topic.forum_id, into.forum_id])
    _require_in_view(source)
    _require_in_view(target)
    posts = source.posts.all()
    _require_leave(posts, source, target.forum, by)
    _require_mergeable(source, target)
    there = carrying.Marks(target.pk, target.forum_id)
    before = carrying.Marks(source.pk, source.forum_id)
    ends = source.last_post_on, target.last_post_on
    move = _begun(MoveKind.MERGE, source, target, source.forum, target.forum, by, reason)
    carrying.note_titles(move, posts, source.subject, None)
    carrying.carry(_keys(move), source, target)
    carrying.call_after(move, target.subject, None)
    carrying.bring_followers(move, source, target)
    if ends[0] and ends[1]:
        carrying.keep_all_read(move, before, ends[0], there, ends[1], target)
    EmptiedTopic.objects.create(topic_key=source.pk, leads_to=target)
    source.show(False)
    carrying.count_anew(source, target)
    return _told(move)


@transaction.atomic
def move_topic(
    *, topic: Topic, forum: Forum, by: Any, reason: str = "", locked: bool | None = None
) -> Move:
    """Bring a whole topic into another room; ``locked`` closes or opens it too, None leaves that.

    See ``split_topic``. What is kept for it goes along.
    """
    source = _locked([topic.pk], [topic.forum_id, forum.pk])[0]
    _require_in_view(source)
    if source.forum_id != topic.forum_id or source.forum_id == forum.pk:
        raise ValidationError(MEANWHILE)
    posts = source.posts.all()
    _require_leave(posts, source, forum, by, LONGEST)
    move = _begun(MoveKind.MOVE, source, source, source.forum, forum, by, reason)
    MovedPost.objects.bulk_create(
        MovedPost(move=move, post_id=pk) for pk in posts.order_by("pk").values_list("pk", flat=True)
    )
    before = carrying.Marks(source.pk, source.forum_id)
    put_topic(topic=source, forum=forum)
    carrying.keep_read(move, before, source, _beginning(source))
    if locked is not None:
        source.status = Topic.TOPIC_LOCKED if locked else Topic.TOPIC_UNLOCKED
        source.save(update_fields=["status"])
    return _told(move)


@transaction.atomic
def undo(*, move: Move) -> None:
    """Put back what was moved, as it was; what was written since stays where it was written.

    Whether somebody may is asked before. Raises ValidationError when it cannot be exact any more.
    """
    found = Move.objects.select_for_update(of=("self",)).filter(pk=move.pk).first()
    if found is None or not found.can_be_undone:
        raise ValidationError(OVER)
    source_id, target_id = found.source_id, found.target_id
    old, new = found.from_forum_id, found.to_forum_id
    if source_id is None or target_id is None or old is None or new is None:
        raise ValidationError(NOT_IN_VIEW)
    ends = _locked([source_id, target_id], [old, new])
    source, target = ends[0], ends[-1]
    keys = _keys(found)
    _require_undoable(found, source, target, keys)
    _UNDO[MoveKind(found.kind)](found, source, target, keys)
    quieten(kind=MESSAGES_MOVED, about_id=found.pk)
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    posts_moved.send(sender=Post, post_ids=keys, move=found)


def _undo_split(move: Move, source: Topic, target: Topic, keys: list[int]) -> None:
    carrying.take_followers_back(move, target)
    carrying.unmark(move, target)
    carrying.carry_back(keys, source, target)
    carrying.call_as_before(move, source.subject)
    if not target.posts.exists():
        EmptiedTopic.objects.filter(leads_to=target).update(leads_to=source)
        EmptiedTopic.objects.create(topic_key=target.pk, leads_to=source)
        for kept in (DeclinedPost, Unsent):
            kept.objects.filter(topic=target).update(topic=source, forum=source.forum)
        target.delete()
        carrying.count_anew(source)
        return
    carrying.count_anew(source, target)
    _begin_with_first(target)


def _undo_merge(move: Move, source: Topic, target: Topic, keys: list[int]) -> None:
    carrying.take_followers_back(move, target)
    carrying.unmark(move, target)
    carrying.carry_back(keys, source, target)
    carrying.call_as_before(move, source.subject)
    EmptiedTopic.objects.filter(topic_key=source.pk).delete()
    source.show(True)
    carrying.count_anew(source, target)


def _undo_move(move: Move, source: Topic, target: Topic, keys: list[int]) -> None:
    since = source.posts.exclude(pk__in=keys)
    if since.exists():
        _leave_behind(move, source, since)
    carrying.unmark(move, source)
    put_topic(topic=source, forum=move.from_forum)


_UNDO = {
    MoveKind.SPLIT: _undo_split,
    MoveKind.MERGE: _undo_merge,
    MoveKind.MOVE: _undo_move,
}


def _leave_behind(move: Move, topic: Topic, since: Any) -> None:
    """Make a topic of what was written in the room that a topic leaves again."""
    if Standing.objects.filter(topic=topic, answer__in=since).exists():
        raise ValidationError(ITS_ANSWER)
    readable = since.filter(approved=True)
    target = _split_off(topic, readable if readable.exists() else since, topic.subject, topic.forum)
    if not readable.exists():
        target.show(False)
    keys = list(since.values_list("pk", flat=True))
    head = _first_key(readable) or _first_key(since)
    carrying.carry(keys, topic, target)
    Post._base_manager.filter(pk=head).update(subject=topic.subject)
    people = topic.subscribers.through._default_manager
    people.bulk_create(
        people.model(topic_id=target.pk, user_id=key)
        for key in topic.subscribers.values_list("pk", flat=True)
    )
    carrying.count_anew(topic, target)
    posts_moved.send(sender=Post, post_ids=keys, move=None)


# Steps


def _locked(topics: Iterable[int], forums: Iterable[int]) -> list[Topic]:
    """The topics, locked, and their rooms: in one order, whoever else moves at the same time."""
    wanted = list(dict.fromkeys(topics))
    rows = Topic.objects.select_for_update(of=("self",)).select_related("forum")
    found = {topic.pk: topic for topic in rows.filter(pk__in=wanted).order_by("pk")}
    rooms = Forum._base_manager.select_for_update().filter(pk__in=set(forums))
    list(rooms.order_by("pk").values_list("pk"))
    if len(found) < len(wanted):
        raise ValidationError(MEANWHILE)
    return [found[key] for key in wanted]


def _require_in_view(topic: Topic) -> None:
    if not topic.approved or topic.first_post_id is None:
        raise ValidationError(MEANWHILE)


def _require_leave(posts: Any, source: Topic, forum: Forum, by: Any, most: int = MOST) -> None:
    """Ask what keeps posts where they are: their readers, and their number."""
    if posts.count() > most:
        raise ValidationError(TOO_MANY)
    if not is_no_wider(forum.pk, source.forum_id) and not is_all_by(by, posts):
        raise ValidationError(WIDER)
    if forum.pk != source.forum_id and not forum.is_forum:
        raise ValidationError(MEANWHILE)


def _require_mergeable(source: Topic, target: Topic) -> None:
    standing = Standing.objects.filter(topic=source).first()
    if (target.first_post.created, target.first_post_id) > (
        source.first_post.created,
        source.first_post_id,
    ):
        raise ValidationError(IS_OLDER)
    if hasattr(source, "poll"):
        raise ValidationError(HAS_POLL)
    if standing and standing.is_case:
        raise ValidationError(IS_CASE)
    if standing and standing.is_settled:
        raise ValidationError(IS_SETTLED)
    if both := labels_in(source.posts.all()) & labels_in(target.posts.all()):
        raise ValidationError(SAME_LABELS, params={"label": min(both)})


def _require_undoable(move: Move, source: Topic, target: Topic, keys: list[int]) -> None:
    if not keys:
        raise ValidationError(GONE)
    if Post._base_manager.filter(pk__in=keys).exclude(topic=target.pk).exists():
        raise ValidationError(MOVED_ON)
    if move.kind == MoveKind.MOVE and source.forum_id != move.to_forum_id:
        raise ValidationError(MOVED_ON)
    is_there = source.approved and source.first_post_id is not None
    if not target.approved or (move.kind != MoveKind.MERGE and not is_there):
        raise ValidationError(NOT_IN_VIEW)
    changed = Post._base_manager.filter(pk__in=keys, updates_count__gt=0, updated__gt=move.at)
    back: Any = move.from_forum if move.kind == MoveKind.MOVE else source.forum
    if changed.exists() and not is_no_wider(back.pk, target.forum_id):
        raise ValidationError(CHANGED_SINCE)
    if move.kind == MoveKind.SPLIT:
        standing = Standing.objects.filter(topic=target).first()
        if hasattr(target, "poll") or (standing and (standing.is_case or standing.is_settled)):
            raise ValidationError(MADE_SINCE)
    answers = Standing.objects.filter(topic=target, answer__in=keys)
    if move.kind == MoveKind.MERGE and answers.exists():
        raise ValidationError(ITS_ANSWER)


def _split_off(source: Topic, posts: Any, title: str, forum: Forum) -> Topic:
    """A new topic for these posts, begun by whoever wrote the first of them."""
    if Standing.objects.filter(topic=source, answer__in=posts).exists():
        raise ValidationError(ITS_ANSWER)
    first = posts.order_by("created", "pk").first()
    target = Topic(
        forum=forum,
        poster_id=first.poster_id,
        subject=title,
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_LOCKED if source.is_locked else Topic.TOPIC_UNLOCKED,
        approved=True,
    )
    target.save()
    target.created = first.created
    Topic._base_manager.filter(pk=target.pk).update(created=first.created)
    return target


def _carry_off(move: Move, source: Topic, target: Topic, head: int | None) -> None:
    """Bring what the move names into its new topic, and count both."""
    before = carrying.Marks(source.pk, source.forum_id)
    carrying.carry(_keys(move), source, target)
    carrying.call_after(move, target.subject, head)
    carrying.count_anew(source, target)
    carrying.bring_followers(move, source, target)
    carrying.keep_read(move, before, target, target.created)


def _begin_with_first(topic: Topic) -> None:
    """Let a topic be begun by whoever wrote what is now its first post."""
    first = topic.first_post
    Topic._base_manager.filter(pk=topic.pk).update(poster=first.poster_id, created=first.created)


def _begun(
    kind: MoveKind, source: Topic, target: Topic, old: Forum, new: Forum, by: Any, reason: str
) -> Move:
    return Move.objects.create(
        kind=kind,
        source=source,
        target=target,
        from_forum=old,
        to_forum=new,
        by=by,
        reason=reason,
    )


def _told(move: Move) -> Move:
    posts_moved.send(sender=Post, post_ids=_keys(move), move=move)
    return move


def _keys(move: Move) -> list[int]:
    return list(move.moved.order_by("post").values_list("post", flat=True))


def _first_key(posts: Any) -> int | None:
    return posts.order_by("created", "pk").values_list("pk", flat=True).first()


def _beginning(topic: Topic) -> Any:
    return topic.first_post.created
