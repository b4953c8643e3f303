"""What reports and limits keep of a person, for their copy. Who sent one is that person's alone."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.export import Row, exported
from moderation.models import Limit, Report, Step
from moderation.querysets import about_words_of


@exported("reports", _("What you reported"))
def reports(user: Any) -> Iterator[Row]:
    """Without what was reported: those are somebody else's words."""
    for report in Report.objects.filter(reporter=user).order_by("pk"):
        yield {
            "about": report.get_what_display(),
            "reason": report.get_reason_display(),
            "words": report.words,
            "sent": report.sent_at,
            "state": report.get_state_display(),
            "decided": report.closed_at,
            "answer": report.to_reporter,
        }


@exported("reported", _("What was said to you about words of yours that were reported"))
def reported(user: Any) -> Iterator[Row]:
    """Decisions that said something to the person; never by whom it was reported, or why, nor what
    others called the topic."""
    about_them = Report.objects.filter(about_words_of(user)).closed().exclude(to_author="")
    for report in about_them.order_by("pk"):
        yield {
            "about": report.get_what_display(),
            "words": report.excerpt,
            "decided": report.closed_at,
            "decision": report.get_state_display(),
            "because": report.get_why_display(),
            "answer": report.to_author,
        }


@exported("reports_looked_at", _("What you did with reports"))
def reports_looked_at(user: Any) -> Iterator[Row]:
    """By action and time; whom it was about is those people's business. What a report is sent
    with stands among what the person reported."""
    for step in Step.objects.filter(by=user).exclude(deed="sent").order_by("pk"):
        yield {"at": step.at, "what": step.get_deed_display()}


@exported("limits", _("When you could not write in a community"))
def limits(user: Any) -> Iterator[Row]:
    rows = Limit.objects.filter(member=user).select_related("community").order_by("pk")
    for limit in rows:
        yield {
            "community": limit.community.title,
            "because": limit.why,
            "from": limit.set_at,
            "until": limit.until,
            "lifted": limit.lifted_at,
        }


@exported("limits_set", _("Limits that you set or lifted"))
def limits_set(user: Any) -> Iterator[Row]:
    """Without on whom."""
    rows = Limit.objects.filter(Q(set_by=user) | Q(lifted_by=user)).select_related("community")
    for limit in rows.order_by("pk"):
        yield {
            "community": limit.community.title,
            "set_by_you": limit.set_at if limit.set_by_id == user.pk else None,
            "because": limit.why if limit.set_by_id == user.pk else None,
            "lifted_by_you": limit.lifted_at if limit.lifted_by_id == user.pk else None,
        }
