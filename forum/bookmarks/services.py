"""Keeping a message for later, and letting go of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.bookmarks.models import Bookmark

MOST = 2_000
"""Messages that one person keeps."""
TOO_MANY = _("You keep very many messages already. Please remove some of them first.")


@transaction.atomic
def keep(*, post: Any, member: Any, note: str = "", list_name: str = "") -> Bookmark:
    """Keep the post for this member, in this list of theirs; kept before, its note is another now.

    It is announced to nobody. Raises ValidationError when they keep very many already.
    """
    said = {"note": note, "list_name": list_name}
    own = Bookmark.objects.filter(member=member)
    if not own.filter(post=post).exists() and own.count() >= MOST:
        raise ValidationError(TOO_MANY)
    kept, _is_new = Bookmark.objects.update_or_create(post=post, member=member, defaults=said)
    return kept


def remove(*, bookmark: Bookmark) -> None:
    """Keep it no longer; its note goes with it."""
    bookmark.delete()
