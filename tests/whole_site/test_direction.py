"""What people write is read in its own direction, wherever it stands (Arabic, Hebrew, Persian …).

Everything that anybody wrote in the demo begins with a Hebrew word. Where it is shown, the
nearest element that sets a direction says ``dir="auto"`` or is a ``bdi``, and its first
letter that has a direction is theirs: no words of the site stand before it.
"""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from django.conf import settings

from tests.whole_site import matrix
from tests.whole_site.places import Places
from tests.whole_site.reading import VOID
from tests.whole_site.words import begin_everything_with

HEBREW = "\u05e9\u05dc\u05d5\u05dd"
PLACELESS = ("title", "option", "script", "style")
"""Elements whose words the browser lays out in one run of their own."""
TYPED = ("text", "search")
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
"""A name within a text that was put together: it brings its own scope (Unicode's isolates)."""


class Scope:
    """An element that sets a direction, and the first letter in it that has one."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.first = ""

    def hear(self, text: str) -> None:
        self.first = self.first or next((c for c in text if _is_strong(c)), "")


def _is_strong(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("L", "R", "AL")


class Directions(HTMLParser):
    """Where on a page Hebrew is laid out as if it were English."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[tuple[str, str]] = []
        self.seen = 0
        self._open: list[tuple[str, Scope | None, str]] = []
        self._waiting: list[tuple[Scope, str]] = []
        self.feed(html)
        self.close()
        for scope, text in self._waiting:
            if not scope.first or unicodedata.bidirectional(scope.first) == "L":
                self.faults.append((f"English stands before it in {scope.kind}", text))

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        is_auto = given.get("dir") == "auto"
        is_field = tag == "textarea" or (tag == "input" and given.get("type") in TYPED)
        if is_field and not is_auto and "hidden" not in given:
            self.faults.append((f"<{tag} name={given.get('name')}> takes no direction", ""))
        scope = None
        if is_auto or tag == "bdi" or given.get("dir"):
            scope = Scope(self.describe(tag, given))
        if tag not in VOID:
            self._open.append((tag, scope, given.get("class", "")))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _scope, _name in self._open]
        if {*tags} & {*PLACELESS} or any("visually-hidden" in name for *_, name in self._open):
            return
        data = ISOLATED.sub("", data)
        # An inner scope is passed over by those around it (HTML, "dir=auto").
        scope = next((s for _tag, s, _name in reversed(self._open) if s), None)
        if scope:
            scope.hear(data)
        if HEBREW in data and "textarea" not in tags:
            self.seen += 1
            text = " ".join(data.split())[:50]
            if scope is None:
                where = ">".join(f"{tag}.{name}" if name else tag for tag, _, name in self._open)
                self.faults.append((f"no direction in {where[-110:]}", text))
            else:
                self._waiting.append((scope, text))

    @staticmethod
    def describe(tag, given):
        return f"<{tag} class={given.get('class', '')!r}>"


@pytest.fixture
def places(demo) -> Places:
    return Places.find()


def test_what_people_wrote_is_laid_out_in_its_own_direction(places, demo):
    everybody = matrix.clients(places.community)
    client_of = {
        name: everybody[name] for name in ("visitor", "peer", "facilitator", "coordinator")
    }
    addresses = {name: places.address_of(name) for name, _route in matrix.names()} | demo
    begin_everything_with(f"{HEBREW} ")
    faults: dict[str, str] = {}
    seen = 0

    for address in sorted(set(addresses.values())):

        def hear(person: str, text: str, address: str = address) -> None:
            nonlocal seen
            page = Directions(text if "<html" in text else "")
            seen += page.seen
            for fault, words in page.faults:
                faults.setdefault(fault, f"{words!r} at {address}")

        assert max(matrix.row(client_of, address, hear=hear).values()) < 500, address

    told = sorted(f"{fault}: {where}" for fault, where in faults.items())
    assert told == [], "\n".join(["", *told])
    assert seen > 1000


def test_fields_that_no_crawl_comes_by_take_their_direction_too():
    """Those of pages for when something went wrong: each, as it stands in its template."""
    of_words = re.compile(r"<textarea\b[^>]*>|<input\b[^>]*type=\"(?:text|search)\"[^>]*>")
    fields = [
        (path.name, field)
        for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
        for field in of_words.findall(path.read_text())
    ]

    assert [each for each in fields if not re.search('dir="auto"| hidden', each[1])] == []
    assert len(fields) >= 9


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        (f"<p>{HEBREW}</p>", 1),
        (f"<p dir='auto'>{HEBREW}</p>", 0),
        (f"<p dir='auto'>By {HEBREW}</p>", 1),
        (f"<p>By <bdi>{HEBREW}</bdi></p>", 0),
        (f"<p dir='auto'><bdi>a</bdi> 1 {HEBREW}</p>", 0),
        (f"<title>{HEBREW}</title>", 0),
        ("<input type='text' name='a'>", 1),
        (f"<textarea dir='auto'>{HEBREW}</textarea>", 0),
    ],
)
def test_the_reader_of_directions_knows_right_from_wrong(html, faults):
    assert len(Directions(html).faults) == faults
