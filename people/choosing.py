"""Choosing an organisation or an area in the editors' screens."""

from wagtail.snippets.views.chooser import SnippetChooserViewSet

from core.finding import ChoosesFolded


class PlaceChooserViewSet(ChoosesFolded, SnippetChooserViewSet):
    """Choose an organisation or an area."""

    search_fields = ("folded_name",)
