"""Who is named with an @: what is a name in a message, and what is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import folded
from forum.mentions.named import LONGEST_NAME, MOST, mentions_in, names_in

WORD = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=12)
NAME = st.lists(WORD, min_size=1, max_size=LONGEST_NAME).map(" ".join).filter(folded)


@pytest.mark.parametrize(
    "text",
    [
        "@Aroha Ngata",
        "Kia ora @Aroha Ngata, how was it?",
        "(@aroha NGATA)",
        "**@Aroha Ngata** said so",
        "I think @Aroha Ngata's idea is good",
        "I think @Aroha Ngata’s idea is good",
        "- @Aroha Ngata.",
        "## @Aroha Ngata",
        "line\n@Aroha Ngata\nline",
        "@Āroha Ngāta: look",
        "@A\u0304roha Nga\u0304ta",
    ],
)
def test_a_name_is_found_wherever_it_is_said(text):
    assert "aroha ngata" in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "aroha@example.org",
        "mail me: first.last@Aroha.org",
        "https://example.org/@Aroha",
        "@@Aroha",
        "@ Aroha",
        "`@Aroha`",
        "```\n@Aroha\n```",
        "    @Aroha",
        "> @Aroha",
        "> one\n> > @Aroha\n> @Aroha",
        "- > @Aroha",
        "[@Aroha](https://example.org)",
        "x@Aroha",
        "user+@Aroha",
        "@",
        "@!",
    ],
)
def test_an_address_code_a_quotation_and_a_link_name_nobody(text):
    assert names_in(text) == frozenset()


def test_what_is_said_after_a_quotation_counts():
    assert names_in("> @Aroha said\n\n@Sam I do too") >= {"sam"}
    assert "aroha" not in names_in("> @Aroha said\n\n@Sam I do too")


@pytest.mark.parametrize(
    ("text", "ends", "goes_on"),
    [
        ("@Sam said hello", {"sam", "sam said", "sam said hello"}, set()),
        ("@Sam Jones said", {"sam jones", "sam jones said"}, {"sam"}),
        ("@Sam I agree", {"sam", "sam i", "sam i agree"}, set()),
        ("@Sam I'm late", {"sam", "sam im", "sam im late"}, set()),
        ("@Sam, Jones was there", {"sam", "sam,"}, set()),
        ("@Sam Kia ora", {"sam kia", "sam kia ora"}, {"sam"}),
    ],
)
def test_a_name_ends_where_the_next_word_is_small_or_the_sentence_is_over(text, ends, goes_on):
    (mention,) = mentions_in(text)
    assert mention.ends == ends
    assert set(mention.names) == ends | goes_on


@given(NAME)
def test_any_name_of_letters_is_found(name):
    assert folded(name)[:100] in {each[:100] for each in names_in(f"Kia ora @{name}")}


@given(NAME, st.text(max_size=80))
def test_names_are_beginnings_of_what_stands_after_the_sign(name, after):
    for mention in mentions_in(f"@{name} {after}"):
        assert list(mention.names) == sorted(mention.names, key=len, reverse=True)
        assert mention.ends <= set(mention.names)


def test_the_facilitators_are_called_by_one_word():
    for text in ("@facilitators please", "@Facilitators, look", "Kia ora @facilitators."):
        (mention,) = mentions_in(text)
        assert mention.calls_facilitators
        assert mention.names == ()
    assert not any(each.calls_facilitators for each in mentions_in("@facilitator @everybody"))


def test_the_first_ten_are_named_and_each_once():
    text = "\n".join(["@Sam", *(f"@Person{n}" for n in range(20)), "@Sam"])
    assert len(mentions_in(text)) == MOST
    assert len(mentions_in("@Sam\n" * 50)) == 1


@given(st.text(st.sampled_from("@aA .,>`\n[]()*_-'’"), max_size=300))
def test_whatever_is_typed_is_read_and_reading_it_again_says_the_same(text):
    first = mentions_in(text)
    mentions_in.cache_clear()
    assert mentions_in(text) == first
    assert len(first) <= MOST


@pytest.mark.parametrize(
    "text",
    ["@" * 20_000, "@a " * 7_000, "[a](" * 5_000 + "@a", ">" * 10_000 + "@a", "@" + "a" * 19_000],
    ids=["signs", "names", "links", "quotations", "one long name"],
)
def test_hostile_words_are_read_quickly(text):
    mentions_in.cache_clear()
    start = time.process_time()
    mentions_in(text)
    assert time.process_time() - start < 1
