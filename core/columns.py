"""Columns of the editors' lists, in the house's words: dates, how things stand, what to do."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from core.templatetags.ui import ago


class MomentColumn(Column):
    """When something happened: how long ago within a week, then 21 November 2026."""

    def get_value(self, instance: Any) -> str:
        return ago(super().get_value(instance))


class DayColumn(Column):
    """A day, past or to come: 21 November 2026."""

    def get_value(self, instance: Any) -> str:
        return in_words(super().get_value(instance))


class StateColumn(Column):
    """How a row stands, in words; strong, beside a mark, where it ``waits`` for somebody here."""

    cell_template_name = "core/admin/state_cell.html"

    def __init__(self, *args: Any, waits: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waits = waits

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"waits": self.waits(instance)}


class ActionColumn(Column):
    """What can be done with a row, as a link that looks like a button; last in its row.

    ``act`` answers the words and the address for one row, or None where there is nothing to do.
    ``of`` says which row it is, to who hears the link without seeing where it stands.
    """

    cell_template_name = "core/admin/action_cell.html"

    def __init__(
        self, act: Callable[[Any], tuple[Any, str] | None], of: Callable[[Any], Any] = str
    ) -> None:
        super().__init__("action", label=_("What to do"), accessor=act)
        self.of = of

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"act": context["raw_value"], "of": self.of(instance)}


def in_words(day: date | datetime | None) -> str:
    """21 November 2026, in the current zone; nothing for None."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day) if day else ""
