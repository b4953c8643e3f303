"""How a result shows where the words were found."""

import re
import unicodedata
from html import unescape

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from core.folding import folded, folded_letters

register = template.Library()

SNIPPET_LENGTH = 220

SNIPPET_LEAD = 40
"""Letters before the first word found: with them it stands in the first lines on a phone, too."""


@register.filter
def page_mark(page: Page) -> str:
    """The icon of the page's type, without reading the page itself."""
    return getattr(page.specific_class, "mark", "document")


@register.filter
def in_words(html: str) -> str:
    """What a reader of the HTML reads."""
    return unescape(strip_tags(html))


@register.filter
def highlighted(text: str, words: str) -> SafeString:
    """The part of the text around the first word found, with each of the words marked."""
    text = " ".join(unicodedata.normalize("NFC", text or "").split())
    spans = _found(text, words)
    start = max(0, spans[0][0] - SNIPPET_LEAD) if spans else 0
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + SNIPPET_LENGTH)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    parts, position = ["… " if start else ""], start
    for first, last in spans:
        if first < position or last > end:
            continue
        parts += [escape(text[position:first]), "<mark>", escape(text[first:last]), "</mark>"]
        position = last
    parts += [escape(text[position:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(parts))  # noqa: S308 -- every part is escaped above


def _found(text: str, words: str) -> list[tuple[int, int]]:
    """The places of words that begin like one of these: from which letter to before which."""
    stems = (re.sub(r"\W", "", word) for word in folded(words).split())
    wanted = "|".join(stem for stem in stems if stem)
    if not wanted:
        return []
    letters = folded_letters(text)
    whose = [n for n, plain in enumerate(letters) for _each in plain]
    found = re.finditer(rf"\b(?:{wanted})\w*", "".join(letters))
    return [(whose[m.start()], whose[m.end() - 1] + 1) for m in found]
