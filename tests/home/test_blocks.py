"""The blocks that pages are written with."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from core.blocks import StoryBlock
from core.wagtail_hooks import MAORI
from home.models import StandardPage
from tests.factories.home import HelpLineFactory, StandardPageFactory
from tests.factories.resources import SiteDocumentFactory, SiteImageFactory

story = StoryBlock()


def shown(client, *blocks):
    """The page made of these blocks, as a visitor gets it."""
    page = StandardPageFactory(slug="story", body=list(blocks))
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def clean(kind, value):
    return story.clean(story.to_python([{"type": kind, "value": value}]))


def errors(refusal):
    """What a refused block says, field by field."""
    (error,) = refusal.value.block_errors.values()
    return {name: found.messages[0] for name, found in error.block_errors.items()}


def test_prose_keeps_headings_and_marks_maori(client, home):
    html = '<h2>Why</h2><h3>How</h3><p>Kia ora <span lang="mi">koutou</span></p>'

    assert html in shown(client, ("prose", html))


def test_marking_words_as_maori_survives_the_editor():
    converter = ContentstateConverter(features=["maori", "bold"])
    html = '<p data-block-key="1">Kia ora <span lang="mi">koutou</span></p>'

    state = converter.from_database_format(html)

    assert MAORI in state
    assert converter.to_database_format(state) == html


def test_prose_offers_headings_of_the_second_and_third_level_only():
    features = story.child_blocks["prose"].features

    assert [f for f in features if f.startswith("h")] == ["h2", "h3"]
    assert not {"image", "embed", "code"} & set(features)


def test_a_quote_is_signed_with_a_role(client, home):
    text = shown(client, ("quote", {"text": "It helps.", "role": "Peer worker, community team"}))

    assert "<blockquote" in text
    assert "Peer worker, community team</figcaption>" in text
    assert "never a name" in str(story.child_blocks["quote"].child_blocks["role"].field.help_text)


def test_a_callout_says_what_it_is(client, home):
    value = {"kind": "danger", "title": "Take care", "text": "<p>This page names grief.</p>"}

    text = shown(client, ("callout", value))

    assert "notice--danger" in text
    assert "<p>This page names grief.</p>" in text


def test_folds_open_without_a_script(client, home):
    text = shown(client, ("accordion", [{"title": "May I bring a friend?", "text": "<p>Yes.</p>"}]))

    assert "<summary" in text
    assert "May I bring a friend?</summary>" in text
    assert "<p>Yes.</p>" in text


def test_a_picture_has_its_words_and_its_measures(client, home):
    image = SiteImageFactory()
    value = {
        "image": {"image": image.pk, "alt_text": "A path through hills", "decorative": False},
        "caption": "Above the harbour",
    }
    page = StandardPageFactory(slug="story")
    page.body = story.to_python([{"type": "image", "value": value}])
    page.save()

    text = client.get(page.url).content.decode()

    assert 'alt="A path through hills"' in text
    assert "width=" in text
    assert "Above the harbour</figcaption>" in text


def test_a_picture_without_words_is_refused_unless_it_is_decorative(db):
    image = SiteImageFactory()

    def value(**words):
        return {"image": {"image": image.pk, **words}, "caption": ""}

    clean("image", value(alt_text="A path", decorative=False))
    clean("image", value(alt_text="", decorative=True))
    with pytest.raises(ValidationError) as refusal:
        clean("image", value(alt_text="", decorative=False))

    (error,) = refusal.value.block_errors.values()
    words = error.block_errors["image"].block_errors["alt_text"].messages
    assert words == ["Please add some alt text for your image or mark it as decorative"]


@pytest.mark.parametrize("pictures", [1, 5])
def test_the_pictures_of_a_story_are_fetched_together(
    home, pictures, client, django_assert_num_queries
):
    HelpLineFactory()
    page = StandardPageFactory(slug="story")
    page.body = story.to_python(
        [
            {
                "type": "image",
                "value": {
                    "image": {"image": image.pk, "alt_text": "Tea", "decorative": False},
                    "caption": "",
                },
            }
            for image in SiteImageFactory.create_batch(pictures)
        ]
    )
    page.save()
    client.get(page.url)

    with django_assert_num_queries(7):  # a plain page's 5, the pictures, their sizes
        client.get(page.url)


def test_a_file_shows_its_type_and_size(client, home):
    document = SiteDocumentFactory(title="A guide", file_size=20480)

    text = shown(client, ("document", {"document": document, "note": "large print"}))

    assert f'href="{document.url}"' in text
    assert "PDF, 20.0\xa0KB · <bdi>large print</bdi>" in text


TABLE = {
    "caption": "Hours a week",
    "columns": [{"type": "text", "heading": "Team"}, {"type": "number", "heading": "Hours"}],
    "rows": [{"values": ["Respite house", "23.5"]}, {"values": ["Wards", None]}],
}


def test_a_table_has_a_caption_and_names_its_rows(client, home):
    page = StandardPageFactory(slug="story")
    page.body = story.to_python([{"type": "table", "value": TABLE}])
    page.save()

    text = client.get(page.url).content.decode()

    assert "Hours a week</caption>" in text
    assert '<th scope="col" dir="auto">Hours</th>' in text
    assert '<th scope="row">Respite house</th>' in text
    assert "23.5</td>" in text
    assert "None" not in text


def test_two_tables_on_a_page_are_told_apart(client, home):
    page = StandardPageFactory(slug="story")
    page.body = story.to_python(
        [{"type": "table", "value": TABLE, "id": key} for key in ("one", "two")]
    )
    page.save()

    text = client.get(page.url).content.decode()

    assert 'aria-labelledby="table-one"' in text
    assert 'id="table-two"' in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"caption": " "}, "Write a caption: one line that says what the table shows."),
        (
            {"columns": [{"type": "text", "heading": ""}, {"type": "number", "heading": "H"}]},
            "Give every column a heading.",
        ),
        ({"columns": [], "rows": []}, "Give every column a heading."),
    ],
)
def test_a_table_without_a_caption_or_headings_is_refused(change, words):
    with pytest.raises(ValidationError) as refusal:
        clean("table", TABLE | change)

    (error,) = refusal.value.block_errors.values()
    assert error.non_block_errors == [words]


def test_a_link_out_names_the_site_and_loads_nothing_from_it(client, home):
    value = {
        "url": "https://www.example.org/talk",
        "title": "A talk",
        "transcript": "<p>Kia ora.</p>",
    }

    text = shown(client, ("embed", value))

    assert "Opens on example.org" in text
    assert "<iframe" not in text
    assert text.count("example.org/talk") == 1
    assert "<p>Kia ora.</p>" in text


@pytest.mark.parametrize("url", ["http://example.org", "ftp://example.org", "javascript:alert(1)"])
def test_a_link_out_is_refused_unless_it_is_https(url):
    with pytest.raises(ValidationError) as refusal:
        clean("embed", {"url": url, "title": "A talk", "transcript": ""})

    assert set(errors(refusal)) == {"url"}


def test_a_button_leads_to_a_page_or_an_address(client, home):
    target = StandardPageFactory(slug="target")

    text = shown(
        client,
        ("call_to_action", {"text": "Read on", "page": target, "url": ""}),
        ("call_to_action", {"text": "Apply", "page": None, "url": "https://example.org/apply"}),
    )

    assert 'href="/target/">Read on' in text
    assert 'href="https://example.org/apply" rel="noopener noreferrer">Apply' in text


def test_a_button_to_a_page_that_was_unpublished_is_not_shown(client, home):
    target = StandardPageFactory(slug="target", live=False)

    assert "Read on" not in shown(
        client, ("call_to_action", {"text": "Read on", "page": target, "url": ""})
    )


def test_a_button_with_two_ends_or_none_is_refused(home):
    page = Page.objects.get(pk=home.pk)

    with pytest.raises(ValidationError) as both:
        clean("call_to_action", {"text": "Go", "page": page.pk, "url": "https://example.org"})
    with pytest.raises(ValidationError) as neither:
        clean("call_to_action", {"text": "Go", "page": None, "url": ""})

    assert errors(both) == {"url": "Choose a page or write an address, not both."}
    assert errors(neither) == {"page": "Choose a page or write an address."}


def test_stories_carry_no_inline_style_or_script(client, home):
    text = shown(
        client,
        *[
            (name, block.get_preview_value())
            for name, block in story.child_blocks.items()
            if name != "image"
        ],
    )

    assert "style=" not in text
    assert "onclick" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("name", story.child_blocks)
def test_every_block_is_introduced_to_editors_with_a_preview(coordinator_client, home, name):
    SiteImageFactory()
    SiteDocumentFactory()
    block = StandardPage.body.field.stream_block.child_blocks[name]

    response = coordinator_client.get(
        reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
    )

    assert response.status_code == 200
    assert "css/site.css" in response.content.decode()
    assert block.is_previewable
    assert block.get_description()
    assert block.meta.group
    assert block.meta.icon not in ("", "placeholder")


def test_blocks_stand_in_migrations_by_name_alone():
    _name, _path, (blocks,), options = StandardPage._meta.get_field("body").deconstruct()

    assert [name for name, _number in blocks] == list(story.child_blocks)
    assert options["block_lookup"][0] == ("core.blocks.Prose", [], {})
