"""The renderer: what it makes of good, hostile and endless input."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.posting.markup import MAX_LENGTH, render
from tests.forum.hostile import PAYLOADS
from tests.watch import Effort

TAGS = {
    *("p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("a", "em", "strong", "s", "del", "code", "sup"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "rel", "id", "role", "aria-label"},
    "li": {"id"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "table": {"tabindex"},
}
VOID = {"br", "hr"}
OUR_ID = re.compile(r"(note|mark)-[0-9a-f]{8}-[0-9]+(-[0-9]+)?")
SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
"""What a browser takes for a scheme, after it has dropped tabs, line ends and leading controls."""


class Strict(HTMLParser):
    """Fails on anything but the subset, properly closed."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.ids = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, ()), (tag, name)
            if name == "id":
                assert OUR_ID.fullmatch(value), value
                assert value not in self.ids, value
                self.ids.append(value)
            if name == "role":
                assert value in ("doc-noteref", "doc-backlink"), value
            if name == "href":
                scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", value or ""))
                assert scheme is None or scheme[0].lower() in ("http:", "https:", "mailto:"), value
        if tag == "a" and "href" in dict(attrs):
            assert dict(attrs)["rel"] == "nofollow ugc noopener"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_markdown_becomes_plain_html():
    assert render("# Kia ora\n\nTe reo **Māori**\nand ~~no~~ `code`") == (
        "<h3>Kia ora</h3>\n"
        "<p>Te reo <strong>Māori</strong><br>\nand <s>no</s> <code>code</code></p>\n"
    )


def test_a_bare_address_becomes_a_link_that_passes_nothing_on():
    assert render("https://example.org/a?b=1") == (
        '<p><a href="https://example.org/a?b=1" rel="nofollow ugc noopener">'
        "https://example.org/a?b=1</a></p>\n"
    )


def test_tables_and_lists_are_kept():
    html = render("|a|b|\n|-|-|\n|1|2|\n\n3. three\n\n> said")
    assert "<td>2</td>" in html
    assert '<ol start="3">' in html
    assert "<blockquote>" in html


def test_headings_begin_below_those_of_the_page():
    assert render("One\n===\n\nTwo\n---") == "<h3>One</h3>\n<h4>Two</h4>\n"


def test_headings_skip_no_level():
    assert render("###### Six\n\n###### Six\n\n# One") == (
        "<h3>Six</h3>\n<h4>Six</h4>\n<h3>One</h3>\n"
    )


def test_no_picture_is_loaded_from_anywhere():
    assert "<img" not in render("![t](https://elsewhere.example/track.png)")


def test_an_empty_text_is_an_empty_string():
    assert render("") == render(None) == ""


NOTES = "Sleep[^1] matters[^why], sleep[^1].\n\n[^1]: See *this*.\n[^why]: Because."


def test_a_footnote_and_its_mentions_lead_to_each_other():
    html = render(NOTES)
    name = re.search(r"note-([0-9a-f]{8})-1", html)[1]
    link = 'rel="nofollow ugc noopener"'

    assert html == (
        f'<p>Sleep<sup><a id="mark-{name}-1-1" href="#note-{name}-1" role="doc-noteref" '
        f'aria-label="Note 1" {link}>1</a></sup> matters<sup><a id="mark-{name}-2-1" '
        f'href="#note-{name}-2" role="doc-noteref" aria-label="Note 2" {link}>2</a></sup>, '
        f'sleep<sup><a id="mark-{name}-1-2" href="#note-{name}-1" role="doc-noteref" '
        f'aria-label="Note 1" {link}>1</a></sup>.</p>\n<hr>\n<ol>\n'
        f'<li id="note-{name}-1"><p>See <em>this</em>. '
        f'<a href="#mark-{name}-1-1" role="doc-backlink" '
        f'aria-label="Back to note 1 in the text" {link}>↩\ufe0e</a> '
        f'<a href="#mark-{name}-1-2" role="doc-backlink" '
        f'aria-label="Back to note 1 in the text, place 2" {link}>↩\ufe0e</a></p>\n</li>\n'
        f'<li id="note-{name}-2"><p>Because. <a href="#mark-{name}-2-1" role="doc-backlink" '
        f'aria-label="Back to note 2 in the text" {link}>↩\ufe0e</a></p>\n</li>\n</ol>\n'
    )


def test_the_same_words_twice_on_a_page_have_ids_of_their_own():
    with pytest.raises(AssertionError):
        Strict(render(NOTES) * 2)
    Strict("".join(render(NOTES) for _ in range(20)))


def test_a_note_that_nobody_mentions_and_a_mention_without_a_note_are_no_links():
    assert render("One[^2].\n\n[^1]: Never mentioned.") == "<p>One[^2].</p>\n"


def test_more_marks_than_anybody_needs_are_left_as_they_are():
    assert "<sup>" in render("[^1]: x\n\n" + "[^1]" * 99)
    assert "<sup>" not in render("[^1]: x\n\n" + "[^1]" * 100)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload):
    Strict(render(payload))


HOSTILE = [
    "<",
    ">",
    '"',
    "'",
    "`",
    "[",
    "]",
    "(",
    ")",
    "!",
    "&",
    "#",
    ":",
    "\\",
    "*",
    "_",
    "~",
    "|",
]
PIECES = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(["javascript:", "data:", "onerror=", "<img ", "<script>", "&#58;", "&colon;"]),
    st.sampled_from(
        ["\n", "\n\n", "    ", "> ", "- ", "1. ", "# ", "```", "|-|", "[x]: ", "http://"]
    ),
    st.sampled_from(["[^1]", "[^a]", "\n[^1]: ", "\n\n[^a]: ", "^[", "\n\n    "]),
    st.text(max_size=6),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_written_comes_out_as_the_safe_subset(text):
    Strict(render(text))


FAMILIES = [
    "[a](b '", "[a](", "[", ">", "\t", "*a_ ", "`", "- ", "![[", "<", "&", "a@", "http://", "|a",
    "**a ", "~~a", "\\", "> ", "1. ", "(", "\n", "www.", "a*_", "***", "<a ", "![x](y", "&#",
    "mailto:", "[](<", "[a]:\n", '"', "|-", "https://a.b/(", "- a\n ", "|a|b|\n|-|-|\n",
    "[^a]: ", "[^a]: x\n\n", "[^a]", "[^a]:", "[^", "^[", "\n[^a]:\n", "> [^a]: ",
    "[^a]: x\n\n[^a] ",
]  # fmt: skip


@pytest.mark.parametrize("piece", FAMILIES)
@pytest.mark.parametrize("size", [2_000, 20_000, 100_000])
def test_endless_text_is_rendered_quickly(piece, size):
    text = (piece * (size // len(piece) + 1))[:size]
    with Effort() as effort:
        html = render(text)
    assert effort.yardsticks < 200
    Strict(html)


@pytest.mark.parametrize("rest", ["a" * 19_000, "a " * 9_500, ("a" * 1_900 + " ") * 10])
def test_many_notes_are_rendered_quickly(rest):
    text = "[^a]: x\n\n" + "[^" * 99 + rest
    with Effort() as effort:
        Strict(render(text))
    assert effort.yardsticks < 200


def test_what_is_beyond_the_limit_is_left_out():
    assert "end" not in render("a" * MAX_LENGTH + "end")
