"""Markdown to a safe subset of HTML: the only renderer of what people write in the discussions."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MAX_LENGTH = 20_000
"""Characters that are rendered. Forms refuse more; here it is the last bound on hostile input."""

LONGEST_WORD = 2_000
"""Characters without a space between them; where there are more, no address is made a link."""

_TAGS = {
    *("p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("a", "em", "strong", "s", "del", "code"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_clean = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
    strip_comments=True,
)


def _lower_headings(state: StateCore) -> None:
    """A page has its own h1 and h2, so what people write begins at h3, and skips no level."""
    level = 2
    for token in state.tokens:
        if token.type == "heading_open":
            level = min(int(token.tag[1]) + 2, level + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def _markdown(*, linkify: bool) -> MarkdownIt:
    options = {"html": False, "linkify": linkify, "breaks": True, "maxNesting": 20}
    markdown = MarkdownIt("js-default", options).disable("image")
    markdown.core.ruler.push("lower_headings", _lower_headings)
    if markdown.linkify and linkify:
        markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return markdown


_linking, _plain = _markdown(linkify=True), _markdown(linkify=False)


def render(text: str) -> SafeString:
    """HTML that may stand in a page as it is, whoever wrote the text."""
    text = (text or "")[:MAX_LENGTH]
    # Finding addresses takes time by the square of a word's length.
    is_talk = all(len(word) <= LONGEST_WORD for word in text.split())
    clean = _clean.clean((_linking if is_talk else _plain).render(text))
    return mark_safe(_reached_by_key(clean))  # noqa: S308  # nosec B308 B703


def _reached_by_key(clean: str) -> str:
    """What may scroll sideways takes the focus, so that a keyboard can scroll it too."""
    return clean.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')
