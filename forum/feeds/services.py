"""Giving out the address of a feed, changing it, and switching the feed off."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from forum.feeds.models import FeedAddress
from members.backends import AccountBackend
from members.rights import withhold

LENGTH = 40
"""Letters and digits of a token: 238 bits."""


@transaction.atomic
def new_address(*, member: Any) -> str:
    """A token for this member's feed, which is told now and never again; the one before it stops
    working at once."""
    token = get_random_string(LENGTH)
    told = {"digest": _digest(token), "made_at": timezone.now()}
    FeedAddress.objects.update_or_create(member=member, defaults=told)
    return token


@transaction.atomic
def switch_off(*, member: Any) -> None:
    """Let no address lead to this member's feed; again it changes nothing."""
    FeedAddress.objects.filter(member=member).delete()


def reader_of(token: str) -> Any:
    """The member whose feed it is, as a member without any other right; None where it leads
    nowhere, or its member could not sign in."""
    found = FeedAddress.objects.filter(digest=_digest(token)).values_list("member", flat=True)
    key = found.first()
    member = AccountBackend().get_user(key) if key is not None else None
    if member is not None:
        withhold(member)
    return member


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
