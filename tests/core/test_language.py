"""Words are found in one catalogue, and are the words that Django's own many give."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template
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


def translated(template, **context):
    return template.render(Context(context))


def test_a_sentence_of_a_template_is_told_in_each_language_with_its_words():
    template = Template("{% load i18n %}{% translate 'Yes' %} {% translate 'No' as no %}{{ no }}")

    told = []
    for code in ("en-gb", "de", "en-gb"):
        with translation.override(code):
            told += [translated(template), translated(template)]

    assert told == ["Yes No", "Yes No", "Ja Nein", "Ja Nein", "Yes No", "Yes No"]


def test_a_sentence_of_a_template_follows_its_words(monkeypatch, own_catalogues):
    translation.deactivate()
    template = Template("{% load i18n %}{% translate 'Nobody translates this.' %}")
    before = translated(template)

    monkeypatch.setattr(trans_real, "_default", trans_real.DjangoTranslation("en-gb"))
    trans_real._default._catalog["Nobody translates this."] = "Now somebody does."

    assert (before, translated(template)) == ("Nobody translates this.", "Now somebody does.")


def test_what_a_variable_or_a_filter_says_is_told_anew():
    template = Template("{% load i18n %}{% translate word %} {% translate 'a b'|cut:gone %}")

    assert translated(template, word="one", gone=" ") == "one ab"
    assert translated(template, word="<two>", gone="a") == "&lt;two&gt;  b"


def test_a_sentence_is_kept_apart_for_a_template_that_escapes_nothing():
    template = Template("{% load i18n %}{% translate '100% &' %}")
    plain = template.render(Context(autoescape=False))

    assert (plain, translated(template)) == ("100% &", "100% &")


def test_a_request_names_its_language_and_leaves_whatever_was_named_before():
    def view(request):
        return HttpResponse(f"{translation.get_language()} {hasattr(trans_real._active, 'value')}")

    with translation.override("de"):
        response = RequestMiddleware(view)(RequestFactory().get("/"))
        after = translation.get_language()

    assert response.content.decode() == f"{settings.LANGUAGE_CODE} True"
    assert after == "de"
