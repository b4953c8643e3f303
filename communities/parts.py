"""What apps above show on a community's page, such as its rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from communities.models import CommunityPage, Membership

Found = Callable[[HttpRequest, CommunityPage], dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """A section of the page, with a place in its tabs. ``template`` has a heading with the id
    ``name``; it is given ``page``, ``request``, ``membership`` and what ``found`` answers."""

    name: str
    title: Any
    template: str
    found: Found


_parts: list[Part] = []


def part(name: str, title: Any, template: str) -> Callable[[Found], Found]:
    """Register a part: the decorated function gives what its template shows."""

    def register(found: Found) -> Found:
        _parts.append(Part(name, title, template, found))
        return found

    return register


def drawn(
    request: HttpRequest, page: CommunityPage, membership: Membership | None
) -> list[dict[str, Any]]:
    """Each part as this reader may see it: ``name``, ``title`` and ``html``."""
    given = {"page": page, "request": request, "membership": membership}
    return [
        {
            "name": each.name,
            "title": each.title,
            "html": render_to_string(each.template, given | each.found(request, page)),
        }
        for each in _parts
    ]
