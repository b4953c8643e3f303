"""Coordinators' screens for memberships."""

from typing import Any

import django_filters
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from communities.enums import State
from communities.forms import MembershipForm
from communities.models import CommunityPage, Membership
from members import audit


class MembershipFilterSet(WagtailFilterSet):
    community = django_filters.ModelChoiceFilter(
        queryset=CommunityPage.objects.order_by("title"), label=_("Community")
    )
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"))
    is_facilitator = django_filters.BooleanFilter(label=_("Facilitator"))

    class Meta:
        model = Membership
        fields: list[str] = []


class MembershipIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("member", "community")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        seen = [membership.member for membership in context["object_list"]]
        audit.note(by=self.request.user, about=seen, what=audit.MEMBERSHIPS)
        return context

    def get_delete_url(self, instance: Membership) -> None:
        return None


class MembershipEditView(EditView):
    def save_instance(self) -> Membership:
        audit.note(by=self.request.user, about=self.object.member, what=audit.MEMBERSHIP)
        return super().save_instance()

    def get_delete_url(self) -> None:
        return None


class NoDeletion(View):
    """A membership ends, its row stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class MembershipViewSet(ModelViewSet):
    model = Membership
    name = "memberships"
    icon = "group"
    menu_label = _("Memberships")
    menu_order = 610
    add_to_admin_menu = True
    copy_view_enabled = False
    form_class = MembershipForm
    filterset_class = MembershipFilterSet
    index_view_class = MembershipIndexView
    edit_view_class = MembershipEditView
    search_fields = ("member__display_name", "member__email", "community__title")
    search_backend_name = None
    list_display = (
        "member",
        Column("community", label=_("Community"), sort_key="community__title"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        BooleanColumn("is_facilitator", label=_("Facilitator"), sort_key="is_facilitator"),
        DateColumn("joined_at", label=_("Joined"), sort_key="joined_at"),
    )

    @property
    def delete_view(self) -> Any:
        return NoDeletion.as_view()

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


@hooks.register("register_admin_viewset")
def register_memberships() -> MembershipViewSet:
    return MembershipViewSet()
