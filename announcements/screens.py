"""Coordinators' screens: the list, writing one, and looking at it before it leaves."""

from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import registry

from announcements import audience, services, totals
from announcements.enums import BEFORE, State
from announcements.forms import AnnouncementForm, ScheduleForm
from announcements.models import Announcement
from announcements.preview import preview, send_trial
from communities.rules import number_in_words
from core.columns import ActionColumn, StateColumn
from core.limits import allow
from core.screens import NoSuchScreen, Screen, UndeletableIndexView, UndeletableViewSet
from core.templatetags.ui import nz_datetime
from members.sending import MakesOnce

TRIALS = {"limit": 20, "seconds": 3600}


class AnnouncementFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("How far it has come"))

    class Meta:
        model = Announcement
        fields: ClassVar[list[str]] = []


class AnnouncementIndexView(UndeletableIndexView):
    reads_whole = "subject"
    first_heading = _("Subject")
    when_empty = _("No announcement yet.")
    waits = Q(state__in=BEFORE)
    add_item_label = _("Write an announcement")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().known_to(self.request.user).in_words()

    def get_edit_url(self, instance: Announcement) -> str | None:
        """The page to look at the announcement: from there it is changed."""
        able = self.user_has_permission("change")
        return reverse("announcing:check", args=[instance.pk]) if able else None


class AnnouncementScreen(Screen):
    list_title = _("Announcements")
    header_icon = "comment"


class OneAnnouncement(AnnouncementScreen):
    """A screen about one announcement; 404 to those who may not know of a community it is for."""

    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Announcement.objects.known_to(request.user).in_words()
        self.announcement = get_object_or_404(known, pk=kwargs["pk"])

    def to_check(self) -> HttpResponse:
        return redirect("announcing:check", self.announcement.pk)


class WritesOne(AnnouncementScreen):
    """A screen with the form, and what follows when it is right."""

    template_name = "announcements/admin/write.html"
    announcement: Announcement | None = None

    def form(self, data: Any = None) -> AnnouncementForm:
        return AnnouncementForm(data, instance=self.announcement, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(**kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        try:
            written = form.save()
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            written = form.instance
        else:
            messages.success(request, _("It is kept as a draft. Nobody was told anything yet."))
        return redirect("announcing:check", written.pk)


class AnnouncementAddView(MakesOnce, WritesOne):
    permission_required = "add"
    page_title = _("Write an announcement")


class AnnouncementEditView(WritesOne, OneAnnouncement):
    page_title = _("Change an announcement")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" and not self.announcement.can_be_changed:
            messages.error(request, _("It has left, so it can no longer be changed."))
            return self.to_check()
        return super().dispatch(request, *args, **kwargs)


class AnnouncementCheckView(MakesOnce, OneAnnouncement):
    """For whom, how many, how it reads; then a trial, now, later, or not at all."""

    template_name = "announcements/admin/check.html"
    page_title = _("Announcement")

    def get_page_subtitle(self) -> str:
        return self.announcement.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = self.announcement
        context: dict[str, Any] = {
            "announcement": told,
            "words": audience.in_words(told),
            "preview": preview(told, self.request.user),
            "zone": settings.TIME_ZONE,
            "history": registry.get_logs_for_instance(told).select_related("user"),
        }
        if told.is_gone:
            context["totals"] = totals.lines(totals.of(told))
        else:
            number = audience.people(told).count()
            context |= {
                "number": number_in_words(number),
                "reaches_nobody": number == 0,
                "schedule_form": ScheduleForm(initial={"at": told.send_at}),
            }
        return super().get_context_data(**context | kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"trial": self.try_it, "send": self.send, "stop": self.stop}
        act = next((acts[name] for name in acts if name in request.POST), self.schedule)
        try:
            return act()
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return self.to_check()

    def try_it(self) -> HttpResponse:
        if not allow("announcement_trial", str(self.request.user.pk), **TRIALS):
            raise ValidationError(
                _("You sent many trials lately. Wait an hour before the next one.")
            )
        send_trial(self.announcement, self.request.user)
        messages.success(self.request, _("A trial is on its way to you alone."))
        return self.to_check()

    def send(self) -> HttpResponse:
        services.send(announcement=self.announcement, by=self.request.user, seen=self.seen())
        messages.success(self.request, _("It is on its way."))
        return self.to_check()

    def schedule(self) -> HttpResponse:
        form = ScheduleForm(self.request.POST)
        if not form.is_valid():
            return self.again(schedule_form=form)
        services.schedule(
            announcement=self.announcement,
            at=form.cleaned_data["at"],
            by=self.request.user,
            seen=self.seen(),
        )
        messages.success(
            self.request, _("It leaves by itself at that time. You may stop it until then.")
        )
        return self.to_check()

    def stop(self) -> HttpResponse:
        services.stop(announcement=self.announcement, by=self.request.user)
        messages.success(self.request, _("It is stopped. Nobody was told anything."))
        return self.to_check()

    def seen(self) -> datetime:
        """Which version the coordinator looked at when they pressed the button."""
        try:
            seen = parse_datetime(self.request.POST.get("seen", ""))
        except ValueError:
            seen = None
        if seen is None:
            raise ValidationError(_("Look at it again before it leaves."))
        return seen


def when(told: Announcement) -> str:
    """When it leaves or left, on the site's clock: what is still to come has no "ago"."""
    if told.send_at:
        return gettext("Leaves %(day)s") % {"day": nz_datetime(told.send_at, settings.TIME_ZONE)}
    if told.sent_at:
        return gettext("Left %(day)s") % {"day": nz_datetime(told.sent_at, settings.TIME_ZONE)}
    return ""


def is_not_sent(told: Announcement) -> bool:
    """Whether it waits for somebody to send it; one that is scheduled leaves by itself."""
    return told.state in (State.DRAFT, State.STOPPED)


def what_next(told: Announcement) -> tuple[Any, str]:
    if is_not_sent(told):
        words = _("Look at it and send it")
    else:
        words = _("See what became of it") if told.is_gone else _("Look at it")
    return words, reverse("announcing:check", args=[told.pk])


class AnnouncementViewSet(UndeletableViewSet):
    model = Announcement
    name = "announcing"
    url_prefix = "announcements"
    icon = "comment"
    menu_label = _("Announcements")
    menu_order = 606
    inspect_view_enabled = False
    form_fields: ClassVar[list[str]] = ["subject"]
    filterset_class = AnnouncementFilterSet
    index_view_class = AnnouncementIndexView
    search_fields = ("subject",)
    list_display = (
        "subject",
        StateColumn(
            "get_state_display",
            label=_("How far"),
            sort_key="state",
            waits=is_not_sent,
        ),
        Column("for_whom", label=_("For whom"), accessor=audience.in_words),
        Column("author", label=_("Written by")),
        Column("sent_at", label=_("When"), sort_key="sent_at", accessor=when),
        ActionColumn(what_next),
    )

    @property
    def add_view(self) -> Any:
        return self.construct_view(AnnouncementAddView)

    @property
    def edit_view(self) -> Any:
        return self.construct_view(AnnouncementEditView)

    @property
    def check_view(self) -> Any:
        return self.construct_view(AnnouncementCheckView)

    @property
    def history_view(self) -> Any:
        """No screen: what happened stands on the page of each announcement."""
        return NoSuchScreen.as_view()

    history_results_view = usage_view = history_view

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("check/<int:pk>/", self.check_view, name="check")]
