"""What the editor of prose offers beyond Wagtail's own."""

from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

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
