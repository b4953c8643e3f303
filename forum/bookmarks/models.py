"""Messages that members keep for later, with a note of their own."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from forum.bookmarks.querysets import BookmarkQuerySet


class Bookmark(models.Model):
    """That somebody keeps a post for later: for nobody's eyes but theirs, and never counted.

    The post is None once it is gone for good; the note stays.
    """

    wagtail_reference_index_ignore = True

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(
        "forum_conversation.Post", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(max_length=2_000, blank=True)
    list_name = models.CharField(max_length=60, blank=True)
    """One of the member's own lists; "" for none."""
    at = models.DateTimeField(default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("member", "post"), name="cop_forum_kept_once"),
        ]

    def __str__(self) -> str:
        """The key alone: it may stand in a log or an error."""
        return f"bookmark {self.pk}"


def is_kept_by(reader: Any, post: str = "pk") -> Exists:
    """A condition: this reader keeps the post whose key is in this column."""
    return Exists(Bookmark.objects.filter(post=OuterRef(post), member=reader).order_by())
