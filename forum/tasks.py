"""Background work of the discussions."""

from django.contrib.contenttypes.models import ContentType
from django_tasks import task
from wagtail.search import index
from wagtail.search.models import IndexEntry

from forum.models import SearchablePost


@task()
def index_posts(post_ids: list[int]) -> None:
    """Make the search index say of these posts what is so now: readable, waiting or gone."""
    readable = SearchablePost.get_indexed_objects().filter(pk__in=post_ids)
    found = set()
    for post in readable.iterator():
        index.insert_or_update_object(post)
        found.add(post.pk)
    gone = [str(pk) for pk in post_ids if pk not in found]
    kind = ContentType.objects.get_for_model(SearchablePost)
    IndexEntry.objects.filter(content_type=kind, object_id__in=gone).delete()
