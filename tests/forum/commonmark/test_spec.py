"""CommonMark's own examples through our renderer: the same HTML, but for what is listed.

``spec.jsonl`` holds the examples of version 0.31.2 (https://spec.commonmark.org, by John
MacFarlane, CC BY-SA 4.0), ``differences.txt`` the numbers of those that come out otherwise, each
with its reason. What is other everywhere is left out on both sides: headings begin at h3, every end
of a line is one, links carry a ``rel``, blocks that scroll can have the focus, and a block of code
does not say its language.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forum.posting.markup import render

HERE = Path(__file__).parent
EXAMPLES = [json.loads(line) for line in (HERE / "spec.jsonl").read_text().splitlines()]
REASONS = {
    "html": "what is typed as HTML is shown as it was typed, and is not HTML",
    "picture": "pictures from elsewhere are not shown: a link stands there",
    "link": "an address that is written out becomes a link",
    "scheme": "an address that is neither of the web nor of mail leads nowhere",
}
LINES = (HERE / "differences.txt").read_text().splitlines()
LISTED = {int(number): reason for number, reason in map(str.split, LINES)}
DROPPED = {("a", "rel"), ("pre", "tabindex"), ("table", "tabindex"), ("code", "class")}


class Parts(HTMLParser):
    """HTML as a list of what stands in it, whatever way it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.level = 2
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if re.fullmatch("h[1-6]", tag):
            self.level = min(int(tag[1]) + 2, self.level + 1, 6)
            tag = f"h{self.level}"
        kept = sorted((name, value) for name, value in attrs if (tag, name) not in DROPPED)
        self.parts.append(f"<{tag}{''.join(f' {name}={value!r}' for name, value in kept)}>")

    def handle_endtag(self, tag):
        if tag not in ("br", "hr"):
            self.parts.append("</h>" if re.fullmatch("h[1-6]", tag) else f"</{tag}>")

    def handle_data(self, data):
        if self.parts and not self.parts[-1].startswith("<"):
            data = self.parts.pop() + data
        self.parts.append(data)


def parts_of(html: str, *, ours: bool) -> list[str]:
    parser = Parts()
    if ours:  # Our headings stand where they stay.
        html = re.sub(r"<(/?)h([3-6])>", r"<\1x\2>", html)
    parser.feed(html)
    parser.close()
    found = [re.sub(r"^<x(\d)", r"<h\1", part) for part in parser.parts]
    found = ["</h>" if re.fullmatch(r"</x\d>", part) else part for part in found]
    inside, said = 0, []
    for part in found:
        inside += part.startswith("<pre") - (part == "</pre>")
        if (part.startswith("<") and part != "<") or inside:
            said.append(part)
        else:
            said += [line.strip() for line in part.split("\n") if line.strip()]
    return [part for part in said if part != "<br>"]


def differs(example: dict) -> bool:
    ours = parts_of(str(render(example["markdown"])), ours=True)
    return ours != parts_of(example["html"], ours=False)


def test_the_examples_are_all_there():
    assert [example["example"] for example in EXAMPLES] == list(range(1, len(EXAMPLES) + 1))
    assert len(EXAMPLES) > 640


@pytest.mark.parametrize("section", sorted({example["section"] for example in EXAMPLES}))
def test_all_come_out_as_the_specification_says(section):
    found = {
        example["example"]
        for example in EXAMPLES
        if example["section"] == section and differs(example)
    }
    listed = {
        example["example"]
        for example in EXAMPLES
        if example["section"] == section and example["example"] in LISTED
    }

    assert found == listed


def test_each_difference_has_a_reason():
    assert set(LISTED.values()) == set(REASONS)
