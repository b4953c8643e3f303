"""Who is told of a report, and what becomes of it when somebody's account closes."""

from typing import Any

from django.dispatch import receiver

from members.models import User
from members.signals import account_closed
from moderation import notices, services
from moderation.models import Limit, Report
from moderation.signals import (
    limit_lifted,
    limit_set,
    report_decided,
    report_opened,
    report_settled,
)
from notifications.services import settle


@receiver(report_opened, dispatch_uid="moderation.tell_carers")
def tell_carers(report: Report, **kwargs: Any) -> None:
    notices.tell_carers(report)


@receiver(report_settled, dispatch_uid="moderation.nobody_else_has_to_look")
def nobody_else_has_to_look(report: Report, **kwargs: Any) -> None:
    for kind in (notices.WAITS, notices.ANSWER):
        settle(kind=kind, about_id=report.pk)


@receiver(report_decided, dispatch_uid="moderation.tell_both_sides")
def tell_both_sides(report: Report, by: Any, **kwargs: Any) -> None:
    notices.tell_both_sides(report, by)


@receiver(limit_set, dispatch_uid="moderation.tell_limited")
def tell_limited(limit: Limit, **kwargs: Any) -> None:
    notices.tell_limited(limit)


@receiver(limit_lifted, dispatch_uid="moderation.limit_is_over")
def limit_is_over(limit: Limit, **kwargs: Any) -> None:
    settle(kind=notices.LIMITED, about_id=limit.pk)


@receiver(account_closed, dispatch_uid="moderation.forget")
def forget(user: User, withdraws_words: bool = False, **kwargs: Any) -> None:
    services.forget(member=user, withdraws_words=withdraws_words)
