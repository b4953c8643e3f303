"""Who wrote this? The one place that answers, for pages, mails, feeds and search alike."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def author_name(post: Any, viewer: Any = None) -> str:
    """How the author of a post or topic is shown to this viewer (a visitor when None)."""
    if post.poster_id is None:
        return getattr(post, "username", None) or _("A former member")
    return post.poster.get_full_name()


def author_address(post: Any, viewer: Any = None) -> str:
    """Where the viewer reads more of the author; empty when there is nothing for them."""
    if post.poster_id is None or not getattr(viewer, "is_authenticated", False):
        return ""
    if not post.poster.is_active:
        return ""
    return reverse("forum_member:profile", args=[post.poster.public_id])
