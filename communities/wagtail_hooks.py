"""Coordinators' screens for memberships."""

from typing import Any

import django_filters
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.models import Page

from communities import privacy  # noqa: F401 -- offers the groups that the editor knows
from communities.enums import State, Visibility
from communities.forms import MembershipForm
from communities.models import CommunityPage, Membership
from core.columns import ActionColumn, MomentColumn, StateColumn
from core.screens import ByWhoAsks, UndeletableIndexView, UndeletableViewSet
from members import audit
from members.models import User
from members.noted import Noted, NotedOne
from members.sending import MakesOnce
from members.staff import about_people
from members.wagtail_hooks import register_member_chooser

about_people("memberships")


class MembershipFilterSet(WagtailFilterSet):
    community = django_filters.ModelChoiceFilter(
        queryset=CommunityPage.objects.order_by("folded_title"), label=_("Community")
    )
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("How it stands"))
    is_facilitator = django_filters.BooleanFilter(label=_("Facilitator"))

    class Meta:
        model = Membership
        fields: list[str] = []


class MembershipNoted(Noted):
    look = audit.MEMBERSHIPS

    def whose(self, row: Membership) -> User:
        return row.member


class MembershipIndexView(MembershipNoted, UndeletableIndexView):
    first_heading = _("Name")
    when_empty = _("Nobody has joined a community yet.")
    waits = Q(state=State.REQUESTED)
    since = "changed_at"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("member", "community")


class MembershipCreateView(MakesOnce, ByWhoAsks, CreateView):
    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form, with a search for the member: a list to choose from would show everybody."""
        form = super().get_form(*args, **kwargs)
        form.fields["member"].widget = register_member_chooser().widget_class()
        return form


class MembershipEditView(MembershipNoted, ByWhoAsks, EditView):
    def save_instance(self) -> Membership:
        audit.note(by=self.request.user, about=self.object.member, what=audit.MEMBERSHIP)
        return super().save_instance()

    def get_delete_url(self) -> None:
        return None


class MembershipHistoryView(NotedOne, MembershipNoted, HistoryView):
    pass


class MembershipUsageView(NotedOne, MembershipNoted, UsageView):
    pass


def asks(row: Membership) -> bool:
    return row.state == State.REQUESTED


def to_answer(row: Membership) -> tuple[Any, str] | None:
    """Requests are answered where facilitators answer them, so that their person is told."""
    if not asks(row) or not row.community.live:
        return None
    where = [row.community_id, row.member.public_id]
    return _("Answer"), reverse("communities:answer_request", args=where)


class MembershipViewSet(UndeletableViewSet):
    model = Membership
    name = "memberships"
    icon = "group"
    menu_label = _("Memberships")
    menu_order = 610
    form_class = MembershipForm
    filterset_class = MembershipFilterSet
    index_view_class = MembershipIndexView
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    history_view_class = MembershipHistoryView
    usage_view_class = MembershipUsageView
    search_fields = ("member__folded_name", "member__email", "community__folded_title")
    list_display = (
        "member",
        Column("community", label=_("Community"), sort_key="community__folded_title"),
        StateColumn("get_state_display", label=_("How it stands"), sort_key="state", waits=asks),
        Column(
            "facilitates",
            label=_("Facilitator"),
            sort_key="is_facilitator",
            accessor=lambda row: _("Facilitator") if row.facilitates else "",
        ),
        MomentColumn("changed_at", label=_("Since"), sort_key="changed_at"),
        ActionColumn(to_answer, of=lambda row: row.member),
    )

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


@hooks.register("before_publish_page")
@hooks.register("after_edit_page")
def show_to_whom_it_may(request: HttpRequest, page: Page) -> None:
    """Write who may know of a community, as chosen in the form, before its text is published."""
    if isinstance(page, CommunityPage) and page.pk and page.wished_visibility:
        page.show_to(page.wished_visibility)


@hooks.register("after_copy_page")
def hide_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy of a hidden community is hidden for its own members, and not for the first one's."""
    original, copy = page.specific, new_page.specific
    if isinstance(original, CommunityPage) and original.visibility == Visibility.HIDDEN:
        copy.show_to(Visibility.HIDDEN)


@hooks.register("register_admin_viewset")
def register_memberships() -> MembershipViewSet:
    return MembershipViewSet()
