"""What Wagtail does with people: what is closed to them, and accounts that stay."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import LogActionRegistry
from wagtail.models import BaseViewRestriction, Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

from members import audit
from members.confirming.organisation_form import OrganisationForm
from members.confirming.viewset import RoleViewSet
from members.joining.viewsets import InvitationViewSet, WaitingViewSet
from members.models import Area, Organisation, User
from members.noted import Noted
from members.staff import about_people

about_people("people_waiting", "invitations", "confirmed_roles")
about_people("wagtailsnippets_members_organisation")  # Its contacts are named by address.

# Accounts are never deleted, and the rest is decided for one person at a time.
for action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    action.models = []


def would_open_by_signing_in(restrictions: QuerySet, request: HttpRequest) -> bool:
    """Is a sign-in all that is missing? For a group's own things it never is: they stay unknown."""
    return not request.user.is_authenticated and all(
        restriction.restriction_type == BaseViewRestriction.LOGIN
        for restriction in restrictions
        if not restriction.accept_request(request)
    )


@hooks.register("on_serve_page", order=-1)
def hide_closed_pages(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 where Wagtail sends people to sign in who are, or whom it would not help.

    It asks only when Wagtail has refused already, so that an open page costs nothing.
    """

    def serve_or_hide(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        refused = isinstance(response, HttpResponseRedirect) and response.url.startswith(
            f"{settings.WAGTAIL_FRONTEND_LOGIN_URL}?"
        )
        if refused and not would_open_by_signing_in(page.get_view_restrictions(), request):
            raise Http404
        return response

    return serve_or_hide


@hooks.register("before_serve_document", order=-1)
def hide_closed_documents(document: AbstractDocument, request: HttpRequest) -> None:
    """The same for a document's collection; a visitor is asked to sign in where that helps."""
    restrictions = document.collection.get_view_restrictions()
    refused = any(not restriction.accept_request(request) for restriction in restrictions)
    if refused and not would_open_by_signing_in(restrictions, request):
        raise Http404


@hooks.register("register_log_actions")
def name_what_happens(actions: LogActionRegistry) -> None:
    actions.register_action("members.close_account", _("Close account"), _("Account closed"))
    actions.register_action("members.let_in", _("Let somebody in"), _("Let in"))


class NotedChoice(Noted):
    """A list of members to choose from tells names that a member would not find."""

    look = audit.CHOSEN

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        return context["results"]


class MemberChooseView(NotedChoice, ChooseView):
    pass


class MemberChooseResultsView(NotedChoice, ChooseResultsView):
    pass


class MemberChosenView(ChosenView):
    def get_object(self, pk: Any) -> User:
        chosen = super().get_object(pk)
        audit.note(by=self.request.user, about=chosen, what=audit.CHOSEN)
        return chosen


class MemberChooserViewSet(ChooserViewSet):
    """Choose one member among thousands, by name or address."""

    model = User
    icon = "user"
    choose_one_text = "Choose a member"
    choose_another_text = "Choose another member"
    page_title = "Choose a member"
    choose_view_class = MemberChooseView
    choose_results_view_class = MemberChooseResultsView
    chosen_view_class = MemberChosenView


@hooks.register("register_admin_viewset")
def register_member_chooser() -> MemberChooserViewSet:
    return MemberChooserViewSet("member_chooser", url_prefix="members/choose")


@hooks.register("register_admin_viewset")
def register_roles() -> RoleViewSet:
    return RoleViewSet()


@hooks.register("register_admin_viewset")
def register_joining() -> list[ModelViewSet]:
    return [WaitingViewSet(), InvitationViewSet()]


class OrganisationEditView(Noted, EditView):
    look = audit.CONTACTS

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        return self.object.contacts.all()


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    edit_view_class = OrganisationEditView
    icon = "home"
    menu_label = "Organisations"
    add_to_admin_menu = True
    menu_order = 620
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["name", "get_type_display"]
    list_filter: ClassVar[list[str]] = ["type"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("type"), FieldPanel("contact_addresses")],
        base_form_class=OrganisationForm,
    )


class AreaViewSet(SnippetViewSet):
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
