"""Te reo Māori is marked as such in titles, and nothing else is."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.te_reo import PHRASES, marked

MAORI = re.compile(rf"\b({'|'.join(sorted(PHRASES, key=len, reverse=True))})\b", re.IGNORECASE)
MARKED = re.compile(r'<span lang=\\?"mi\\?">.*?</span>')


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Lunchtime kōrero: a story", 'Lunchtime <span lang="mi">kōrero</span>: a story'),
        (
            "Tāngata whaiora, whānau and us",
            '<span lang="mi">Tāngata whaiora</span>, <span lang="mi">whānau</span> and us',
        ),
        ("Te reo Māori for all", '<span lang="mi">Te reo Māori</span> for all'),
        ("Kia ora <koutou> & all", '<span lang="mi">Kia ora</span> &lt;koutou&gt; &amp; all'),
        (gettext_lazy("Nau mai"), '<span lang="mi">Nau mai</span>'),
    ],
)
def test_what_is_said_in_te_reo_is_marked_in_plain_text(text, html):
    assert marked(text) == html


@pytest.mark.parametrize("text", ["", "Talofa, mālō e lelei", "Huia, the huis", "A <b> & c"])
def test_nothing_else_is(text):
    assert "<span" not in marked(text)
    assert "<b>" not in marked(text)


def test_html_stays_as_it_is():
    html = mark_safe('<span lang="mi">Kia kōrero</span>')

    assert marked(html) is html


@pytest.mark.parametrize("name", ["pages", "events", "opportunities", "communities"])
def test_what_the_demos_pages_are_written_with_is_marked(name):
    """Of its rich text: plain text carries no marks."""
    text = (Path(settings.BASE_DIR) / "demo" / f"{name}.toml").read_text()
    paragraphs = re.findall(r"<(?:p|li|h2|h3)>.*?</(?:p|li|h2|h3)>", text, flags=re.DOTALL)

    assert len(paragraphs) > 5
    assert [found for each in paragraphs for found in MAORI.findall(MARKED.sub("", each))] == []
