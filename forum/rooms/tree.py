"""The tree of rooms with all that a list of them shows, in one query."""

from typing import Any

from django.db.models import QuerySet
from machina.apps.forum.visibility import (
    ForumVisibilityContentTree as MachinaForumVisibilityContentTree,
)


class ForumVisibilityContentTree(MachinaForumVisibilityContentTree):
    @classmethod
    def from_forums(cls, forums: Any) -> "ForumVisibilityContentTree":
        if isinstance(forums, QuerySet):
            forums = forums.select_related("last_post__topic__forum", "last_post__poster")
        return super().from_forums(forums)
