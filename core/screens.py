"""Screens of our own among the editors' ones."""

from collections import Counter
from typing import Any

from django.db import models
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from core.finding import FindsFolded


class Screen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of a viewset that is not a form over its model: made by its ``construct_view``.

    Wagtail finds by the ``model`` who has the ``permission_required``.
    """

    model: Any = None
    index_url_name = ""
    list_title: Any = ""
    http_method_names = ("get", "post", "head", "options")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, and this page."""
        where = {"url": reverse(self.index_url_name), "label": self.list_title}
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), where, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        urls = {"index_url": reverse(self.index_url_name)}
        return super().get_context_data(**kwargs) | urls

    def again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class NoSuchScreen(View):
    """A 404 in place of a screen that a viewset offers and this site does not: deleting, mostly."""

    def __init__(self, **_kwargs: Any) -> None:
        super().__init__()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class HouseList(FindsFolded):
    """A list in the house's words, in which what waits for an answer stands first.

    ``first_heading`` is the heading of the first column, where the model's own name of it would
    not be understood. ``waits`` is a condition on the rows that wait; ``since`` names the column
    that says since when: the longest first. Whoever sorts by a column gets just that.
    """

    results_template_name = "core/admin/list_results.html"
    first_heading: Any = ""
    when_empty: Any = _("Nothing stands here yet.")
    waits: models.Q | None = None
    since = ""

    @cached_property
    def columns(self) -> list[Any]:
        """The columns, without Wagtail's boxes to tick: nothing here is done to many at once."""
        columns = [
            column
            for column in super().columns  # type: ignore[misc]
            if not isinstance(column, BulkActionsCheckboxColumn)
        ]
        if self.first_heading:
            columns[0].label = self.first_heading
        return columns

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """What a row's menu offers: no menu for the one thing that its first column leads to."""
        offered = super().get_list_more_buttons(instance)  # type: ignore[misc]
        return offered if len(offered) > 1 else []

    def order_queryset(self, queryset: Any) -> Any:
        rows = super().order_queryset(queryset)  # type: ignore[misc]
        if self.waits is None or self.is_explicitly_ordered:  # type: ignore[attr-defined]
            return rows
        first = [models.Case(models.When(self.waits, then=0), default=1)]
        if self.since:
            first.append(models.Case(models.When(self.waits, then=self.since)))
        return rows.order_by(*first, *(rows.query.order_by or rows.model._meta.ordering))


class UndeletableIndexView(HouseList, IndexView):
    """A list that offers to delete nothing."""

    def get_delete_url(self, instance: Any) -> None:
        return None


class UndeletableViewSet(ModelViewSet):
    """A list in the menu whose rows are neither copied nor deleted here: what they say ends."""

    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = UndeletableIndexView
    search_backend_name = None

    @property
    def delete_view(self) -> Any:
        return NoSuchScreen.as_view()


class DeleteUnlessUsed:
    """A delete view that asks first, and refuses, with what names the thing, where it is used."""

    object: Any
    template_name = "core/admin/delete_unless_used.html"

    @property
    def used_by(self) -> str:
        """The rows that keep the thing from being deleted, in words; empty when there are none."""
        try:
            Collector(using=self.object._state.db, origin=self.object).collect([self.object])
        except ProtectedError as refused:
            found = Counter(row._meta for row in refused.protected_objects)
            return get_text_list(
                [
                    f"{n} {kind.verbose_name if n == 1 else kind.verbose_name_plural}"
                    for kind, n in found.items()
                ],
                gettext("and"),
            )
        return ""

    def form_valid(self, form: Any) -> HttpResponse:
        if self.used_by:
            return self.get(self.request)  # type: ignore[attr-defined]
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ProtectedError:  # named since
            return self.get(self.request)  # type: ignore[attr-defined]


class ByWhoAsks:
    """A view that tells its form who fills it in, as ``by``: the form goes through the services."""

    request: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        kwargs.pop("editing_self", None)
        return kwargs | {"by": self.request.user}
