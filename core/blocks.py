"""The blocks that pages are written with.

Stored values, for whoever writes them from code: ``prose`` is HTML; the others are
dicts with the names of the fields below; ``image`` is
``{"image": {"image": pk, "alt_text": str, "decorative": bool}, "caption": str}``;
``document`` is ``{"document": pk, "note": str}``; ``table`` is Wagtail's typed table;
``accordion`` is a list of ``{"title": str, "text": html}``.
"""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Model, prefetch_related_objects
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from core.text import title

PROSE = ["h2", "h3", "bold", "italic", "maori", "ol", "ul", "link", "document-link"]
PLAIN_PROSE = PROSE[2:]

WORDS = "Words"
FILES = "Pictures and files"
LEADS_ON = "Where to go next"


def https_only(address: str) -> None:
    """Refuse an address that does not begin with https://."""
    if not address.lower().startswith("https://"):
        raise ValidationError("Write an address that starts with https://.", code="not_https")


class Named:
    """A block that a migration names alone, so that a new label or help text needs no migration.

    What is stored must be minded instead: renaming or removing a field needs a data migration.
    """

    def deconstruct(self) -> tuple[str, list, dict]:
        return f"{type(self).__module__}.{type(self).__qualname__}", [], {}

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list, dict]:
        return self.deconstruct()

    @classmethod
    def construct_from_lookup(cls, lookup: Any, *args: Any, **kwargs: Any) -> Any:
        return cls()


class Prose(Named, blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=PROSE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Words"
        description = "Paragraphs, headings, lists and links"
        group = WORDS
        template = "blocks/prose.html"
        preview_value = (
            "<h2>Why peers meet</h2><p>A place to <b>ask</b>, to be heard and to learn from "
            "each other’s practice.</p><ul><li>Bring a question</li><li>Bring a colleague</li></ul>"
        )


class Quote(Named, blocks.StructBlock):
    text = blocks.TextBlock(label="What was said", rows=3)
    role = blocks.CharBlock(
        label="Said by",
        required=False,
        max_length=120,
        help_text=(
            "A role, never a name: “Peer support worker, community team”. "
            "That somebody is a peer worker is theirs to tell."
        ),
    )

    class Meta:
        icon = "openquote"
        label = "Quote"
        description = "Something somebody said, signed with a role and no name"
        group = WORDS
        template = "blocks/quote.html"
        preview_value: ClassVar[dict] = {
            "text": "It helps to sit beside somebody who does not need it explained.",
            "role": "Peer support worker, community team",
        }


class Callout(Named, blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("info", "Good to know"),
            ("good", "What works"),
            ("content", "Content note"),
            ("danger", "Take care"),
        ],
        default="info",
    )
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=PLAIN_PROSE)

    class Meta:
        icon = "info-circle"
        label = "Callout"
        description = "A few lines that must not be missed"
        group = WORDS
        template = "blocks/callout.html"
        label_format = "Callout: {title}"
        preview_value: ClassVar[dict] = {
            "kind": "info",
            "title": "Before you start",
            "text": "<p>Ask your team leader for an hour a week to take part.</p>",
        }


class Fold(blocks.StructBlock):
    title = blocks.CharBlock(
        max_length=160, help_text="A question or a few words: what opening it will show."
    )
    text = blocks.RichTextBlock(features=PLAIN_PROSE)

    class Meta:
        icon = "collapse-down"
        label = "Fold"


class Accordion(Named, blocks.ListBlock):
    """Folds, closed until somebody opens them; they need no script."""

    def __init__(self, child_block: Any = Fold, **kwargs: Any) -> None:
        super().__init__(child_block, **({"min_num": 1} | kwargs))

    class Meta:
        icon = "list-ul"
        label = "Folds"
        description = "Questions and answers that open one by one"
        group = WORDS
        template = "blocks/accordion.html"
        preview_value: ClassVar[list] = [
            {
                "title": "Does it cost anything?",
                "text": "<p>No. Your employer gives the time.</p>",
            },
            {
                "title": "Can I bring a colleague?",
                "text": "<p>Yes, everybody who works beside peers is welcome.</p>",
            },
        ]


class Picture(Named, blocks.StructBlock):
    image = ImageBlock(
        label="Picture",
        help_text=(
            "Say in the alternative text what the picture shows and why it is here. Mark it as "
            "decorative only when the page loses nothing without it."
        ),
    )
    caption = blocks.CharBlock(required=False, max_length=200)

    def get_preview_value(self) -> blocks.StructValue:
        image = get_image_model().objects.order_by("pk").first()
        return self.normalize(
            {
                "image": {
                    "image": image,
                    "alt_text": image.default_alt_text if image else "",
                    "decorative": False,
                },
                "caption": "A line under the picture.",
            }
        )

    class Meta:
        icon = "image"
        label = "Picture"
        description = "A picture with words for those who do not see it, and a caption"
        group = FILES
        template = "blocks/image.html"


