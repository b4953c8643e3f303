"""What one cleaning does to a text, whichever way it came."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.headers import body_text, one_line
from core.text import MOST_MARKS, clean, is_visible, title, without_controls
from members.joining.lists import read_list

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("Ma\u0304ori", "M\u0101ori", id="decomposed"),
        pytest.param("\u1112\u1161\u11ab", "\ud55c", id="jamo"),
        pytest.param("one\x0btwo", "one\ntwo", id="soft line break of Word"),
        pytest.param("one\x0ctwo", "one\ntwo", id="form feed"),
        pytest.param("one\r\ntwo\rthree", "one\ntwo\nthree", id="line ends"),
        pytest.param(
            "one\u2028two\u2029three\x85four", "one\ntwo\nthree\nfour", id="odd line ends"
        ),
        pytest.param("a\x00b\x1bc\x7fd\x9fe", "abcde", id="controls"),
        pytest.param("half \ud83d pair", "half  pair", id="half a pair"),
        pytest.param("\ufeffname", "name", id="byte order mark"),
        pytest.param("a\ufffeb\uffffc\U0010ffffd", "abcd", id="no characters"),
        pytest.param("gpj.\u202eexe", "gpj.exe", id="override of direction"),
        pytest.param("\u2067abc\nnext", "\u2067abc\u2069\nnext", id="isolate left open"),
        pytest.param("abc\u2069\u202c", "abc", id="isolate never opened"),
        pytest.param(
            "\u2067a\u202bb\u2069c",
            "\u2067a\u202bb\u202c\u2069c",
            id="embedding left in an isolate",
        ),
        pytest.param("a\tb", "a\tb", id="tab in a list"),
    ],
)
def test_what_is_typed_is_cleaned(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cروم",
        "\U0001f469\u200d\U0001f4bb",
        "❤\ufe0f",
        FLAG,
        "क्ष",
        "ลุ้น",
        "\u2067שלום\u2069 and so on",
        "a\u200bb",
        "M\u0101ori \u02bbokina",
        "ཧཱུྃ",
        "שָׁלוֹם",
    ],
)
def test_what_a_script_needs_is_kept(text):
    text = unicodedata.normalize("NFC", text)

    assert clean(text) == text
    assert title(text) == text


def test_one_line_stays_one_line():
    assert clean("Roster\x0bquestions\r\nand\tmore", lines=False) == "Roster questions and more"


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u0e47", "\u0336", "\u0301\u200d"])
def test_no_letter_carries_a_tower_of_marks(mark):
    assert len(clean("Z" + mark * 300 + "algo")) <= len("Zalgo") + MOST_MARKS


def test_a_million_marks_take_no_time():
    assert len(clean("a" + "\u0301\u0327" * 500_000)) <= 1 + MOST_MARKS


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\u200b", "\u3164", "\u2800", "\u200e", "\u115f\u1160", "\uffa0", "\u00ad"),
        *("\u2060", "\u180e", "\ufe0f", "\u200d", "\u0301", "\u3000\u00a0", "\U000e0061", "\u034f"),
        *("\u2800 \u200b\u3164", "\u061c", "\u17b4", "\u2063", "\ufffc"),
    ],
)
def test_a_title_of_nothing_visible_is_no_title(text):
    assert not is_visible(text)
    assert title(text) == ""


@pytest.mark.parametrize(
    "text", ["a", ".", "한", "\U0001f600", "ا", "\u2801", "\U0001fae9", "1\ufe0f\u20e3"]
)
def test_what_shows_is_a_title(text):
    assert title(f"\u200b {text}\u2060\u3000") == text


@given(st.text(st.characters(), max_size=60), st.booleans(), st.booleans())
def test_cleaning_twice_changes_nothing_more(text, lines, markup):
    once = clean(text, lines=lines, markup=markup)

    assert clean(once, lines=lines, markup=markup) == once
    assert not any(unicodedata.category(c) == "Cs" for c in once)
    assert not {*once} & {chr(n) for n in range(32)} - ({"\n", "\t"} if lines else set())


@pytest.mark.parametrize("accents", ["\u0338", "\u0338\u0338", "\u0327\u0338"])
def test_no_accent_is_composed_with_the_end_of_a_tag(accents):
    assert clean(f"<p>{accents}a\u0304</p>", markup=True).startswith("<p>")
    assert clean(f"<p>{accents}a\u0304</p>", markup=True).endswith("\u0101</p>")


def test_words_that_are_no_markup_are_composed_throughout():
    assert clean("1 >\u0338 2") == "1 \u226f 2"


CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"U+{ord(control):04X}")
def test_a_control_is_the_same_to_each_cleaning(control):
    """What ends a line or is a tab does so everywhere; any other is in none."""
    typed = f"one{control}two"
    ends_line = len(typed.splitlines()) == 2 and control not in "\x1c\x1d\x1e"
    between = "\n" if ends_line else "\t" if control == "\t" else ""

    assert clean(typed) == f"one{between}two"
    assert without_controls(typed, " ") == body_text(typed) == f"one{between or ' '}two"
    assert one_line(typed) == "one two"
    if not between:
        assert read_list(f"a@example.org, {typed}")[0].name == "onetwo"


@given(st.text())
def test_nothing_but_line_ends_and_tabs_is_left_of_controls(text):
    plain = without_controls(text)

    assert not [each for each in plain if each not in "\n\t" and unicodedata.category(each) == "Cc"]
    assert without_controls(plain) == plain
