"""What the files of the discussions' pages may not contain, whatever they draw."""

import re
from pathlib import Path

import machina
import pytest
from django.conf import settings

OURS = Path(settings.BASE_DIR) / "templates"
STOCK = Path(machina.__file__).parent / "templates" / "machina"
FOLDERS = (
    "forum",
    "forum_conversation",
    "forum_feeds",
    "forum_member",
    "forum_moderation",
    "forum_tracking",
)
FILES = sorted(path for folder in FOLDERS for path in (OURS / folder).rglob("*.html"))
FORBIDDEN = {
    "an inline style": r"\sstyle=",
    "an inline handler": r"\son[a-z]+=",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "a layout table": r"<table",
    "a framework's class": r"\b(btn-|col-(xs|sm|md|lg)|fas? fa-)",
    "the engine's name": r"(?i)machina",
    "unfiltered HTML": r"\|safe\b|autoescape off",
    "the account behind a post": r"post\.poster|updated_by\b",
    "text that skips its renderer": r"(content|description|signature)(\.raw| }}|\|(?!rendered))",
    "a cold word": r"(?i)\b(submit|invalid|oops|click here)\b",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(OURS)))
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_of_the_discussions_contains(path: Path, what: str) -> None:
    found = re.search(FORBIDDEN[what], path.read_text())

    assert not found, f"{path.relative_to(OURS)} has {what}: {found.group(0)}"


def test_every_page_of_the_engine_is_drawn_by_us() -> None:
    never_drawn = {
        # Drawn by a stock tag that no page of ours uses.
        "forum_conversation/topic_pages_inline_list.html",
        # Its address leads to the one profile.
        "forum_member/forum_profile_update.html",
        # Its view draws ``forum/moving.html``, as splitting and merging do.
        "forum_moderation/topic_move.html",
    }
    stock = {
        str(path.relative_to(STOCK))
        for folder in FOLDERS
        for path in (STOCK / folder).rglob("*.html")
    }

    missing = {name for name in stock if not (OURS / name).exists()}

    assert missing == never_drawn
