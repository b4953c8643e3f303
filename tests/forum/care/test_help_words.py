"""Words and phrases are found whole, whatever their capitals, macrons and signs."""

import unicodedata

import pytest

from forum.care.help_words import DEFAULT, entries, stands_in
from tests.watch import Effort

LIST = entries("can't go on\n  \nSelf-harm\nMate whakamomori\n...\n")


def test_a_list_is_one_entry_a_line():
    assert LIST == ["can't go on", "Self-harm", "Mate whakamomori"]


@pytest.mark.parametrize(
    "text",
    [
        *("I can’t go on.", "CANT GO ON", "can't, go... on", "about self harm", "(self\u2011harm)"),
        *("māte whakamomori", "can't\ngo on"),
    ],
)
def test_an_entry_is_found(text: str):
    assert stands_in(LIST, text)
    assert stands_in(LIST, unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", ["", "I can go on", "himself harmed", "whakamomori", "…", "on"])
def test_a_part_of_an_entry_is_none(text: str):
    assert not stands_in(LIST, text)


def test_an_empty_list_finds_nothing():
    assert not stands_in([], "suicide")


def test_a_long_list_is_looked_for_quickly():
    phrases = entries(DEFAULT * 20)

    with Effort() as effort:
        stands_in(phrases, "no reason to go " * 625)

    assert effort.yardsticks < 40
