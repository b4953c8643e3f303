"""Each kind of field gets back what was in it, and nothing else changes."""

import pytest
from bs4 import BeautifulSoup

from members.sending.filling import Page

FORM = """
<form action="/search/"><input name="q" value="kete"></form>
<form method="post" action="/other/"><textarea name="words"></textarea></form>
<form method="post"><button name="stop" value="1">Stop</button></form>
<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="fresh">
  <input type="hidden" name="form_key" value="new">
  <input type="hidden" name="rows-TOTAL_FORMS" value="3">
  <input type="hidden" name="body" value="null" data-draftail-input>
  <input name="title" value="before"><input name="tag"><input name="tag">
  <input type="date" name="until"><input type="password" name="code">
  <input type="file" name="photo" required>
  <details><summary>More</summary><textarea name="words">before</textarea></details>
  <input type="checkbox" name="agree" checked><input type="checkbox" name="days" value="mon">
  <input type="checkbox" name="days" value="tue" checked>
  <input type="radio" name="who" value="all" checked><input type="radio" name="who" value="me">
  <select name="role"><option value="">–</option><option value="peer" selected>Peer</option>
  <option>Other</option></select>
  <select name="areas" multiple><option value="1">A</option>
  <option value="2" selected>B</option></select>
</form>
"""
FIELDS = [
    ("csrfmiddlewaretoken", "stale"),
    ("rows-TOTAL_FORMS", "9"),
    ("body", '{"blocks": []}'),
    ("title", '"after" & <more>'),
    ("tag", "one"),
    ("tag", "two"),
    ("until", "2026-12-01"),
    ("words", "\nafter"),
    ("days", "mon"),
    ("who", "me"),
    ("role", "Other"),
    ("areas", "1"),
    ("gone", "There is no place for this"),
]


@pytest.fixture
def filled():
    page = Page(FORM, address="/here/?a=1", path="/here/", names=[name for name, _value in FIELDS])
    left = page.fill(FIELDS, "kept")
    page.needs_no_file_for(["photo"])
    form = BeautifulSoup(str(page), "html.parser").find_all("form")[3]
    return form, left


def value(form, name):
    return [field.get("value", "") for field in form.find_all("input", attrs={"name": name})]


def on(form, name):
    fields = form.find_all("input", attrs={"name": name})
    return [field.get("value", "on") for field in fields if field.has_attr("checked")]


def test_what_was_typed_is_back(filled):
    form, _left = filled

    assert value(form, "title") == ['"after" & <more>']
    assert value(form, "tag") == ["one", "two"]
    assert value(form, "until") == ["2026-12-01"]
    assert value(form, "body") == ['{"blocks": []}']
    assert form.find("textarea").get_text() == "\n\nafter"
    assert form.find("details").has_attr("open")


def test_what_was_chosen_is_back_and_what_was_not_is_off(filled):
    form, _left = filled

    assert (on(form, "agree"), on(form, "days"), on(form, "who")) == ([], ["mon"], ["me"])
    chosen = [option.get_text() for option in form.select("option[selected]")]
    assert chosen == ["Other", "A"]


def test_what_the_site_itself_put_there_stays_but_for_the_key(filled):
    form, _left = filled

    assert value(form, "csrfmiddlewaretoken") == ["fresh"]
    assert value(form, "rows-TOTAL_FORMS") == ["3"]
    assert value(form, "form_key") == ["kept"]
    assert value(form, "code") == [""]
    assert not form.find("input", attrs={"name": "photo"}).has_attr("required")


def test_words_without_a_place_are_told(filled):
    _form, left = filled

    assert left == ["There is no place for this"]


def test_other_forms_stay_as_they_are(filled):
    form, _left = filled
    others = form.find_all_previous("form")

    assert [str(other) for other in reversed(others)] == [
        '<form action="/search/"><input name="q" value="kete"/></form>',
        '<form action="/other/" method="post"><textarea name="words"></textarea></form>',
        '<form method="post"><button name="stop" value="1">Stop</button></form>',
    ]


@pytest.mark.parametrize("html", ["", "<p>Nothing</p>", '<form><input name="title"></form>'])
def test_a_page_without_such_a_form_has_none(html):
    assert Page(html, address="/here/", path="/here/", names=["title"]).form is None
