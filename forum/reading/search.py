"""Finding posts."""

from typing import Any

from django.db import connection
from machina.core.loading import get_class
from wagtail.search.backends import get_search_backend

from forum.reading.models import SearchablePost


def search_posts(query: str, user: Any) -> Any:
    """Readable posts with these words, each with its topic, forum and poster.

    What the reader may see is asked of the database at each search, so that a
    topic moved to a closed room is gone from the results at once. SQLite ranks
    by a query for each hit, so there the newest come first; elsewhere the best.
    """
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    posts = (
        SearchablePost.objects.filter(
            approved=True,
            topic__approved=True,
            topic__forum__in=handler.readable_forum_ids(user),
        )
        .select_related("topic__forum", "poster")
        .order_by("-created")
    )
    return get_search_backend().search(
        query, posts, order_by_relevance=connection.vendor != "sqlite"
    )
