"""The tree of rooms with all that a list of them shows, in one query."""

from machina.apps.forum.visibility import (
    ForumVisibilityContentTree as MachinaForumVisibilityContentTree,
)

from forum.rooms import listing


class ForumVisibilityContentTree(MachinaForumVisibilityContentTree):
    @classmethod
    def of(cls, readable: set[int]) -> "ForumVisibilityContentTree":
        """The forums of these keys, which their reader may read."""
        return cls.from_forums(listing.forums(readable))
