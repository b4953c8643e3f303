import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelsearch.query import And, Phrase, PlainText
from wagtail.models import Page

from core.search import MOST_WORDS, clean_query


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ('a"b', "a b"),
        ('"', ""),
        (None, ""),
        ("  ", ""),
        ("peer\x00support", "peer support"),
        ("kōrero", "kōrero"),
        ("Ma\u0304ori", "Māori"),
        ("back\\slash", "back slash"),
        ("right\u202eleft", "right left"),
        ("half \ud800 a pair", "half a pair"),
    ],
)
def test_a_query_is_cleaned_of_what_breaks_a_database(typed, searched):
    assert clean_query(typed) == searched


def test_two_thousand_words_become_a_dozen():
    assert len(clean_query("word " * 2000).split()) == MOST_WORDS


@pytest.mark.django_db
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text):
    assert list(Page.objects.search(text)) is not None
    assert list(Page.objects.autocomplete(text)) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [PlainText('"'), Phrase('a "b'), And([PlainText('"'), Phrase("\x00")]), Phrase("")],
)
def test_composed_queries_are_cleaned_too(query):
    assert list(Page.objects.search(query)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("q", ['"', 'a"b', "\x00", " ", "word " * 2000, '"unclosed'])
def test_editors_search_screens_answer_whatever_is_typed(coordinator_client, q):
    for address in ("/admin/pages/search/", "/admin/images/", "/admin/documents/"):
        response = coordinator_client.get(address, {"q": q})
        assert response.status_code == 200, (address, q)
