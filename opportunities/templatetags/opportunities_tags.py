"""Opportunities in templates: what is open, and how long still."""

from django import template
from django.template.context import Context
from django.utils.dateformat import format as format_date

from core.days import closes_in
from opportunities.enums import State
from opportunities.forms import OpportunityFilters
from opportunities.models import OpportunityPage

register = template.Library()

SOON = 7


@register.simple_tag(takes_context=True)
def open_opportunities(context: Context, limit: int = 4) -> list[OpportunityPage]:
    """Opportunities the reader may see and apply for today, the first to close first."""
    return list(OpportunityPage.objects.visible_to(context["request"].user).open()[:limit])


@register.simple_tag(takes_context=True)
def opportunity_filters(context: Context) -> OpportunityFilters:
    """What narrows the list of what is open, or of what has closed."""
    return OpportunityFilters(
        context["request"].GET, kept={"state": State.CLOSED if context["only_closed"] else ""}
    )


@register.filter
def deadline(notice: OpportunityPage) -> str:
    """Closes in 12 days · Closes today · Opens 1 March · Closed 3 May 2026 · Open."""
    state = notice.state
    if state == State.SOON and notice.opens_on:
        return f"Opens {format_date(notice.opens_on, 'j F')}"
    if state == State.CLOSED and notice.closes_on:
        return f"Closed {format_date(notice.closes_on, 'j F Y')}"
    days_left = notice.days_left
    if days_left is None:
        return "Open"
    return closes_in(days_left)


@register.filter
def deadline_kind(notice: OpportunityPage) -> str:
    """The badge's kind: ``soon`` within a week of closing, else quiet."""
    days_left = notice.days_left if notice.state == State.OPEN else None
    return "soon" if days_left is not None and days_left <= SOON else ""
