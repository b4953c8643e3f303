"""Notices of announcements, to those whom they were for when they left."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from announcements.audience import people
from announcements.enums import State
from announcements.models import Announcement
from announcements.services import KIND, finish
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register
from notifications.models import Notification


def _gone(keys: Collection[int]) -> dict[int, Announcement]:
    return Announcement.objects.gone().select_related("author").in_bulk(keys)


def _were_told(pairs: Sequence[Pair]) -> list[bool]:
    """Those who have been told see it, whatever became of their role since. While it is being sent,
    those asked about are its audience, who are told just now."""
    told = set(
        Notification.objects.filter(
            kind=KIND,
            about_id__in={thing.pk for _person, thing in pairs},
            recipient__in={person.pk for person, _thing in pairs},
        )
        .order_by()
        .values_list("recipient", "about_id")
    )
    return [
        thing.state == State.SENDING or (person.pk, thing.pk) in told for person, thing in pairs
    ]


register(
    Kind(
        name=KIND,
        title=_("An announcement"),
        group=Group.ANNOUNCEMENTS,
        default=Reach.AT_ONCE,
        find=_gone,
        may_see=_were_told,
        link=lambda announcement: announcement.get_absolute_url(),
        audience=people,
        when_all_are_told=finish,
    )
)
