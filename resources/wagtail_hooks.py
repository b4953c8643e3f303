"""Editors' screens of the library."""

from typing import ClassVar

from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from members.sending import MakesOnce
from resources.models import Topic


class TopicCreateView(MakesOnce, CreateView):
    pass


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    add_view_class = TopicCreateView
    menu_label = "Library topics"
    add_to_admin_menu = True
    menu_order = 450
    list_display: ClassVar[list[str]] = ["name", "slug"]
    panels: ClassVar[list[Panel]] = [TitleFieldPanel("name"), FieldPanel("slug")]


register_snippet(TopicViewSet)
