"""Which of the messages that somebody keeps they may still read."""

from collections.abc import Collection

from django.db.models import BooleanField, Case, QuerySet, Value, When


class BookmarkQuerySet(QuerySet):
    def with_what_is_open(self, readable: Collection[int]) -> "BookmarkQuerySet":
        """Each with ``is_open``: whether its post is published, in one of these forums."""
        published = When(
            post__approved=True,
            post__topic__approved=True,
            post__topic__forum__in=readable,
            then=Value(True),
        )
        return self.annotate(
            is_open=Case(published, default=Value(False), output_field=BooleanField())
        )
