"""Drafts: words that are kept while they are written, for their author alone."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forum.drafts.holds import CASE, POST, ROOM, TOPIC, Hold
from forum.quoting.access import to_quote
from forum.quoting.words import LONGEST
from forum.rooms.models import Forum
from forum.signing.enums import Way
from forum.signing.models import Unsent
from forum.signing.seals import is_sealed
from forum.topics.models import LONGEST_TITLE, Post, Topic, reply_title

MOST = 100
"""Drafts of one person; the one that was left alone longest goes when there is one more."""


def drafts_for(author: Any, kind: str, pk: int) -> QuerySet[Unsent]:
    """What this person has not sent for one place, the latest first."""
    places: dict[str, dict[str, Any]] = {
        ROOM: {"forum": pk, "starts_topic": True, "post": None, "is_case": False},
        CASE: {"forum": pk, "starts_topic": True, "post": None, "is_case": True},
        TOPIC: {"topic": pk, "starts_topic": False, "post": None},
        POST: {"post": pk},
    }
    own = Unsent.objects.filter(author=author, goes_at=None, **places[kind])
    return own.exclude(writer="").order_by("-at", "-pk")


@transaction.atomic
def keep(
    *,
    author: Any,
    hold: Hold,
    subject: str = "",
    text: str = "",
    fields: Iterable[tuple[str, str]] = (),
    way: str = Way.NAME.value,
    quote: int | None = None,
    quoted: str = "",
) -> Unsent | None:
    """Keep what stands in a form now, in place of what it kept before; None when nothing is kept.

    A form that began with a draft goes on with it, unless another form wrote there meanwhile: then
    both are kept, and the later one counts. What is emptied is deleted. Nothing is kept of a
    change to a message without a name: it would say beside the seal whose that is. ``quoted`` are
    words of the message of the topic with the key ``quote``, which is answered.
    """
    where = _where(hold)
    if where is None:
        return None
    found = _own(author, hold).select_for_update(of=("self",)).first()
    if not text.strip() and not subject.strip():
        if found:
            found.delete()
        return None
    draft = found or Unsent(author=author)
    source = to_quote(where["topic"], quote)
    said: dict[str, Any] = {
        **where,
        "subject": subject if where["starts_topic"] else _title_of(where["topic"]),
        "text": text,
        "fields": [list(field) for field in fields],
        "way": way,
        "source": source,
        "quoted": quoted[:LONGEST] if source else "",
        "label": "",
        "reason": "",
        "writer": hold.writer,
        "version": draft.version + 1 if found else 1,
        "at": timezone.now(),
    }
    for name, value in said.items():
        setattr(draft, name, value)
    draft.subject = draft.subject[:LONGEST_TITLE]
    draft.save()
    if found is None:
        _forget_oldest(author)
    return draft


@transaction.atomic
def forget_sent(*, author: Any, hold: Hold | None) -> None:
    """Delete the draft of a form that is sent; what another form wrote since stays."""
    if hold is not None:
        _own(author, hold).delete()


def _own(author: Any, hold: Hold) -> QuerySet[Unsent]:
    """The draft that a form wrote itself, and the one that it began with, as that was then."""
    this = Q(writer=hold.writer) | Q(key=hold.base, version=hold.version)
    return Unsent.objects.filter(this, author=author, goes_at=None)


def _where(hold: Hold) -> dict[str, Any] | None:
    """Where the words belong, as far as that is still there; None when the room is gone."""
    topic, post = None, None
    if hold.kind == POST:
        post = Post.objects.select_related("topic").filter(pk=hold.pk).first()
        if post is not None and is_sealed(post):
            return None
        topic = post.topic if post else None
    elif hold.kind == TOPIC:
        topic = Topic.objects.filter(pk=hold.pk).first()
    forum_pk = topic.forum_id if topic else hold.forum_pk
    if not Forum.objects.filter(pk=forum_pk).exists():
        return None
    return {
        "forum_id": forum_pk,
        "topic": topic,
        "post": post,
        "starts_topic": hold.kind in (ROOM, CASE) or bool(post and post.is_topic_head),
        "is_case": hold.kind == CASE,
    }


def _title_of(topic: Topic | None) -> str:
    return reply_title(topic.subject) if topic else ""


def _forget_oldest(author: Any) -> None:
    own = Unsent.objects.filter(author=author, goes_at=None).exclude(writer="")
    newest = own.order_by("-at", "-pk").values_list("pk", flat=True)[:MOST]
    own.exclude(pk__in=list(newest)).delete()
