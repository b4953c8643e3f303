"""Coordinators' screen for the roles that people ask for."""

from typing import Any, ClassVar

import django_filters
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.access import require
from core.columns import ActionColumn, DayColumn, MomentColumn, StateColumn
from core.screens import NoSuchScreen, Screen, UndeletableIndexView, UndeletableViewSet
from members import audit
from members.models import User
from members.noted import Noted
from members.sending import MakesOnce
from people.access import can_decide_role
from people.confirmed_roles.forms import AnswerForm
from people.enums import ConfirmedRoleState, JobRole
from people.models import ConfirmedRole, Organisation


class Stage(models.TextChoices):
    """How far a role has come, as coordinators look for it."""

    WAITING = "waiting", _("Waiting for an answer")
    IN_FORCE = "in_force", _("Confirmed")
    EXPIRING = "expiring", _("Ends within a month")
    EXPIRED = "expired", _("Ended by itself")
    DECLINED = "declined", _("Not confirmed")
    REVOKED = "revoked", _("Taken back")


def at_stage(roles: Any, stage: str, by: Any) -> Any:
    """The roles that have come so far; those that wait are those that this person may answer."""
    return {
        Stage.WAITING: lambda: roles.to_be_answered_by(by),
        Stage.IN_FORCE: roles.in_force,
        Stage.EXPIRING: roles.expiring,
        Stage.EXPIRED: roles.expired,
        Stage.DECLINED: lambda: roles.filter(state=ConfirmedRoleState.DECLINED),
        Stage.REVOKED: lambda: roles.filter(state=ConfirmedRoleState.REVOKED),
    }[Stage(stage)]()


class RoleFilterSet(WagtailFilterSet):
    stage = django_filters.ChoiceFilter(
        choices=Stage.choices,
        label=_("How far it has come"),
        method="at_stage",
    )
    role = django_filters.ChoiceFilter(choices=JobRole.choices, label=_("Role"))
    organisation = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.all(), label=_("Organisation")
    )

    class Meta:
        model = ConfirmedRole
        fields: ClassVar[list[str]] = []

    def at_stage(self, roles: Any, _name: str, stage: str) -> Any:
        return at_stage(roles, stage, self.request.user)


def stage_of(role: ConfirmedRole) -> str:
    if role.is_open:
        return str(Stage.WAITING.label)
    if role.is_expired:
        return str(Stage.EXPIRED.label)
    return str(Stage.EXPIRING.label if role.is_expiring else role.get_state_display())


class RoleIndexView(Noted, UndeletableIndexView):
    look = audit.ROLES
    page_title = _("Confirmed roles")
    first_heading = _("Name")
    when_empty = _("Nobody has asked for a role yet.")
    waits = Q(state=ConfirmedRoleState.REQUESTED)
    since = "requested_at"

    def get_base_queryset(self) -> Any:
        roles = super().get_base_queryset().filter(member__closed_at=None)
        return roles.select_related("member", "organisation", "area")

    def get_add_url(self) -> None:
        return None

    def whose(self, row: ConfirmedRole) -> User:
        return row.member

    @cached_property
    def columns(self) -> list[Any]:
        return [*super().columns, ActionColumn(self.to_answer, of=lambda role: role.member)]

    def to_answer(self, role: ConfirmedRole) -> tuple[Any, str] | None:
        """The way to the answer of a request that waits; nobody answers their own."""
        if not role.is_open or role.member_id == self.request.user.pk:
            return None
        return _("Answer"), reverse("confirmed_roles:edit", args=[role.pk])


class RoleAnswerView(MakesOnce, Screen):
    """One request or role: what it says, what was done with it, and the answer."""

    model = ConfirmedRole
    permission_required = "change"
    template_name = "people/admin/answer_role.html"
    page_title = _("Confirmed role")
    list_title = _("Confirmed roles")
    header_icon = "check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        roles = ConfirmedRole.objects.select_related("member", "organisation", "area")
        self.role = get_object_or_404(roles, pk=kwargs["pk"])
        self.form = self.answer_form(request)

    def answer_form(self, request: Any) -> AnswerForm | None:
        """The form to answer; None where there is nothing to decide, or for one's own role."""
        can_change = self.role.state in (ConfirmedRoleState.REQUESTED, ConfirmedRoleState.VERIFIED)
        if not can_change or not can_decide_role(request.user, self.role):
            return None
        return AnswerForm(request.POST or None, confirmed_role=self.role, by=request.user)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        require(can_decide_role, request.user, self.role)
        if self.form is None:
            raise Http404
        if not self.form.try_save():
            return self.again()
        messages.success(request, _("Your answer is kept, and the person is told."))
        return redirect(self.index_url_name)

    def get_page_subtitle(self) -> str:
        return f"{self.role.member.display_name}: {self.role.get_role_display()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.note(by=self.request.user, about=self.role.member, what=audit.ROLES)
        return super().get_context_data(**kwargs) | {
            "role": self.role,
            "stage": stage_of(self.role),
            "events": self.role.events.select_related("by"),
            "form": self.form,
        }


class RoleViewSet(UndeletableViewSet):
    model = ConfirmedRole
    name = "confirmed_roles"
    url_prefix = "confirmed-roles"
    icon = "check"
    menu_label = _("Confirmed roles")
    menu_order = 605
    inspect_view_enabled = False
    form_fields: ClassVar[list[str]] = ["role"]
    filterset_class = RoleFilterSet
    index_view_class = RoleIndexView
    search_fields = ("member__folded_name", "member__email")
    ordering = ("-requested_at", "-pk")
    list_display = (
        "member",
        Column("get_role_display", label=_("Role"), sort_key="role"),
        Column("organisation", label=_("Organisation"), sort_key="organisation__folded_name"),
        StateColumn(
            "stage", label=_("How far"), accessor=stage_of, waits=lambda role: role.is_open
        ),
        MomentColumn("requested_at", label=_("Asked for"), sort_key="requested_at"),
        DayColumn("valid_until", label=_("Until"), sort_key="valid_until"),
    )

    @property
    def edit_view(self) -> Any:
        return self.construct_view(RoleAnswerView)

    @property
    def add_view(self) -> Any:
        return NoSuchScreen.as_view()
