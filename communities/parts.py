"""What apps above show on a community's pages: tabs, what stands beside, and the main action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from communities.models import CommunityPage

Found = Callable[[HttpRequest, CommunityPage], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A tab of a community. ``template`` shows what ``found`` answers, and is given ``page``,
    ``request``, ``membership`` and ``looks_after``; nothing is asked before the tab is opened."""

    name: str
    title: Any
    template: str
    found: Found
    order: int


@dataclass(frozen=True)
class Aside:
    """Something short beside the first tab; nothing of it where ``found`` answers None, or where
    nothing is drawn for this reader."""

    template: str
    found: Found


@dataclass(frozen=True)
class Action:
    """The main thing to do in a community: where it leads, and its words."""

    url: str
    text: str


Actor = Callable[[HttpRequest, CommunityPage], Action | None]

_parts: dict[str, Part] = {}
_beside: dict[str, Aside] = {}
_actors: list[Actor] = []


def part(name: str, title: Any, template: str, *, order: int) -> Callable[[Found], Found]:
    """Register a tab: the decorated function gives what its template shows."""

    def register(found: Found) -> Found:
        _parts[name] = Part(name, title, template, found, order)
        return found

    return register


def beside(template: str) -> Callable[[Found], Found]:
    """Register what stands beside the first tab."""

    def register(found: Found) -> Found:
        _beside[template] = Aside(template, found)
        return found

    return register


def main_action(actor: Actor) -> Actor:
    """Register what offers the main action, to whoever can do it."""
    _actors.append(actor)
    return actor


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda each: each.order)


def drawn(each: Part | Aside, given: dict[str, Any]) -> str:
    """The part as this reader may see it; ``given`` has ``request`` and ``page``."""
    found = each.found(given["request"], given["page"])
    if found is None:
        return ""
    return render_to_string(each.template, given | found, request=given["request"])


def drawn_beside(given: dict[str, Any]) -> list[str]:
    return [html for each in _beside.values() if (html := drawn(each, given)).strip()]


def action(request: HttpRequest, page: CommunityPage) -> Action | None:
    """The first action that somebody offers this reader."""
    return next((found for actor in _actors if (found := actor(request, page))), None)
