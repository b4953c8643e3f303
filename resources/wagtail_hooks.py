"""Editors' screens of the library."""

from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from core.screens import HouseList
from members.sending import MakesOnce
from resources.models import Topic


class TopicCreateView(MakesOnce, CreateView):
    pass


class TopicIndexView(HouseList, IndexView):
    page_title = "Library topics"
    add_item_label = "Add a library topic"
    when_empty = "No topic yet."


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    add_view_class = TopicCreateView
    menu_label = "Library topics"
    add_to_admin_menu = True
    menu_order = 450
    index_view_class = TopicIndexView
    search_fields: ClassVar[list[str]] = ["folded_name"]
    search_backend_name = None
    index_results_template_name = TopicIndexView.results_template_name
    list_display: ClassVar[list[Any]] = ["name", Column("slug", label="In its address")]
    panels: ClassVar[list[Panel]] = [TitleFieldPanel("name"), FieldPanel("slug")]


register_snippet(TopicViewSet)
