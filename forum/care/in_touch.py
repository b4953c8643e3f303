"""Asking somebody to get in touch, from a form in which words of the list stand.

An app above says who can be asked, and what comes of it; where none does, nothing is offered. What
was written is neither sent nor handed on: only the entry that stood in it, with the list's version.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from wagtail.models import Site

from forum.care.help_words import first_in
from forum.care.hints import MOST_LOOKED_THROUGH, TOLD, Hints
from forum.care.models import HelpWords
from forum.care.plain import plain

ASK = "in_touch"
"""The name of the button that asks; its value says whom."""


@dataclass(frozen=True)
class Matched:
    """What of the list stood in a form."""

    entry: str
    list_version: int


@dataclass(frozen=True)
class Way:
    """How somebody can be asked. ``found`` gives what ``template`` shows, inside the form, or None
    where nobody can be; ``ask`` does it, with the button's value."""

    template: str
    found: Callable[[Any, Any, Matched], dict[str, Any] | None]
    ask: Callable[[Any, Any, str, Matched], object]


_ways: list[Way] = []


def register(way: Way) -> Way:
    _ways.append(way)
    return way


def drawn(request: Any, room: Any) -> list[str]:
    """What is offered to the author of the form that was sent."""
    matched = _matched(request)
    return [
        render_to_string(way.template, found, request)
        for way in _ways
        if (found := way.found(request, room, matched)) is not None
    ]


def ask(request: Any, room: Any) -> Hints:
    """Ask whom the button says; gives what keeps the panel open above the words, unsent."""
    matched = _matched(request)
    for way in _ways:
        way.ask(request, room, request.POST[ASK], matched)
    told = request.POST.get(TOLD, "")
    return Hints(hints=(), told=told, is_new=False, offers_help=True)


def _matched(request: Any) -> Matched:
    said = [value for _name, values in request.POST.lists() for value in values]
    entries, version = HelpWords.with_version(Site.find_for_request(request))
    text = plain("\n".join(said)[:MOST_LOOKED_THROUGH])
    return Matched(first_in(entries, text), version)
