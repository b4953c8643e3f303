"""What one reader is shown of the posts of a page, found out once for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from machina.core.db.models import get_model

from core.prepared import prepared
from core.templatetags.ui import avatar
from forum.authors import (
    Voice,
    author_address,
    author_name,
    columns_of_author,
    is_named,
    voice_of,
)
from forum.bookmarks.models import is_kept_by
from forum.care.notes import Fold, fold_of, noted
from forum.outcomes.access import can_settle_topic
from forum.outcomes.models import standing_of
from forum.quoting.shown import Answered, answers_of, with_answers
from forum.reactions.access import can_react
from forum.reactions.said import Said, said_to
from forum.signing.seals import is_by, is_sealed
from forum.topics.held import HeldChange, change_of
from forum.topics.models import in_reading_order

Attachment = get_model("forum_attachments", "Attachment")
Post = get_model("forum_conversation", "Post")


@dataclass(frozen=True)
class Shown:
    """A post as one reader is shown it."""

    post: Any
    key: str
    """The post's, as it stands in addresses and ids."""
    name: str
    person_url: str
    picture: SafeString
    voice: Voice | None
    files: list[Any]
    is_own: bool
    may_edit: bool
    may_delete: bool
    may_note: bool
    may_take_out: bool
    care: Fold | None
    """How its words are folded; None for a post without content notes."""
    may_open_seal: bool = False
    """Whether the reader may ask, with somebody else, who wrote it."""
    answered: Answered | None = None
    """What it answers, above its words."""
    change: str = ""
    """How far a change of it is, which the reader may read; "" where there is none."""
    is_answer: bool = False
    may_be_answer: bool = False
    """Whether the reader may say that this message answered the topic."""
    words: list[Said] = field(default_factory=list)
    """What may be said to it with a button, and who said it; nothing for a visitor."""
    may_react: bool = False
    is_kept: bool = False
    """Whether the reader keeps it for later."""

    @property
    def said(self) -> list[Said]:
        """The words that somebody has said to it."""
        return [one for one in self.words if one.was_said]

    @property
    def is_without_name(self) -> bool:
        return is_sealed(self.post)


def as_shown(
    posts: Iterable[Any],
    reader: Any,
    handler: Any,
    voices: dict[int, Voice],
    opened: int | None = None,
) -> list[Shown]:
    """The posts as this reader is shown them: a query for their files, one for what they answer
    where one of them does, and for a member one for what was said to them.

    ``posts`` were loaded ``with_what_is_shown`` and know their topic; ``voices`` are those that
    the reader is told of; ``opened`` is a post that the reader asked to see.
    """
    posts = list(posts)
    answers = answers_of(posts, reader, handler)
    files: dict[int, list] = {}
    for file in _files(posts=[post.pk for post in posts]):
        files.setdefault(file.post_id, []).append(file)
    words = said_to(posts, reader)
    is_leaf = not is_named(reader)
    names = [author_name(post, reader) for post in posts]
    topic: Any = posts[0].topic if posts else None
    standing = standing_of(topic) if posts else None
    is_open = posts and not (standing and standing.is_settled)
    may_settle = is_open and can_settle_topic(handler, topic, reader)
    looks_after = posts and handler.can_approve_posts(topic.forum, reader)
    return [
        Shown(
            post=post,
            key=str(post.pk),
            name=name,
            person_url=author_address(post, reader),
            picture=avatar(name, leaf=is_leaf),
            voice=voice_of(post, voices),
            files=files.get(post.pk, []),
            is_own=is_by(post, reader),
            may_edit=handler.can_edit_post(post, reader),
            may_delete=handler.can_delete_post(post, reader),
            may_open_seal=bool(looks_after and is_sealed(post) and not is_by(post, reader)),
            may_note=bool(looks_after and not is_by(post, reader)),
            may_take_out=handler.can_take_out_details(post, reader),
            care=fold_of(post, reader, opened),
            answered=answers.get(post.pk),
            change=_change(post, reader, bool(looks_after)),
            words=words.get(post.pk, []),
            may_react=can_react(handler, post, reader),
            is_kept=getattr(post, "is_kept", False),
            is_answer=bool(standing and standing.answer_id == post.pk),
            may_be_answer=bool(may_settle and post.approved and topic.first_post_id != post.pk),
        )
        for post, name in zip(posts, names, strict=True)
    ]


def _change(post: Any, reader: Any, looks_after: bool) -> str:
    """The author knows of a change in any state; who looks after the room, of what waits."""
    state = getattr(post, "change", None) or ""
    return (
        state if is_by(post, reader) or (looks_after and state == HeldChange.State.WAITING) else ""
    )


_OF_POST = [field.name for field in Post._meta.concrete_fields]


def with_what_is_shown(posts: QuerySet, reader: Any = None) -> QuerySet:
    """The posts in reading order, with all that a page shows of each but their files and the words
    said to them; for a ``reader`` with ``is_kept``, whether they keep it for later."""
    posts = with_answers(noted(posts.select_related("poster"))).annotate(change=change_of("pk"))
    if reader is not None:
        posts = posts.annotate(is_kept=is_kept_by(reader))
    return in_reading_order(posts.only(*_OF_POST, *columns_of_author("poster")))


@prepared(posts=list)
def _files(*, posts: Any) -> QuerySet:
    return Attachment.objects.filter(post__in=posts).select_related("picture").order_by("pk")
