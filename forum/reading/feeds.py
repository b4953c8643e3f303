"""The latest topics as a feed: of what the reader may see, and not more than twenty."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_feeds.feeds import LastTopicsFeed as MachinaLastTopicsFeed
from machina.core.db.models import get_model

from core.outlets import Feed
from forum.care.notes import kept_of

Topic = get_model("forum_conversation", "Topic")


class LastTopicsFeed(MachinaLastTopicsFeed):
    """A feed that keeps nothing on itself: one object serves every request."""

    LENGTH = 20
    feed_type = Feed
    item_guid_is_permalink = False
    title = _("Latest topics – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
    description = _("What people are talking about in the discussions")

    def get_object(self, request: Any, *args: Any, **kwargs: Any) -> set[int]:
        """The forums the feed is about. 404 for one that the reader may not read."""
        handler = request.forum_permission_handler
        readable = handler.readable_forum_ids(request.user)
        forum_id = kwargs.get("forum_pk")
        if forum_id is None:
            return readable
        if forum_id not in readable:
            raise Http404
        if not kwargs.get("descendants"):
            return {forum_id}
        return readable & handler.forum_ids_below(forum_id, request.user)

    def items(self, obj: set[int]) -> list:
        topics = Topic.objects.filter(forum__in=obj, approved=True, first_post__isnull=False)
        return list(
            topics.select_related("forum", "poster", "first_post__poster", "last_post")
            .annotate(beginning_notes=kept_of("first_post"))
            .order_by("-last_post_on", "-pk")[: self.LENGTH]
        )

    def item_link(self, item: Any) -> str:
        return reverse(
            "forum_conversation:topic",
            args=[item.forum.slug, item.forum_id, item.slug, item.pk],
        )

    def item_guid(self, item: Any) -> str:
        """An id that stays, whatever the topic is called and wherever it is: readers know it."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:topic-{item.pk}"

    def item_pubdate(self, item: Any) -> Any:
        return item.told_begun

    def item_updateddate(self, item: Any) -> Any:
        return item.told_latest