class File(Named, blocks.StructBlock):
    document = DocumentChooserBlock()
    note = blocks.CharBlock(
        required=False, max_length=120, help_text="For example “large print” or “in te reo Māori”."
    )

    def get_preview_value(self) -> blocks.StructValue:
        document = get_document_model().objects.order_by("pk").first()
        return self.normalize({"document": document, "note": "large print"})

    class Meta:
        icon = "doc-full"
        label = "File"
        description = "A file to read or download, with its type and size"
        group = FILES
        template = "blocks/document.html"


class Table(Named, TypedTableBlock):
    """A table with a caption; the first cell of each row names the row."""

    text = blocks.CharBlock(required=False, label="Words")
    number = blocks.DecimalBlock(required=False, label="Number")
    rich_text = blocks.RichTextBlock(
        required=False, features=["bold", "italic", "maori", "link"], label="Words with links"
    )

    def clean(self, value: TypedTable) -> TypedTable:
        table = super().clean(value)
        table.caption = title(table.caption)
        for column in table.columns:
            column["heading"] = title(column["heading"])
        problems = []
        if not table.caption:
            problems.append("Write a caption: one line that says what the table shows.")
        if not table.columns or not all(column["heading"] for column in table.columns):
            problems.append("Give every column a heading.")
        if problems:
            raise TypedTableBlockValidationError(non_block_errors=problems)
        return table

    class Meta:
        icon = "table"
        label = "Table"
        description = "Rows and columns with a caption and headings"
        group = WORDS
        template = "blocks/table.html"
        preview_value: ClassVar[dict] = {
            "caption": "Hours of peer support each week",
            "columns": [
                {"type": "text", "heading": "Team"},
                {"type": "number", "heading": "Hours"},
            ],
            "rows": [
                {"values": ["Community team", 23]},
                {"values": ["Respite house", 30]},
            ],
        }


class LinkOutValue(blocks.StructValue):
    @property
    def host(self) -> str:
        """The site that the link opens, as somebody would say it: example.org."""
        return (urlsplit(self.get("url") or "").hostname or "").removeprefix("www.")


class LinkOut(Named, blocks.StructBlock):
    url = blocks.URLBlock(
        label="Address",
        validators=[https_only],
        help_text=(
            "The page of the video, recording or map, starting with https://. It opens on its own "
            "site: nothing is loaded from there until somebody chooses to go."
        ),
    )
    title = blocks.CharBlock(max_length=160)
    transcript = blocks.RichTextBlock(
        required=False,
        features=PLAIN_PROSE,
        help_text="What is said and shown, for those who read rather than watch or listen.",
    )

    class Meta:
        icon = "media"
        label = "Video or other site"
        description = "A card that opens a video, recording or map on its own site"
        group = LEADS_ON
        template = "blocks/embed.html"
        value_class = LinkOutValue
        preview_value: ClassVar[dict] = {
            "url": "https://example.org/talk",
            "title": "Walking alongside: a recorded talk (24 minutes)",
            "transcript": "<p>Kia ora koutou, and welcome.</p>",
        }


class CallToActionValue(blocks.StructValue):
    @property
    def page_or_none(self) -> Model | None:
        """The page chosen, unless it was unpublished since."""
        page = self.get("page")
        return page if page and page.live else None


class CallToAction(Named, blocks.StructBlock):
    text = blocks.CharBlock(
        max_length=60, help_text="What happens next: “Apply for a scholarship”, “Join”."
    )
    page = blocks.PageChooserBlock(required=False, label="Page on this site")
    url = blocks.URLBlock(required=False, label="Or an address", validators=[https_only])

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        page, url = cleaned.get("page"), cleaned.get("url")
        if page and url:
            error = ValidationError("Choose a page or write an address, not both.")
            raise StructBlockValidationError(block_errors={"url": error})
        if not page and not url and not self.is_deferred_validation:
            error = ValidationError("Choose a page or write an address.")
            raise StructBlockValidationError(block_errors={"page": error})
        return cleaned

    class Meta:
        icon = "arrow-right-full"
        label = "Button"
        description = "One clear next step, to a page here or elsewhere"
        group = LEADS_ON
        template = "blocks/call_to_action.html"
        value_class = CallToActionValue
        preview_value: ClassVar[dict] = {
            "text": "Apply for a scholarship",
            "url": "https://example.org/apply",
        }


class StoryBlock(blocks.StreamBlock):
    """What a page may be written with. Headings begin at h2: the page's title is the h1."""

    prose = Prose()
    callout = Callout()
    quote = Quote()
    accordion = Accordion()
    table = Table()
    image = Picture()
    document = File()
    embed = LinkOut()
    call_to_action = CallToAction()

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        """Fetch the sizes of every picture in the story at once."""
        images = [
            child.value["image"]
            for child in value
            if child.block_type == "image" and child.value["image"]
        ]
        prefetch_related_objects(images, "renditions")
        return super().get_context(value, parent_context=parent_context)

    class Meta:
        template = "blocks/story.html"
