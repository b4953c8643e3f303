"""Footnotes: ``[^1]`` in the text, and ``[^1]: the note`` anywhere on a line of its own.

A page shows many posts, and the same words twice when somebody sends them twice. So
each rendering gets a random name of its own, and its notes carry it.
"""

import re
import secrets
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

MOST_MARKS = 100
"""``[^`` in one text. Finding a note's name takes time by its length: more of them make no note."""

_ID = re.compile(r"(?:note|mark)-[0-9a-f]{8}-\d{1,3}(?:-\d{1,3})?")
_ROLES = frozenset({"doc-noteref", "doc-backlink"})

ATTRIBUTES = {"a": {"id", "role", "aria-label"}, "li": {"id"}}
"""What notes need beside what the renderer allows anyway."""


def add_footnotes(markdown: MarkdownIt) -> None:
    # Notes within the text, ^[like this], may be nested, and are parsed anew at each depth.
    footnote_plugin(markdown, inline=False)
    for name, rule in {
        "footnote_ref": _mark,
        "footnote_block_open": lambda *args: "<hr>\n<ol>\n",
        "footnote_block_close": lambda *args: "</ol>\n",
        "footnote_open": _note,
        "footnote_anchor": _way_back,
    }.items():
        markdown.add_render_rule(name, rule)


def own_name() -> dict[str, Any]:
    """The environment of one rendering."""
    return {"docId": secrets.token_hex(4)}


def is_ours(element: str, attribute: str, value: str) -> bool:
    """Whether the attribute is one that the rules here write."""
    if attribute == "id":
        return _ID.fullmatch(value) is not None
    return attribute != "role" or value in _ROLES


def _mark(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    number, mark = _named(tokens[index], env)
    label = _("Note %(number)s") % {"number": number}
    return (
        f'<sup><a id="mark-{mark}" href="#note-{env["docId"]}-{number}" '
        f'role="doc-noteref" aria-label="{label}">{number}</a></sup>'
    )


def _note(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    number, _mark_name = _named(tokens[index], env)
    return f'<li id="note-{env["docId"]}-{number}">'


def _way_back(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    number, mark = _named(tokens[index], env)
    label = _("Back to note %(number)s in the text") % {"number": number}
    if mention := tokens[index].meta["subId"]:
        label = _("Back to note %(number)s in the text, place %(place)s") % {
            "number": number,
            "place": mention + 1,
        }
    return f' <a href="#mark-{mark}" role="doc-backlink" aria-label="{label}">↩\ufe0e</a>'


def _named(token: Token, env: Any) -> tuple[int, str]:
    """The note's number, and the name of one mention of it."""
    number, mention = token.meta["id"] + 1, token.meta.get("subId", 0) + 1
    return number, f"{env['docId']}-{number}-{mention}"
