"""What is typed into forms of every kind comes in through one door."""

import json
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from taggit.forms import TagField
from wagtail import blocks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.rich_text import RichText

from core.blocks import StoryBlock
from core.door import shows_in_html
from home.models import HomePage, StandardPage
from members.accounts import forms as account_forms
from members.models import User
from people.forms import ProfileForm
from resources.models import ResourcePage

HOSTILE = "\u200b Ma\u0304ori\x0bquestions\x00\r\nand\u2028more "
ONE_LINE = "M\u0101ori questions and more"
LINES = "M\u0101ori\nquestions\nand\nmore"

CHECKED_OTHERWISE = {
    forms.JSONField: "JSON is no text; what is taken out of it is",
    forms.GenericIPAddressField: "takes an address and nothing else",
}

UNUSED = "django.contrib.postgres"
"""Arrays and pairs, which no model here has."""


def kinds(kind: type[forms.Field] = forms.CharField) -> Iterator[type[forms.Field]]:
    for each in kind.__subclasses__():
        yield each
        yield from kinds(each)


def test_no_kind_of_field_goes_round_the_door():
    """A class that answers ``to_python`` by itself calls the one of Django's field for text."""
    going_round = set()
    for kind in kinds():
        for each in kind.__mro__[: kind.__mro__.index(forms.CharField)]:
            own = vars(each).get("to_python")
            if own and "super" not in own.__code__.co_names:
                going_round.add(each)

    elsewhere = {each for each in going_round if each.__module__.startswith(UNUSED)}
    assert going_round - elsewhere <= set(CHECKED_OTHERWISE)


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        pytest.param(forms.CharField(), ONE_LINE, id="one line"),
        pytest.param(forms.CharField(widget=forms.Textarea), LINES, id="lines"),
        pytest.param(forms.CharField(widget=forms.HiddenInput), LINES, id="hidden"),
        pytest.param(forms.RegexField("more$", strip=True), ONE_LINE, id="pattern"),
        pytest.param(forms.SlugField(allow_unicode=True), None, id="slug"),
        pytest.param(TagField(), [ONE_LINE.split()[0]], id="tags"),
        pytest.param(account_forms.NameField(), ONE_LINE, id="name"),
        pytest.param(blocks.CharBlock().field, ONE_LINE, id="block"),
        pytest.param(blocks.TextBlock().field, LINES, id="block of lines"),
    ],
)
def test_every_kind_of_field_cleans(field, kept):
    if kept is None:
        with pytest.raises(ValidationError):
            field.clean(HOSTILE)
    elif isinstance(kept, list):
        assert kept[0] in field.clean(HOSTILE)
    else:
        assert field.clean(HOSTILE) == kept


@pytest.mark.parametrize("typed", ["\u200b", "\u3164", "\u2800", "\u200e", "\x00\x01", "\u0301"])
def test_what_shows_nothing_is_missing_where_something_is_asked(typed):
    with pytest.raises(ValidationError) as raised:
        forms.CharField().clean(typed)

    assert raised.value.messages == ["Please fill this in."]
    assert forms.CharField(required=False).clean(typed) == ""


def test_a_line_end_counts_as_one_character():
    field = forms.CharField(max_length=2000, widget=forms.Textarea)
    typed = "\r\n".join(["x" * 19] * 100)

    assert len(typed) > 2000
    assert field.clean(typed + "x") == typed.replace("\r\n", "\n") + "x"


def test_a_decomposed_letter_counts_as_one_character():
    assert forms.CharField(max_length=5).clean("Ma\u0304ori") == "M\u0101ori"


def test_an_address_loses_what_was_pasted_around_it():
    assert forms.EmailField().clean("\u200bana@example.org\r\n") == "ana@example.org"
    assert forms.URLField(assume_scheme="https").clean("https://example.org/\x0b") == (
        "https://example.org/"
    )


@pytest.mark.parametrize("typed", ["pass\u200bword  with\ttab ", "Pa\u0304 \x7f"])
def test_a_password_stays_as_it_was_typed(typed):
    field = forms.CharField(strip=False, widget=forms.PasswordInput)

    assert field.clean(typed) == typed


def test_a_field_that_nobody_changed_but_the_browser_is_unchanged():
    assert not forms.CharField(widget=forms.Textarea).has_changed("one\ntwo", "one\r\ntwo")


