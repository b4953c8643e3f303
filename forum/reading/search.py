"""Finding topics by what was said in them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, QuerySet, Window
from django.db.models.functions import RowNumber
from machina.core.loading import get_class
from modelsearch.backends.base import EmptySearchResults
from wagtail.search.backends import get_search_backend

from core.memo import remembered
from forum.care.notes import noted
from forum.reading.models import SearchablePost
from forum.topics.models import Topic

SHOWN = 2
"""Posts that are shown of each topic found."""


def readable_topics(user: Any) -> QuerySet[Topic]:
    """The topics this person may read, as it is now; not what waits for approval."""
    return Topic.objects.filter(approved=True, forum__in=_readable_rooms(user))


def search_posts(query: str, user: Any) -> QuerySet[SearchablePost]:
    """Readable posts with these words, the best first, each with how it ``fits``.

    What the reader may see is asked of the database at each search, so that a topic moved to
    a closed room is gone from the results at once. SQLite ranks by a query for each hit,
    so there the newest fits best.
    """
    posts = SearchablePost.objects.filter(
        approved=True, topic__approved=True, topic__forum__in=_readable_rooms(user)
    ).order_by("-created")
    by_time = connection.vendor == "sqlite"
    results = get_search_backend().search(query, posts, order_by_relevance=not by_time)
    if isinstance(results, EmptySearchResults):
        return posts.none().annotate(fits=F("created"))
    if by_time:
        return results.get_queryset().annotate(fits=F("created"))
    return results.annotate_score("fits").get_queryset()


@dataclass(frozen=True)
class FoundTopic:
    """A topic, its best posts, and how many more of its posts hold the words."""

    topic: Topic
    posts: list[SearchablePost]
    more: int


class FoundTopics:
    """Topics with these words in what was said, each once, the one with the best post first.

    Counted and sliced as a list is; a slice takes two queries.
    """

    def __init__(self, words: str, user: Any) -> None:
        self._posts = search_posts(words, user)

    def count(self) -> int:
        return self._posts.order_by().values("topic").distinct().count()

    def __getitem__(self, piece: slice) -> list[FoundTopic]:
        topics = self._posts.order_by().values_list("topic")
        topics = topics.annotate(holding=Count("pk"), best=Max("fits"), last=Max("pk"))
        best_first = topics.order_by("-best", "-last")
        holding = {topic: number for topic, number, _best, _last in best_first[piece]}
        if not holding:
            return []
        posts: dict[int, list[SearchablePost]] = defaultdict(list)
        for post in self._best_of(list(holding)):
            posts[post.topic_id].append(post)
        return [
            FoundTopic(posts[pk][0].topic, posts[pk], number - len(posts[pk]))
            for pk, number in holding.items()
            if pk in posts
        ]

    def _best_of(self, topics: list[int]) -> QuerySet[SearchablePost]:
        best_first = [F("fits").desc(), F("pk").desc()]
        place = Window(RowNumber(), partition_by="topic", order_by=best_first)
        posts = noted(self._posts.filter(topic__in=topics)).annotate(place=place)
        return posts.filter(place__lte=SHOWN).select_related("topic__forum").order_by("place")


def _readable_rooms(user: Any) -> set[int]:
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    return remembered(("readable rooms", user.pk), lambda: handler.readable_forum_ids(user))
