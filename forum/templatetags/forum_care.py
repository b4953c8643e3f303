"""Words that need care, on the pages where people write and read."""

from dataclasses import replace
from typing import Any

from django import template
from django.template.context import Context

from core.help_now import NEW_ZEALAND, HelpNow, help_now
from forum.care import in_touch, notes
from forum.templatetags.forum_ways import address

register = template.Library()


@register.simple_tag(takes_context=True)
def where_help_is(context: Context) -> HelpNow:
    """The site's help lines; New Zealand's own where it has set none."""
    band = help_now(context.get("site_settings"))
    return band if band and band.lines else NEW_ZEALAND


@register.simple_tag(takes_context=True)
def ways_to_be_reached(context: Context, room: Any) -> list[str]:
    """What apps above offer to the author of the form, each drawn already."""
    return in_touch.drawn(context["request"], room)


@register.simple_tag(takes_context=True)
def notes_instead(context: Context, post: Any) -> str:
    """The notes that stand in place of a post's words in a list; "" where the words may stand."""
    return notes.stands_for(post.care_notes, _reader(context))


@register.simple_tag(takes_context=True)
def notes_of_beginning(context: Context, topic: Any) -> str:
    """The same of a topic's first post, for topics loaded with its notes."""
    return notes.stands_for(topic.beginning_notes, _reader(context))


@register.simple_tag(takes_context=True)
def fold_of(context: Context, post: Any, at_work: bool = False) -> notes.Fold | None:
    """How the reader is shown a post with content notes; None when it has none.

    ``at_work`` nothing is left out: they have to answer it.
    """
    fold = notes.fold_of(post, _reader(context))
    return replace(fold, is_left_out=False) if fold and at_work else fold


@register.filter
def address_to_see(post: Any) -> str:
    """Where the reader finds a post opened this once, whatever they leave out."""
    topic, _hash, place = address(post).partition("#")
    return f"{topic}&see={post.pk}#{place}"


def _reader(context: Context) -> Any:
    return getattr(context.get("request"), "user", None)
