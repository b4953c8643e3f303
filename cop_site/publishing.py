"""Publishing and taking down at a set time: one page that fails holds up no other."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.models import DraftStateMixin, Page, Revision

from work.each import each


def publish_what_is_due(now: datetime) -> None:
    """Do what Wagtail's ``publish_scheduled`` does, which stops at the first that fails."""
    each(
        [
            *_expired(now),
            *Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"),
        ],
        _move_on,
        what="At its set time,",
    )


def _expired(now: datetime) -> list[Any]:
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [
        thing
        for model in (Page, *others)
        for thing in model._default_manager.filter(live=True, expire_at__lt=now).order_by(
            "expire_at"
        )
    ]


@transaction.atomic
def _move_on(thing: Any) -> None:
    if isinstance(thing, Revision):
        thing.publish(log_action="wagtail.publish.scheduled")
    else:
        thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
