"""What the editors' screens offer beyond Wagtail's own, and what they keep back."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.editors import knows_every_page, pages_known_to

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


@hooks.register("construct_page_chooser_queryset")
def leave_out_unknown_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Choosers name no page that the editor may not know of."""
    return pages.filter(pk__in=pages_known_to(request.user).order_by().values("pk"))


@hooks.register("construct_reports_menu")
def leave_out_what_counts_every_page(request: HttpRequest, items: list[MenuItem]) -> None:
    """The report is not there for an editor of one section."""
    if not knows_every_page(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]
