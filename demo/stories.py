"""From a page's ``body`` in TOML to what a story field keeps."""

import json
from collections.abc import Callable
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from demo import data

Entry = dict[str, Any]


def story(body: list[Entry], home: Page) -> str:
    """A story field's value. Documents, pictures and pages are found by their names."""
    return json.dumps(
        [{"type": entry["type"], "value": _VALUES[entry["type"]](entry, home)} for entry in body]
    )


def document_named(file: str) -> Any:
    """The demo's document that was made from this file."""
    title = data.title_of("document", file)
    return get_document_model().objects.filter(title=title).latest("pk")


def picture_named(name: str) -> Any:
    title = data.title_of("picture", f"{name}.jpg")
    return get_image_model().objects.filter(title=title).latest("pk")


def _prose(entry: Entry, home: Page) -> str:
    return entry["text"].strip()


def _quote(entry: Entry, home: Page) -> Entry:
    return {"text": entry["text"], "role": entry["role"]}


def _callout(entry: Entry, home: Page) -> Entry:
    return {"kind": entry["kind"], "title": entry["title"], "text": entry["text"]}


def _accordion(entry: Entry, home: Page) -> list[Entry]:
    return entry["items"]


def _image(entry: Entry, home: Page) -> Entry:
    picture = picture_named(entry["image"])
    words = {"image": picture.pk, "alt_text": picture.description, "decorative": False}
    return {"image": words, "caption": entry["caption"]}


def _document(entry: Entry, home: Page) -> Entry:
    return {"document": document_named(entry["document"]).pk, "note": entry["note"]}


def _table(entry: Entry, home: Page) -> Entry:
    return {
        "caption": entry["caption"],
        "columns": [{"type": "text", "heading": heading} for heading in entry["headings"]],
        "rows": [{"values": row} for row in entry["rows"]],
    }


def _call_to_action(entry: Entry, home: Page) -> Entry:
    page = Page.objects.get(url_path=home.url_path + entry["page"].lstrip("/"))
    return {"text": entry["text"], "page": page.pk, "url": ""}


_VALUES: dict[str, Callable[[Entry, Page], Any]] = {
    "prose": _prose,
    "quote": _quote,
    "callout": _callout,
    "accordion": _accordion,
    "image": _image,
    "document": _document,
    "table": _table,
    "call_to_action": _call_to_action,
}
