"""What is told of events, to those who said they would like to come."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.querysets import sees_page
from events.models import EventPage, Interest
from members.models import User
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register

CHANGED = "event_changed"
CANCELLED = "event_cancelled"


def _published(keys: Collection[int]) -> dict[int, EventPage]:
    return EventPage.objects.live().in_bulk(keys)


def _called_off(keys: Collection[int]) -> dict[int, EventPage]:
    return EventPage.objects.filter(live=False).in_bulk(keys)


def _wants_to_come(pairs: Sequence[Pair]) -> list[bool]:
    """People who are still interested, and may see pages of this part of the site."""
    interested = set(
        Interest.objects.filter(
            member__in={person.pk for person, _event in pairs},
            event__in={event.pk for _person, event in pairs},
        ).values_list("member", "event")
    )
    return [
        open_to and (person.pk, event.pk) in interested
        for open_to, (person, event) in zip(sees_page(pairs), pairs, strict=True)
    ]


def _list_of_events(event: EventPage) -> str:
    """The address of the page above, without asking the database for it."""
    above, _slash, _own = (event.get_url() or "").rstrip("/").rpartition("/")
    return f"{above}/"


def _interested(event: EventPage) -> QuerySet:
    return User.objects.active().filter(
        pk__in=Interest.objects.filter(event=event).values("member")
    )


register(
    Kind(
        name=CHANGED,
        title=_("A change of time or place of an event I am interested in"),
        group=Group.EVENTS,
        default=Reach.AT_ONCE,
        find=_published,
        may_see=_wants_to_come,
        link=lambda event: event.get_url(),
        audience=_interested,
    )
)
register(
    Kind(
        name=CANCELLED,
        title=_("An event I am interested in is called off"),
        group=Group.EVENTS,
        default=Reach.AT_ONCE,
        find=_called_off,
        may_see=_wants_to_come,
        link=_list_of_events,
        audience=_interested,
    )
)


def has_moved(event: EventPage, before: dict[str, Any]) -> bool:
    """Whether the event differs from an earlier version in what people plan by; the rest of the
    page may be polished in peace."""
    earlier = EventPage.from_serializable_data(before, check_fks=False)
    return _plan(event) != _plan(earlier)


def _plan(event: EventPage) -> list[Any]:
    """What people plan by, times to the minute: versions and rows keep other parts of a second."""
    times = [each.replace(second=0, microsecond=0) for each in (event.starts_at, event.ends_at)]
    return [*times, event.held, event.place, event.address]


def is_to_come(event: EventPage) -> bool:
    return event.ends_at > timezone.now()
