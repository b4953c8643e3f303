"""Wagtail's hooks about people: what is closed is hidden from them, and accounts stay."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, PageViewRestriction
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction as DeleteSnippetsBulkAction
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

from core.querysets import page_restrictions
from members.access import would_open_by_signing_in
from members.choosing import MemberChooserViewSet
from members.joining.viewsets import InvitationViewSet, WaitingViewSet
from members.staff import about_people

about_people("people_waiting", "invitations")

# Accounts are never deleted, and the rest is decided for one person at a time. So it is with
# organisations, areas and topics, which other things may name.
for action in (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
    DeleteSnippetsBulkAction,
):
    action.models = []


@hooks.register("on_serve_page", order=-1)
def hide_closed_pages(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 where Wagtail would ask somebody to sign in who has, or whom it would not help.

    It asks only when Wagtail has refused already, so that an open page costs nothing. A page
    under a shared password, such as another site's data may bring, opens to nobody here.
    """

    def serve_or_hide(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        if any(
            each.kind == PageViewRestriction.PASSWORD and page.path.startswith(each.path)
            for each in page_restrictions()
        ):
            raise Http404
        refused = isinstance(response, HttpResponseRedirect) and response.url.startswith(
            f"{settings.WAGTAIL_FRONTEND_LOGIN_URL}?"
        )
        if refused and not would_open_by_signing_in(page.get_view_restrictions(), request):
            raise Http404
        return response

    return serve_or_hide


@hooks.register("before_serve_document", order=-1)
def hide_closed_documents(document: AbstractDocument, request: HttpRequest) -> None:
    """Answer 404 for a document of a closed collection; visitors sign in where that helps."""
    restrictions = document.collection.get_view_restrictions()
    refused = any(not restriction.accept_request(request) for restriction in restrictions)
    if refused and not would_open_by_signing_in(restrictions, request):
        raise Http404


@hooks.register("register_log_actions")
def name_what_happens(actions: LogActionRegistry) -> None:
    actions.register_action("members.close_account", _("Close account"), _("Account closed"))
    actions.register_action("members.let_in", _("Let somebody in"), _("Let in"))


@hooks.register("register_admin_viewset")
def register_member_chooser() -> MemberChooserViewSet:
    return MemberChooserViewSet("member_chooser", url_prefix="members/choose")


@hooks.register("register_admin_viewset")
def register_joining() -> list[ModelViewSet]:
    return [WaitingViewSet(), InvitationViewSet()]
