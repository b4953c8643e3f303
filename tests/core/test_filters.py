"""What narrows a list, on every list that can be narrowed."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template.loader import render_to_string

from core.filters import Filters


class Shelf(Filters):
    kind = forms.ChoiceField(required=False, choices=[("", "Every kind"), ("guide", "Guides")])
    year = forms.ChoiceField(required=False, choices=[("", "Every year"), ("2026", "2026")])


class Elsewhere(Shelf):
    form_id = "find"


def drawn(filters):
    html = render_to_string("components/filters.html", {"filters": filters, "address": "/shelf/"})
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({}, {}),
        ({"kind": "", "year": ""}, {}),
        ({"kind": "guide"}, {"kind": "guide"}),
        ({"kind": "guide", "year": "2026"}, {"kind": "guide", "year": "2026"}),
        ({"kind": "guide", "year": "\0", "other": "1"}, {"kind": "guide"}),
    ],
)
def test_what_makes_no_sense_is_passed_over(asked, chosen):
    assert Shelf(asked).chosen == chosen


@pytest.mark.parametrize(
    ("asked", "is_open", "said"),
    [
        ({}, False, "Narrow the list"),
        ({"kind": "nonsense"}, False, "Narrow the list"),
        ({"kind": "guide"}, True, "Narrow the list 1 chosen"),
        ({"kind": "guide", "year": "2026"}, True, "Narrow the list 2 chosen"),
    ],
)
def test_the_fold_is_open_while_something_is_chosen_and_says_how_much(asked, is_open, said):
    fold = drawn(Shelf(asked)).details

    assert fold.has_attr("open") is is_open
    assert " ".join(fold.summary.get_text(" ").split()) == said


@pytest.mark.parametrize(
    ("asked", "links"),
    [
        ({}, []),
        ({"kind": "guide"}, [("/shelf/?when=past", "Clear what is chosen")]),
        ({"kind": "guide", "year": "2026"}, [("/shelf/?when=past", "Clear what is chosen")]),
    ],
)
def test_clearing_leads_to_the_same_list_without_them(asked, links):
    page = drawn(Shelf(asked, kept={"when": "past", "state": ""}))

    assert [(link["href"], link.get_text()) for link in page.select("a")] == links
    hidden = page.select("form[action='/shelf/'] input[type=hidden]")
    assert [(each["name"], each["value"]) for each in hidden] == [("when", "past")]


def test_filters_of_a_form_elsewhere_are_sent_with_it():
    page = drawn(Elsewhere({"kind": "guide"}, kept={"q": "kōrero"}))

    assert not page.select("form, input")
    assert [each["form"] for each in page.select("select, button")] == ["find"] * 3
    assert page.a["href"] == "/shelf/?q=k%C5%8Drero"
