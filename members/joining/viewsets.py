"""Coordinators' screens: people who wait to be let in, and invitations."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.columns import ActionColumn, DayColumn, MomentColumn, StateColumn
from core.screens import NoSuchScreen, Screen, UndeletableIndexView, UndeletableViewSet
from members import audit
from members.joining import approval, invitations
from members.joining.forms import InviteForm, WaitingForm
from members.models import Application, Invitation, User
from members.noted import Noted
from members.sending import MakesOnce


class WaitingIndexView(Noted, UndeletableIndexView):
    look = audit.WAITING
    first_heading = _("Name")
    when_empty = _("Nobody waits to be let in.")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(waits=True).select_related("user")

    def whose(self, row: Application) -> User:
        return row.user

    def get_add_url(self) -> None:
        return None


class WaitingAnswerView(MakesOnce, Screen):
    permission_required = "change"
    template_name = "members/admin/answer_waiting.html"
    page_title = _("Somebody waits")
    list_title = _("People waiting")
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        waiting = Application.objects.filter(waits=True).select_related("user")
        self.application = get_object_or_404(waiting, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.note(by=self.request.user, about=self.application.user, what=audit.WAITING)
        context = {"application": self.application, "form": WaitingForm()} | kwargs
        return super().get_context_data(**context)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WaitingForm(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        decided: dict[str, Any] = {"application": self.application, "by": request.user}
        if form.cleaned_data["answer"] == WaitingForm.LET_IN:
            approval.approve(**decided)
            messages.success(request, _("They are in, and are told by mail."))
        else:
            approval.decline(**decided, words=form.cleaned_data["words"])
            messages.success(request, _("They are told by mail, and the account is deleted."))
        return redirect(self.index_url_name)


def to_answer(application: Application) -> tuple[Any, str]:
    return _("Answer"), reverse("people_waiting:edit", args=[application.pk])


class WaitingViewSet(UndeletableViewSet):
    model = Application
    name = "people_waiting"
    url_prefix = "people-waiting"
    icon = "user"
    menu_label = _("People waiting")
    menu_order = 603
    form_fields: ClassVar[list[str]] = ["user"]
    index_view_class = WaitingIndexView
    search_fields = ("user__folded_name", "user__email")
    list_display = (
        "user",
        Column("email", label=_("E-mail address"), accessor=lambda each: each.user.email),
        MomentColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        ActionColumn(to_answer, of=lambda each: each.user),
    )

    @property
    def edit_view(self) -> Any:
        return self.construct_view(WaitingAnswerView)

    @property
    def add_view(self) -> Any:
        return NoSuchScreen.as_view()


class InvitationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        choices=[
            ("open", _("Sent")),
            ("over", _("Run out")),
            ("accepted", _("Accepted")),
            ("withdrawn", _("Withdrawn")),
        ],
        label=_("How it stands"),
        method="in_state",
    )

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = []

    def in_state(self, found: Any, _name: str, state: str) -> Any:
        if state == "open":
            return found.open()
        if state == "over":
            return found.unanswered().filter(expires_at__lte=timezone.now())
        return found.filter(**{f"{state}_at__isnull": False})


class InvitationIndexView(UndeletableIndexView):
    first_heading = _("E-mail address")
    when_empty = _("Nobody has been invited yet.")
    waits = Q(accepted_at=None, withdrawn_at=None)
    add_item_label = _("Invite people")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        seen = [invitation.email for invitation in context["object_list"]]
        audit.note_addresses(by=self.request.user, addresses=seen, what=audit.INVITED)
        return context


class InviteView(MakesOnce, Screen):
    """Look at the list first, line by line; send it when all of it is right."""

    permission_required = "add"
    template_name = "members/admin/invite.html"
    page_title = _("Invite people")
    list_title = _("Invitations")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": InviteForm()} | kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = InviteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.again(form=form)
        if form.wrong or "send" not in request.POST:
            looked_at = InviteForm(initial={"people": form.text})
            return self.again(form=looked_at, lines=form.lines, wrong=form.wrong, text=form.text)
        number = invitations.invite_all(lines=form.lines, by=request.user)
        sent = ngettext(
            "%(n)d invitation is on its way.", "%(n)d invitations are on their way.", number
        )
        messages.success(request, sent % {"n": number})
        return redirect(self.index_url_name)


class InvitationView(MakesOnce, Screen):
    """Send an invitation once more, or withdraw it."""

    permission_required = "change"
    template_name = "members/admin/invitation.html"
    page_title = _("Invitation")
    list_title = _("Invitations")
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Invitation.objects.select_related("invited_by")
        self.invitation = get_object_or_404(found, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = [self.invitation.email]
        audit.note_addresses(by=self.request.user, addresses=seen, what=audit.INVITED)
        return super().get_context_data(**{"invitation": self.invitation} | kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "withdraw" in request.POST:
            done = invitations.withdraw(invitation=self.invitation)
            told = _("The invitation is withdrawn: its link works no more.")
        else:
            done = invitations.resend(invitation=self.invitation, by=request.user)
            told = _("It is sent once more. The link before works no more.")
        if done:
            messages.success(request, told)
        else:
            messages.error(request, _("It was accepted or withdrawn meanwhile."))
        return redirect(self.index_url_name)


def to_send_again(invitation: Invitation) -> tuple[Any, str] | None:
    if not invitation.is_unanswered:
        return None
    return _("Send again or withdraw"), reverse("invitations:edit", args=[invitation.pk])


class InvitationViewSet(UndeletableViewSet):
    model = Invitation
    name = "invitations"
    icon = "mail"
    menu_label = _("Invitations")
    menu_order = 604
    form_fields: ClassVar[list[str]] = ["email"]
    filterset_class = InvitationFilterSet
    index_view_class = InvitationIndexView
    search_fields = ("email", "folded_name")
    list_display = (
        "email",
        Column("name", label=_("Name"), sort_key="folded_name"),
        StateColumn("state", label=_("How it stands"), waits=lambda each: each.is_unanswered),
        MomentColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        DayColumn("expires_at", label=_("Works until"), sort_key="expires_at"),
        ActionColumn(to_send_again, of=lambda each: each.email),
    )

    @property
    def add_view(self) -> Any:
        return self.construct_view(InviteView)

    @property
    def edit_view(self) -> Any:
        return self.construct_view(InvitationView)
