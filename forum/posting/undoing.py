"""What somebody has just done and may take back: the next address tells it, and no row does."""

from collections.abc import Iterable
from typing import Any

from django.core import signing

UNDONE_WITHIN = 10 * 60
"""Seconds in which an approval can be taken back."""


def signed_by(person: Any, posts: Iterable[Any]) -> str:
    """The posts that this person has just approved, for the form that takes it back."""
    return signing.dumps([post.pk for post in posts], salt=_salt(person))


def signed_for(person: Any, told: str) -> list[int]:
    """The keys of those posts while they can be taken back; none of what somebody else approved."""
    try:
        return signing.loads(told, salt=_salt(person), max_age=UNDONE_WITHIN)
    except signing.BadSignature:
        return []


def _salt(person: Any) -> str:
    return f"approved by {person.pk}"
