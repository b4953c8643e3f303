"""Counters of topics and rooms against what they count: finding what differs, and mending it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forum.paging import positions
from forum.rooms.models import Forum
from forum.topics.models import Post, Topic


@dataclass(frozen=True)
class Drift:
    """A row whose counters are wrong: by column, what stands there and what should."""

    kind: str
    pk: int
    columns: dict[str, tuple[Any, Any]]

    def __str__(self) -> str:
        wrong = (f"{name} {was}, should be {true}" for name, (was, true) in self.columns.items())
        return f"{self.kind} {self.pk}: {'; '.join(wrong)}"


def _number(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _one(rows: QuerySet, column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])


_OF_TOPIC = Post._base_manager.filter(topic=OuterRef("pk"))
_READABLE_OF_TOPIC = _OF_TOPIC.filter(approved=True).order_by("-created", "-pk")
_TOPICS = Topic._base_manager.filter(forum=OuterRef("pk"), approved=True)
_READABLE_OF_FORUM = Post._base_manager.filter(
    topic__forum=OuterRef("pk"), topic__approved=True, approved=True
).order_by("-created", "-pk")

TRUTH: dict[type[models.Model], dict[str, Any]] = {
    Topic: {
        "posts_count": _number(_READABLE_OF_TOPIC, "topic"),
        "first_post_id": _one(_OF_TOPIC.order_by("-approved", "created", "pk"), "pk"),
        "last_post_id": _one(_READABLE_OF_TOPIC, "pk"),
        "last_post_on": _one(_READABLE_OF_TOPIC, "created"),
    },
    Forum: {
        "direct_topics_count": _number(_TOPICS, "forum"),
        "direct_posts_count": _number(_READABLE_OF_FORUM, "topic__forum"),
        "last_post_id": _one(_READABLE_OF_FORUM, "pk"),
        "last_post_on": _one(_READABLE_OF_FORUM, "created"),
    },
}
"""By model and column: what the column has to say, asked of the posts themselves."""


MILESTONES = "misplaced milestones"
"""Of a topic's milestones (``forum.paging.positions``), how many stand in the wrong place."""


def find_drift(*, mend: bool = False, batch: int = 500) -> Iterator[Drift]:
    """Topics and rooms whose counters are wrong, in order; mended when asked for.

    One statement looks at a batch, so posting meanwhile is not taken for drift. What
    is mended is locked and counted again first.
    """
    for model in TRUTH:
        last = 0
        while keys := list(
            model._base_manager.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:batch]
        ):
            last = keys[-1]
            drifts = _compare(model, keys)
            if drifts and mend:
                drifts = _mend(model, [drift.pk for drift in drifts])
            yield from drifts


def _compare(model: type[models.Model], keys: list[int]) -> list[Drift]:
    columns = TRUTH[model]
    rows = model._base_manager.filter(pk__in=keys).order_by("pk")
    rows = rows.annotate(**{f"true_{name}": truth for name, truth in columns.items()})
    misplaced = positions.misplaced(keys) if model is Topic else {}
    drifts = []
    for row in rows.values("pk", *columns, *(f"true_{name}" for name in columns)):
        wrong = {
            name: (row[name], row[f"true_{name}"])
            for name in columns
            if row[name] != row[f"true_{name}"]
        }
        if row["pk"] in misplaced:
            wrong[MILESTONES] = (misplaced[row["pk"]], 0)
        if wrong:
            drifts.append(Drift(model.__name__, row["pk"], wrong))
    return drifts


@transaction.atomic
def _mend(model: type[models.Model], keys: list[int]) -> list[Drift]:
    """Lock the rows, compare again and write what is true; returns what was wrong."""
    rows = model._base_manager
    # Evaluated for its lock: whoever is posting counts onto what is written here.
    list(rows.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    drifts = _compare(model, keys)
    mended = []
    for drift in drifts:
        row = rows.model(pk=drift.pk)
        for name, (_was, true) in drift.columns.items():
            setattr(row, name, true)
        mended.append(row)
    positions.lay_anew([drift.pk for drift in drifts if MILESTONES in drift.columns])
    for name in TRUTH[model]:
        wrong = [row for row, drift in zip(mended, drifts, strict=True) if name in drift.columns]
        rows.bulk_update(wrong, [name.removesuffix("_id")])
    return drifts
