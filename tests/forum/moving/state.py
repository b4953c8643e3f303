"""All that stands in the discussions, as one hash: what is done and undone leaves it as it was."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from machina.core.db.models import get_model

from forum.bookmarks.models import Bookmark
from forum.following.models import Said
from forum.history.models import Removal
from forum.moving.models import EmptiedTopic, TopicTimes
from forum.outcomes.models import Standing
from forum.paging import positions
from forum.paging.positions import Milestone
from forum.quoting.models import Quote
from forum.reactions.models import Reaction
from forum.rooms.models import Forum
from forum.signing.models import Seal, TopicNumber, Unsent
from forum.topics.held import DeclinedPost, HeldChange
from forum.topics.models import Post, Topic
from notifications.models import Choice, Notification

LEFT_OUT = {"updated"}
"""Columns that say when a row was stored last."""
OF_ROW = {"id"}
"""The key of a row that is found by its other columns, and may be another one afterwards."""

QUIET = {"read_at", "mail_due_at"}
"""What was told of a message that went out of view is not told anew (docs/adr/0033)."""


def of(name: str) -> Any:
    return get_model(*name.split("."))


TABLES: dict[str, tuple[Callable[[], Iterable], set[str]]] = {
    "posts": (lambda: Post._base_manager.all(), set()),
    "topics": (lambda: Topic._base_manager.all(), set()),
    "rooms": (lambda: Forum._base_manager.all(), set()),
    "out of view": (lambda: Removal.objects.all(), set()),
    "milestones": (lambda: Milestone.objects.all(), OF_ROW),
    "follows": (lambda: Topic.subscribers.through.objects.all(), OF_ROW),
    "read topics": (lambda: of("forum_tracking.TopicReadTrack").objects.all(), OF_ROW),
    "read rooms": (lambda: of("forum_tracking.ForumReadTrack").objects.all(), OF_ROW),
    "polls": (lambda: of("forum_polls.TopicPoll").objects.all(), set()),
    "outcomes": (lambda: Standing.objects.all(), set()),
    "seals": (lambda: Seal.objects.all(), set()),
    "numbers": (lambda: TopicNumber.objects.all(), OF_ROW),
    "unsent": (lambda: Unsent.objects.all(), set()),
    "sent back": (lambda: DeclinedPost.objects.all(), set()),
    "changes": (lambda: HeldChange.objects.all(), set()),
    "told": (lambda: Notification.objects.filter(kind="reply_in_topic"), QUIET),
    "chosen": (lambda: Choice.objects.all(), OF_ROW),
    "quotes": (lambda: Quote.objects.all(), set()),
    "kept for later": (lambda: Bookmark.objects.all(), set()),
    "words said": (lambda: Reaction.objects.all(), set()),
    "heard": (lambda: Said.objects.all(), OF_ROW),
    "times": (lambda: TopicTimes.objects.all(), set()),
}
"""By name: the rows, and what of them may differ. One line more for each table more."""


def rows_of(name: str) -> list:
    rows, may_differ = TABLES[name]
    left_out = LEFT_OUT | may_differ
    return sorted(
        json.dumps(
            {column: value for column, value in row.items() if column not in left_out},
            cls=DjangoJSONEncoder,
            sort_keys=True,
        )
        for row in rows().values()
    )


def everything() -> dict[str, Any]:
    topics = list(Topic._base_manager.order_by("pk").values_list("pk", flat=True))
    return {name: rows_of(name) for name in TABLES} | {
        "order": list(
            Post._base_manager.order_by("topic", "created", "pk").values_list("topic", "pk")
        ),
        "misplaced": positions.misplaced(topics),
        "addresses": list(
            EmptiedTopic.objects.filter(topic_key__in=topics).order_by("pk").values_list()
        ),
    }


def hashed(state: dict[str, Any]) -> str:
    said = json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is not as it was, for whoever reads why a test failed."""
    return {
        name: (_only(before[name], after[name]), _only(after[name], before[name]))
        for name in before
        if before[name] != after[name]
    }


def _only(these: Any, others: Any) -> Any:
    return [row for row in these if row not in others] if isinstance(these, list) else these
