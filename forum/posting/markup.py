"""Markdown to a safe subset of HTML: the only renderer of what people write in the discussions."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from core.text import is_visible, words_of
from forum.posting import footnotes

MAX_LENGTH = 20_000
"""Characters that are rendered. Forms refuse more; here it is the last bound on hostile input."""

VERSION = 1
"""Raised whenever the same words come out differently; then ``rerender_posts`` has work."""

STAMP = f"<!--{VERSION}-->"
"""Begins all HTML that is stored, so that each row says which renderer made it."""

LONGEST_WORD = 2_000
"""Characters without a space; where there are more, no address is made a link, and no note."""

_EMPTY_LINK = re.compile("!?<a [^<>]*></a>")

_TAGS = {
    *("p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("a", "em", "strong", "s", "del", "code", "sup"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def _kept(element: str, attribute: str, value: str) -> str | None:
    if attribute in _ATTRIBUTES.get(element, ()) or footnotes.is_ours(element, attribute, value):
        return value
    return None


_clean = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        element: _ATTRIBUTES.get(element, set()) | footnotes.ATTRIBUTES.get(element, set())
        for element in (*_ATTRIBUTES, *footnotes.ATTRIBUTES)
    },
    attribute_filter=_kept,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
    strip_comments=True,
)


def _lower_headings(state: StateCore) -> None:
    """Begin headings at h3 and skip no level: a page has its own h1 and h2."""
    level = 2
    for token in state.tokens:
        if token.type == "heading_open":
            level = min(int(token.tag[1]) + 2, level + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def _markdown(*, linkify: bool, notes: bool) -> MarkdownIt:
    options = {"html": False, "linkify": linkify, "breaks": True, "maxNesting": 20}
    markdown = MarkdownIt("js-default", options).disable("image")
    if notes:
        footnotes.add_footnotes(markdown)
    markdown.core.ruler.push("lower_headings", _lower_headings)
    if markdown.linkify and linkify:
        markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return markdown


_renderers = {
    (linkify, notes): _markdown(linkify=linkify, notes=notes)
    for linkify, notes in ((True, True), (True, False), (False, False))
}


def render(text: str) -> SafeString:
    """HTML that may stand in a page as it is, whoever wrote the text."""
    text = (text or "")[:MAX_LENGTH]
    # Finding addresses and notes takes time by the square of a word's length.
    is_talk = all(len(word) <= LONGEST_WORD for word in text.split())
    has_few_notes = is_talk and text.count("[^") <= footnotes.MOST_MARKS
    html = _renderers[is_talk, has_few_notes].render(text, footnotes.own_name())
    return mark_safe(_reached_by_key(_clean.clean(html)))  # noqa: S308  # nosec B308 B703


def shows(text: str) -> bool:
    """Whether a reader sees anything of the text: a link's name or an empty picture is nothing."""
    return is_visible(words_of(_EMPTY_LINK.sub("", render(text))))


def stored(text: str) -> SafeString:
    """The HTML that is kept beside the text: rendered, and stamped."""
    html = render(text)
    return mark_safe(f"{STAMP}{html}") if html else html  # noqa: S308  # nosec B308 B703


def _reached_by_key(clean: str) -> str:
    """Give the focus to what may scroll sideways, so that a keyboard can scroll it too."""
    return clean.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')