def contentstate(text: str) -> str:
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    return json.dumps(
        {"blocks": [block | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
    )


@pytest.mark.parametrize("text", ["\x0b", "\u200b", " ", "\ud800"])
def test_rich_text_without_anything_to_see_is_missing(text):
    block = blocks.RichTextBlock()
    value = block.value_from_datadict({"body": contentstate(text)}, {}, "body")

    with pytest.raises(ValidationError):
        block.clean(value)


def test_what_a_widget_takes_out_of_json_is_cleaned():
    block = blocks.RichTextBlock()
    typed = contentstate("Ma\u0304ori\x0b\ud800\u0000 <b> questions")

    kept = block.clean(block.value_from_datadict({"body": typed}, {}, "body"))

    assert isinstance(kept, RichText)
    assert "M\u0101ori\n &lt;b&gt; questions" in kept.source


def test_the_caption_and_the_headings_of_a_table_are_cleaned():
    table = StoryBlock().child_blocks["table"]
    posted = {
        "t-caption": "Ho\u0304urs\x0bof support",
        "t-column-count": "1",
        "t-row-count": "1",
        "t-column-0-type": "text",
        "t-column-0-heading": "Te\x00am\x0bname",
        "t-column-0-order": "0",
        "t-column-0-deleted": "",
        "t-row-0-order": "0",
        "t-row-0-deleted": "",
        "t-cell-0-0": "Respite\x0bhouse",
    }

    kept = table.clean(table.value_from_datadict(posted, {}, "t"))

    assert kept.caption == "H\u014durs of support"
    assert kept.columns[0]["heading"] == "Team name"
    assert kept.row_data[0]["values"] == ["Respite house"]


@pytest.mark.parametrize("part", ["t-caption", "t-column-0-heading"])
def test_a_table_needs_a_caption_and_headings_that_show(part):
    table = StoryBlock().child_blocks["table"]
    posted = {
        "t-caption": "Hours",
        "t-column-count": "1",
        "t-row-count": "0",
        "t-column-0-type": "text",
        "t-column-0-heading": "Team",
        "t-column-0-order": "0",
        "t-column-0-deleted": "",
    } | {part: "\u200b"}

    with pytest.raises(ValidationError):
        table.clean(table.value_from_datadict(posted, {}, "t"))


@pytest.mark.parametrize("model", [HomePage, StandardPage, ResourcePage])
def test_the_title_of_a_page_is_one_visible_line(model):
    form_class = model.get_edit_handler().get_form_class()
    assert issubclass(form_class, WagtailAdminModelForm)
    title = form_class.base_fields["title"]

    assert title.clean(HOSTILE) == ONE_LINE
    with pytest.raises(ValidationError):
        title.clean("\u3164")


@pytest.mark.django_db
def test_about_me_of_two_thousand_characters_with_line_ends_is_kept():
    about = "\r\n".join(["x" * 19] * 100) + "x"
    field = ProfileForm.base_fields["about"]

    assert len(field.clean(about)) == 2000
    with pytest.raises(ValidationError):
        field.clean(about + "y")


@pytest.mark.parametrize("junk", ["abc", "-1", "1.5", "9" * 19, "1" * 5000, "%25%25s", "²", "%00"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/members/choose/chosen/{}/",
        "/admin/members/choose/chosen-multiple/?id={}",
        "/admin/snippets/choose/people/area/chosen/{}/",
        "/admin/snippets/choose/people/area/chosen-multiple/?id=1&id={}",
        "/admin/choose-page/chosen-multiple/?id={}",
        "/admin/bulk/wagtailcore/page/publish/?id={}",
        "/admin/bulk/resources/siteimage/delete/?id={}",
    ],
)
def test_junk_in_a_chooser_chooses_nothing(coordinator_client, address, junk):
    assert coordinator_client.get(address.format(junk)).status_code == 404


@pytest.mark.parametrize(
    ("markup", "shows"),
    [
        ("<p>&#8203;</p>", False),
        ("<p data-block-key='x'></p>", False),
        ("<p>a</p>", True),
        ("<embed embedtype='image' id='1'/>", True),
        ("<hr/>", True),
        ("<" * 100_000, True),
    ],
)
def test_html_shows_a_letter_a_picture_or_a_line(markup, shows):
    assert shows_in_html(markup) is shows


def test_the_name_of_an_account_is_one_line():
    assert User._meta.get_field("display_name").formfield().clean("Ana\x0bRoe") == "Ana Roe"


def test_a_browser_does_not_cut_what_is_pasted_into_a_box_of_many_lines():
    class Words(forms.Form):
        words = forms.CharField(max_length=2000, widget=forms.Textarea)
        title = forms.CharField(max_length=80)

    assert "maxlength" not in str(Words()["words"])
    assert 'maxlength="80"' in str(Words()["title"])
    assert Words({"words": "\U0001f600" * 2000, "title": "a"}).is_valid()
    assert not Words({"words": "a" * 2001, "title": "a"}).is_valid()


@pytest.mark.parametrize(
    ("field", "direction"),
    [
        (forms.CharField(), True),
        (forms.CharField(widget=forms.Textarea), True),
        (blocks.CharBlock().field, True),
        (forms.EmailField(), False),
        (forms.URLField(assume_scheme="https"), False),
        (forms.CharField(widget=forms.PasswordInput), False),
    ],
)
def test_words_are_typed_in_their_own_direction_and_addresses_are_not(field, direction):
    assert (field.widget.attrs.get("dir") == "auto") is direction
