"""Editors' screens of the library."""

from typing import ClassVar

from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from resources.models import Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Library topics"
    add_to_admin_menu = True
    menu_order = 450
    list_display: ClassVar[list[str]] = ["name", "slug"]
    panels: ClassVar[list[Panel]] = [TitleFieldPanel("name"), FieldPanel("slug")]


register_snippet(TopicViewSet)
