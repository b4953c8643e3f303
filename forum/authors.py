"""Who wrote this? The one place that answers, for pages, mails, feeds and search alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Membership
from core.days import site_today
from core.prepared import prepared
from people.facts import BY_NAME
from people.visibility import is_member, may_know_of, seen_by


def author_name(post: Any, viewer: Any = None) -> str:
    """How the author of a post or topic is shown to this viewer (a visitor when None).

    Visitors see no names: in a room that everybody may read, a name would tell a
    stranger that somebody works from lived experience.
    """
    if not is_named(viewer):
        return _("A member")
    if post.poster_id is None:
        return _label(post) or _("A former member")
    return post.poster.get_full_name()


def _label(thing: Any) -> str | None:
    """What stands in place of a name: a post's own; a topic's is that of its first post."""
    if hasattr(thing, "username"):
        return thing.username
    if hasattr(thing, "label"):
        return thing.label
    return thing.first_post.username if thing.first_post else None


def signer_name(person: Any, viewer: Any = None) -> str:
    """How somebody who signed what became of a topic is shown; as an author is."""
    if not is_named(viewer):
        return _("A member")
    return person.get_full_name() if person else _("A former member")


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


@dataclass(frozen=True)
class Voice:
    """Whose voice it is, as far as one reader is told: what stands beside a name."""

    role: str = ""
    role_confirmed: bool = False
    facilitates: bool = False
    role_for: str = ""
    """Whom the role is for, in words; of one's own alone."""


def voices(posts: Iterable[Any], viewer: Any, room: Any) -> dict[int, Voice]:
    """What this viewer is told of the authors beside their names, by the authors' keys.

    ``posts`` with their ``poster`` stand in one ``room`` (a Forum). Two queries for a page of
    them, none for a visitor, who sees no names. Of whom nothing is told, there is no entry:
    neither of who hides their role nor of who has none. The viewer's own is among them.
    """
    if not is_named(viewer):
        return {}
    authors = {viewer.pk: viewer} | {
        post.poster_id: post.poster
        for post in posts
        if post.poster_id is not None and may_know_of(viewer, post.poster)
    }
    facilitating = set(
        _facilitating(viewer=viewer.pk, today=site_today(), room=room.pk, authors=list(authors))
    )
    told = {
        seen.person.pk: Voice(
            role=seen.facts.get("role", ""),
            role_confirmed=seen.role_confirmed,
            facilitates=seen.person.pk in facilitating,
            role_for=str(seen.audiences["role"].label) if "role" in seen.audiences else "",
        )
        for seen in seen_by(viewer, authors.values(), facts=[BY_NAME["role"]])
    }
    return {key: voice for key, voice in told.items() if voice != Voice()}


def voice_of(post: Any, known: dict[int, Voice]) -> Voice | None:
    """What is told of the author of this post, by ``voices``; None for nothing."""
    return known.get(post.poster_id)


@prepared(viewer=int, today=date, room=int, authors=list)
def _facilitating(*, viewer: Any, today: Any, room: Any, authors: Any) -> QuerySet:
    facilitators = Membership.objects.facilitators_known_to(viewer, today)
    among = facilitators.filter(community__rooms__forum=room, member__in=authors)
    return among.values_list("member", flat=True)


@lru_cache(maxsize=10_000)
def _profile(public_id: str) -> str:
    return reverse("forum_member:profile", args=[public_id])
