"""What people write reaches a page rendered or as plain text, never as it was typed."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
BARE = re.compile(r"\{\{[^}]*\b\w+\.(content|signature|description)\s*(\||\}\})")


def test_no_template_shows_markdown_bare():
    """machina counts its text as safe: ``{{ post.content|upper }}`` would let HTML through."""
    shown = [
        f"{path.relative_to(TEMPLATES)}: {match[0]}"
        for folder in ("forum", "forum_conversation", "forum_feeds", "forum_member",
                       "forum_moderation", "forum_tracking", "partials", "search")
        for path in (TEMPLATES / folder).rglob("*.html")
        for match in BARE.finditer(path.read_text())
    ]  # fmt: skip
    assert shown == []


def test_no_template_asks_a_post_who_wrote_it():
    asked = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\b(post|topic|last_post|first_post)\.poster\b", path.read_text())
    ]
    assert asked == []
