"""What members keep for later, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from machina.core.loading import get_class

from forum.bookmarks.models import Bookmark
from forum.own_data import BATCH
from members.export import Row, exported


@exported("kept_posts", _("Messages that you keep for later"))
def kept_posts(user: Any) -> Iterator[Row]:
    """With one's own note, and the topic where it is open to them."""
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    rows: Any = Bookmark.objects.filter(member=user).select_related("post__topic__forum")
    rows = rows.with_what_is_open(handler.readable_forum_ids(user)).order_by("pk")
    for kept in rows.iterator(chunk_size=BATCH):
        where = {}
        if kept.is_open:
            topic = kept.post.topic
            where = {"room": topic.forum.name, "topic": topic.subject}
        yield where | {
            "note": kept.note or None,
            "list": kept.list_name or None,
            "kept": kept.at,
        }
