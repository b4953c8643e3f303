"""Which words of a message may be quoted: those that stand in it, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.posting.markup import stored
from forum.quoting.words import GAP, LONGEST, beginning, not_said, pieces_of, plain

WORDS = st.lists(st.sampled_from(["Kia", "ora", "ngā", "mihi", "don’t", "ever", "2"]), min_size=1)
TEXT = st.lists(WORDS.map(" ".join), min_size=1).map("\n".join)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One **two** _three_", "One two three"),
        ("One\ntwo\n\nthree", "One\ntwo\nthree"),
        ("- one\n- two", "one\ntwo"),
        ("[here](https://example.org/?a=1&b=2) & <b>", "here & <b>"),
        ("> again\n\nmine", "again\nmine"),
        ("", ""),
    ],
)
def test_the_plain_words_of_a_message(text, said):
    assert plain(stored(text)) == said


@given(TEXT, st.data())
def test_any_lines_and_any_run_of_words_in_one_may_be_quoted_in_their_order(text, data):
    lines = text.split("\n")
    kept = [line for line in lines if data.draw(st.booleans())]
    words = data.draw(st.sampled_from(lines)).split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))

    assert not_said("\n".join(kept), text) == []
    assert not_said(" ".join(words[start:end]), text) == []


@given(TEXT, WORDS)
def test_what_was_not_said_is_not_quoted(text, words):
    strange = " ".join([*words, "kererū"])
    assert not_said(f"{text}\n{strange}", text) == [strange]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("I never said that", ["I never said that"]),
        ("never … that he lied", []),
        ("never [...] that he lied", []),
        ("he lied … never", ["never"]),
        ("ever said", ["ever said"]),
        ("he lie", ["he lie"]),
        ("I have never said that he lied", []),
        (" \n… ", []),
    ],
)
def test_words_are_left_out_with_a_gap_and_neither_cut_nor_turned_round(words, missing):
    assert not_said(words, "I have never said\nthat he lied.") == missing


@given(TEXT | st.text())
def test_a_long_message_is_begun_and_what_is_begun_may_be_quoted(text):
    text = plain(stored(text * 20))
    begun = beginning(text)
    assert len(begun) <= LONGEST
    if len(text) <= LONGEST:
        assert begun == text
    else:
        assert begun.endswith(GAP)
        if " " in text[: LONGEST - 2]:
            assert not_said(begun, text) == []


@given(st.text())
def test_a_message_may_be_quoted_whole(text):
    said = plain(stored(text))
    assert not_said(said, said) == []
    assert all(piece == " ".join(piece.split()) for piece in pieces_of(said))
