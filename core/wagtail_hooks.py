"""What the editors' screens offer beyond Wagtail's own, and what they keep back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineStyleElementHandler,
    PageLinkElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.documents import get_document_model
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.addresses import number
from core.editors import knows, knows_every_page, pages_known_to

MAORI = "MAORI"


@hooks.register("register_rich_text_features")
def register_maori(features: FeatureRegistry) -> None:
    """Words marked as te reo Māori, so that a screen reader says them as such."""
    features.register_editor_plugin(
        "draftail",
        "maori",
        InlineStyleFeature(
            {
                "type": MAORI,
                "label": "mi",
                "description": "Te reo Māori: spoken as such by screen readers",
                "element": "em",
            }
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "maori",
        {
            "from_database_format": {"span[lang=mi]": InlineStyleElementHandler(MAORI)},
            "to_database_format": {
                "style_map": {MAORI: {"element": "span", "props": {"lang": "mi"}}}
            },
        },
    )


class PageLink(PageLinkElementHandler):
    """A link in a text, as the editor is shown it: to a hidden page as to one that is gone."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        page = Page.objects.filter(pk=number(attrs["id"])).first()
        if page is not None and not knows(page):
            return {"id": page.pk, "url": None, "parentId": None}
        return super().get_attribute_data(attrs)


class DocumentLink(DocumentLinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        document = get_document_model().objects.filter(pk=number(attrs.get("id"))).first()
        if document is not None and not knows(document):
            return {"id": document.pk}
        return super().get_attribute_data(attrs)


@hooks.register("register_rich_text_features", order=1)
def name_nothing_hidden_in_links(features: FeatureRegistry) -> None:
    """Show an editor's links by our rules in place of Wagtail's, which are registered before."""
    rules = features.converter_rules_by_converter["contentstate"]
    rules["link"]["from_database_format"]['a[linktype="page"]'] = PageLink("LINK")
    documents = rules["document-link"]["from_database_format"]
    documents['a[linktype="document"]'] = DocumentLink("DOCUMENT")


@hooks.register("construct_page_chooser_queryset")
def leave_out_unknown_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Choosers name no page that the editor may not know of."""
    return pages.filter(pk__in=pages_known_to(request.user).order_by().values("pk"))


@hooks.register("construct_reports_menu")
def leave_out_what_counts_every_page(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide the report of page types from an editor of one section: it counts every page."""
    if not knows_every_page(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]
