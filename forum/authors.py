"""Who wrote this? The one place that answers, for pages, mails, feeds and search alike."""

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from people.visibility import is_member, may_know_of


def author_name(post: Any, viewer: Any = None) -> str:
    """How the author of a post or topic is shown to this viewer (a visitor when None).

    Visitors see no names: in a room that everybody may read, a name would tell a
    stranger that somebody works from lived experience.
    """
    if not is_named(viewer):
        return _("A member")
    if post.poster_id is None:
        return getattr(post, "username", None) or _("A former member")
    return post.poster.get_full_name()


def columns_of_author(relation: str) -> tuple[str, ...]:
    """What is read of whoever wrote something, for ``only()``."""
    return tuple(f"{relation}__{name}" for name in ("display_name", "public_id", "is_active"))


def is_named(viewer: Any) -> bool:
    """Whether this viewer is shown who wrote what."""
    return is_member(viewer)


def author_address(post: Any, viewer: Any = None) -> str:
    """Where the viewer reads more of the author; empty when there is nothing for them."""
    if post.poster_id is None or not may_know_of(viewer, post.poster):
        return ""
    return _profile(post.poster.public_id)


@lru_cache(maxsize=10_000)
def _profile(public_id: str) -> str:
    return reverse("forum_member:profile", args=[public_id])
