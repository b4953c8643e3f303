"""Words are found in one catalogue, and are the words that Django's own many give."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import trans_real

from core import language
from core.middleware import RequestMiddleware

NUMBERS = (0, 1, 2, 5)


@pytest.fixture
def own_catalogues(monkeypatch):
    """Catalogues as Django reads them, for this test alone."""
    monkeypatch.setattr(trans_real, "_translations", {})
    return trans_real.translation(settings.LANGUAGE_CODE)


def said(words, asked):
    """What is said for each message; a pair is one whose plural is kept."""
    return [
        [words.ngettext(each[0], "more", n) for n in NUMBERS]
        if isinstance(each, tuple)
        else words.gettext(each)
        for each in asked
    ]


def test_every_message_says_what_it_said(own_catalogues):
    kept = [messages for messages, _plural in language._catalogues(own_catalogues)]
    asked = sorted({each for messages in kept for each in messages}, key=str)
    asked += ["Nobody translates this.", ("Nor this.", 0)]
    before = said(own_catalogues, asked)

    language.gather()

    assert len(kept) > 1
    assert said(own_catalogues, asked) == before
    assert "Please fill this in." in before
    assert len(list(language._catalogues(own_catalogues))) == 1


def test_catalogues_that_disagree_on_the_plural_stay_apart(own_catalogues):
    own_catalogues._catalog._plurals[0] = lambda n: 0
    kept = list(language._catalogues(own_catalogues))

    language.gather()

    assert list(language._catalogues(own_catalogues)) == kept


def test_the_site_has_gathered_its_words():
    words = trans_real.translation(settings.LANGUAGE_CODE)

    assert len(list(language._catalogues(words))) == 1


def test_a_request_names_its_language_and_leaves_whatever_was_named_before():
    def view(request):
        return HttpResponse(f"{translation.get_language()} {hasattr(trans_real._active, 'value')}")

    with translation.override("de"):
        response = RequestMiddleware(view)(RequestFactory().get("/"))
        after = translation.get_language()

    assert response.content.decode() == f"{settings.LANGUAGE_CODE} True"
    assert after == "de"
