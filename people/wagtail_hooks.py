"""Editors' screens for confirmed roles, organisations and areas."""

from collections.abc import Iterable
from typing import Any, ClassVar

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from core.screens import DeleteUnlessUsed, HouseList
from members import audit
from members.models import User
from members.noted import Noted
from members.sending import MakesOnce
from members.staff import about_people
from people.choosing import PlaceChooserViewSet
from people.confirmed_roles.viewset import RoleViewSet
from people.models import Area, Organisation
from people.organisation_form import OrganisationForm

about_people("confirmed_roles")
about_people("wagtailsnippets_people_organisation")  # Its contacts are named by address.


@hooks.register("register_admin_viewset")
def register_roles() -> RoleViewSet:
    return RoleViewSet()


class PlaceCreateView(MakesOnce, CreateView):
    """The form of a new organisation or area."""


class PlaceDeleteView(DeleteUnlessUsed, DeleteView):
    pass


class PlaceIndexView(HouseList, IndexView):
    when_empty = "No name stands here yet."


class PlaceViewSet(SnippetViewSet):
    """Organisations and areas are listed, searched and chosen by their names alike."""

    index_view_class = PlaceIndexView
    index_results_template_name = PlaceIndexView.results_template_name
    add_view_class = PlaceCreateView
    delete_view_class = PlaceDeleteView
    delete_template_name = PlaceDeleteView.template_name
    chooser_viewset_class = PlaceChooserViewSet
    search_fields: ClassVar[list[str]] = ["folded_name"]
    search_backend_name = None


class OrganisationEditView(Noted, EditView):
    look = audit.CONTACTS

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        return self.object.contacts.all()


class OrganisationViewSet(PlaceViewSet):
    model = Organisation
    edit_view_class = OrganisationEditView
    icon = "home"
    menu_label = "Organisations"
    add_to_admin_menu = True
    menu_order = 620
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("get_type_display", label="Kind", sort_key="type"),
    ]
    list_filter: ClassVar[list[str]] = ["type"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("type"), FieldPanel("contact_addresses")],
        base_form_class=OrganisationForm,
    )


class AreaViewSet(PlaceViewSet):
    model = Area
    icon = "site"
    menu_label = "Areas"
    add_to_admin_menu = True
    menu_order = 630
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["name", "parent"]
    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("parent")]


register_snippet(OrganisationViewSet)
register_snippet(AreaViewSet)
