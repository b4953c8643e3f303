"""Keeping the search index in step."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django_tasks import task
from wagtail.search import index
from wagtail.search.models import IndexEntry

from forum.reading.models import SearchablePost
from work.each import each
from work.retries import retry

MERGE = (
    "INSERT INTO wagtailsearch_indexentry_fts (wagtailsearch_indexentry_fts) VALUES ('optimize')"
)
"""FTS5's command to write its index anew, without what was deleted."""


@retry(times=5)
@task()
def index_posts(post_ids: list[int]) -> None:
    """Make the search index say of these posts what is so now: readable, waiting or gone.

    What is so now can be said again.
    """
    _index(post_ids)


@retry(times=5)
@task()
def forget_words(post_ids: list[int]) -> None:
    """Index these posts, and leave nothing of what they said before; safe to run again.

    SQLite's index keeps words that were deleted until it merges its parts. PostgreSQL
    has no such parts.
    """
    try:
        _index(post_ids)
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(MERGE)


def _index(post_ids: list[int]) -> None:
    readable = SearchablePost.get_indexed_objects().filter(pk__in=post_ids)
    found = set(readable.values_list("pk", flat=True))
    gone = [str(pk) for pk in post_ids if pk not in found]
    kind = ContentType.objects.get_for_model(SearchablePost)
    IndexEntry.objects.filter(content_type=kind, object_id__in=gone).delete()
    insert = transaction.atomic(index.insert_or_update_object)
    each(readable.iterator(), insert, what="Indexing post")
