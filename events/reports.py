"""Who is interested in what, for those who plan events."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from core.columns import MomentColumn
from events.models import EventPage, Interest
from members import audit
from members.models import User
from members.noted import Noted


class InterestFilterSet(WagtailFilterSet):
    event = django_filters.ModelChoiceFilter(
        label="Event", queryset=lambda request: EventPage.objects.order_by("-starts_at")
    )

    class Meta:
        model = Interest
        fields: ClassVar[list[str]] = ["event"]


class InterestReport(Noted, ReportView):
    """Who is interested and since when; read only. E-mail addresses stay out of it."""

    model = Interest
    look = audit.INTEREST
    permission_policy = ModelPermissionPolicy(Interest)
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = "Interest in events"
    results_template_name = "core/admin/list_results.html"
    when_empty = "Nobody is interested in an event yet."
    header_icon = "date"
    filterset_class = InterestFilterSet
    index_url_name = "event_interest"
    index_results_url_name = "event_interest_results"
    default_ordering = "-created_at"
    is_searchable = False
    list_export: ClassVar[list[str]] = ["event.title", "member.display_name", "created_at"]
    export_headings: ClassVar[dict[str, str]] = {
        "event.title": "Event",
        "member.display_name": "Name",
        "created_at": "Registered",
    }
    export_filename = "interest-in-events"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("event", label="Event", get_url=self.get_event_url),
            Column("member", label="Name", accessor="member.display_name"),
            MomentColumn("created_at", label="Since"),
        ]

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        """Nobody for a list that is taken away: that is noted below, as such."""
        return [] if self.is_export else super().whom(context)

    def whose(self, row: Interest) -> User:
        return row.member

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> Any:
        taken = [interest.member for interest in queryset]
        audit.note(by=self.request.user, about=taken, what=audit.EXPORTED)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_queryset(self) -> QuerySet[Any]:
        self.queryset = Interest.objects.select_related("event", "member")
        return super().get_queryset()

    def get_event_url(self, interest: Interest) -> str:
        return reverse("wagtailadmin_pages:edit", args=[interest.event_id])
