"""The parts of the kit that carry accessibility, and the style sheet as it is served."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import FileSystemStorage
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from cop_site import styleguide
from core import staticfiles

KIT = Path(settings.BASE_DIR) / "templates" / "components"
STYLE = Path(settings.BASE_DIR) / "static" / "css"
SHEETS = sorted(STYLE.rglob("*.css"))
TAG = re.compile(r"\{%.*?%\}")
IN_THE_MASTHEAD = {"account__out", "site-search__go"}
IN_A_SHEET = {"more__choice"}
"""Among links, which look like them."""
FOR_THE_ENTER_KEY = {'class="visually-hidden" tabindex="-1" aria-hidden="true"'}
"""What is pressed with it in a form of many buttons; nobody sees or meets it."""
NOT_BUTTONS_TO_LOOK_AT = IN_THE_MASTHEAD | IN_A_SHEET | FOR_THE_ENTER_KEY


class TopicForm(forms.Form):
    subject = forms.CharField(label="Title", help_text="Short and plain.", max_length=80)
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    note = forms.CharField(required=False)
    agree = forms.BooleanField(label="I agree")


def test_help_and_error_of_a_field_are_tied_to_its_control():
    html = render_to_string("components/form.html", {"form": TopicForm({})})

    control = re.search(r'<input[^>]*name="subject"[^>]*>', html)[0]
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_subject_helptext"' in html
    assert 'id="id_subject_error"' in html


def test_choices_stand_in_a_fieldset_with_a_legend_and_their_error():
    html = render_to_string("components/field.html", {"field": TopicForm({})["kind"]})

    assert '<fieldset class="field field--error" aria-describedby="id_kind_error">' in html
    assert '<legend class="field__label">Kind</legend>' in html
    assert '<label for="id_kind_0" dir="auto">A</label>' in html


def test_only_what_may_be_left_out_says_so():
    html = render_to_string("components/form.html", {"form": TopicForm()})

    assert html.count("(optional)") == 1


def test_the_error_summary_links_to_every_field_and_can_take_the_focus():
    html = render_to_string("components/error_summary.html", {"form": TopicForm({})})

    assert 'role="alert" tabindex="-1"' in html
    assert re.findall(r'href="#([^"]+)"', html) == ["id_subject", "id_kind_0", "id_agree"]


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("components/error_summary.html", {"form": TopicForm()}).strip() == ""


def test_pagination_keeps_the_other_parts_of_the_address():
    request = RequestFactory().get("/search/", {"q": "kōrero", "page": "2"})
    page = Paginator(range(60), 20).page(2)

    html = render_to_string("components/pagination.html", {"page_obj": page}, request)

    assert html.count("q=k%C5%8Drero") == 5
    assert html.count('aria-current="page"') == 1
    assert 'rel="prev" href="?q=k%C5%8Drero&amp;page=1"' in html


def test_one_page_needs_no_pagination():
    page = Paginator(range(3), 20).page(1)

    assert render_to_string("components/pagination.html", {"page_obj": page}).strip() == ""


@pytest.mark.parametrize("name", sorted(path.name for path in KIT.glob("*.html")))
def test_every_part_says_in_its_first_line_what_it_wants(name):
    assert (KIT / name).read_text().splitlines()[0].startswith("{# ")


def test_the_page_for_the_worst_case_needs_nothing():
    html = get_template("500_bare.html").render()

    assert "Something broke on our side" in html
    assert 'href="#main"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_an_error_page_has_one_heading_and_says_it_in_the_title(name, rf, anonymous):
    request = rf.get("/nowhere/")
    request.user = anonymous

    html = render_to_string(f"{name}.html", {}, request)

    heading = re.findall(r"<h1>(.+?)</h1>", html)
    assert len(heading) == 1
    assert f"<title>{heading[0]} – " in html


@pytest.fixture
def anonymous():
    return AnonymousUser()


@pytest.mark.django_db
def test_the_style_guide_opens_for_a_developer(rf, anonymous):
    request = rf.get("/styleguide/")
    request.user = anonymous

    assert styleguide.index(request).status_code == 200


@pytest.mark.parametrize("name", sorted(path.name for path in KIT.glob("[a-z]*.html")))
def test_every_part_is_shown_on_the_style_guide_or_around_every_page(name):
    frame = [
        KIT.parent / "base.html",
        KIT.parent / "styleguide" / "index.html",
        *KIT.glob("*.html"),
    ]
    called = [
        "components/help_band.html",
        "components/main_menu.html",
        "components/footer_menu.html",
    ]

    shown = " ".join([path.read_text() for path in frame] + called)

    assert f"components/{name}" in shown


def markup() -> dict[str, str]:
    """Every template of the site by name, without its tags; the editors' screens are Wagtail's."""
    return {
        str(path.relative_to(KIT.parent)): TAG.sub("", path.read_text())
        for path in KIT.parent.rglob("*.html")
        if not {"admin", "wagtailadmin"}.intersection(path.parts)
    }


def test_a_button_is_written_in_one_way():
    """First ``button``, then its kind, then its size; the main one has no kind."""
    way = re.compile(r"button( button--(plain|quiet|danger|\{\{ kind \}\}))?( button--small)?")

    other = {
        (name, classes)
        for name, text in markup().items()
        for classes in re.findall(r'class="([^"]*\bbutton\b[^"]*)"', text)
        if not way.fullmatch(classes.removesuffix(" more__button"))
    }

    assert other == set()


def test_whatever_can_be_pressed_is_a_button_and_looks_like_one():
    bare = {
        (name, tag)
        for name, text in markup().items()
        for tag in re.findall(r"<button\b[^>]*>", text)
        if 'class="button' not in tag and not any(each in tag for each in NOT_BUTTONS_TO_LOOK_AT)
    }
    inputs = {
        name
        for name, text in markup().items()
        if re.search(r'<input[^>]*type="(submit|button|reset|image)"', text)
    }

    assert bare == set()
    assert inputs == set()


def test_every_kind_of_button_is_on_the_style_guide():
    kinds = set(re.findall(r"\.(button--\w+)", (STYLE / "components/button.css").read_text()))
    guide = (KIT.parent / "styleguide/index.html").read_text()

    assert kinds == {"button--plain", "button--quiet", "button--danger", "button--small"}
    assert {kind for kind in kinds if kind not in guide} == set()


def test_what_can_be_done_with_a_row_stands_quietly_at_its_end():
    places = 0
    wrong = set()
    for name, text in markup().items():
        soup = BeautifulSoup(text, "html.parser")
        for place in soup.select(".row__action"):
            places += 1
            buttons = place.select("a, button")
            quiet = place.select(".button.button--quiet.button--small")
            last = "row" in place.parent["class"] and not place.find_next_siblings()
            if not buttons or buttons != quiet or not last:
                wrong.add(name)
        if soup.select(":is(.row, .row *):not(.row__action, .row__action *):is(form, .button)"):
            wrong.add(name)

    assert wrong == set()
    assert places >= 8


def test_what_can_be_done_with_a_row_says_with_which():
    """Ten buttons of one name are ten riddles to whoever hears them without the row."""
    unnamed = [
        name
        for name, text in markup().items()
        for pressed in BeautifulSoup(text, "html.parser").select(".row__action .button")
        if not pressed.select_one(".visually-hidden")
    ]

    own_row_of_a_facilitator = "communities/looking_after/looking_after.html"
    assert unnamed == [own_row_of_a_facilitator]


def test_the_style_sheet_is_served_as_one_file_in_the_order_of_its_layers():
    storage = FileSystemStorage(location=settings.BASE_DIR / "static")

    css = staticfiles.joined(storage, staticfiles.STYLE_SHEET)

    assert css.startswith("@layer tokens, base, layout, components, forum, utilities;")
    assert "@import" not in css
    assert "/*" not in css
    assert css.index("--paper") < css.index(".masthead") < css.index(".visually-hidden")


def test_every_style_sheet_is_joined_once_and_in_its_layer():
    text = {str(path.relative_to(STYLE)): path.read_text() for path in SHEETS}
    imported = staticfiles.IMPORT.findall(text.pop("site.css"))
    layers = {name: re.findall(r"(?m)^@layer (\w+) \{", css) for name, css in text.items()}
    alone = {"tokens", "base", "utilities"}

    assert sorted([*imported, "styleguide.css"]) == sorted(text)
    assert {name: found for name, found in layers.items() if len(found) != 1} == {}
    assert {
        name: layer
        for name, [layer] in layers.items()
        if layer not in alone and name not in (f"{layer}/{Path(name).name}", "styleguide.css")
    } == {}


def test_only_the_tokens_name_other_files():
    """The joined sheet lies elsewhere than its parts, so a relative address would change."""
    assert [path.name for path in SHEETS if "url(" in path.read_text()] == [
        "site.css",
        "tokens.css",
    ]


def test_collected_files_are_hashed_with_the_font_the_sheet_names(tmp_path):
    source = StaticFilesStorage(location=settings.BASE_DIR / "static", base_url="/static/")
    target = staticfiles.StaticFilesStorage(location=tmp_path, base_url="/static/")
    names = ["fonts/atkinson-hyperlegible-next.woff2"] + [
        str(path.relative_to(source.location)) for path in SHEETS
    ]
    for name in names:
        with source.open(name) as file:
            target.save(name, file)

    list(target.post_process({name: (source, name) for name in names}))

    sheet = (tmp_path / target.stored_name("css/site.css")).read_text()
    font = target.stored_name("fonts/atkinson-hyperlegible-next.woff2")
    assert f'url("../{font}")' in sheet
    assert "@import" not in sheet


def test_colours_live_in_the_tokens_alone():
    outside = {
        sheet.name: re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl", sheet.read_text())
        for sheet in SHEETS
        if sheet.name != "tokens.css"
    }

    assert {name: found for name, found in outside.items() if found} == {}


def test_no_style_needs_an_id_or_shouts():
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert "!important" not in text
        assert re.findall(r"(?m)^\s*[^:;{}]*#[\w-]+[^;{}]*\{", text) == []
