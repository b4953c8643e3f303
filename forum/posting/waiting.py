"""Messages that wait to be read before others see them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from machina.core.db.models import get_model

from core.waiting import Waiting, waiting
from forum.topics import held

Post = get_model("forum_conversation", "Post")
MOST = 100


@waiting(order=20)
def held_posts(request: Any) -> Iterator[Waiting]:
    return _counted(
        request,
        lambda rooms: held.waiting(Post.objects.filter(topic__forum__in=rooms)),
        more=_("More than %(number)d messages wait to be read"),
        words=ngettext_lazy(
            "%(number)d message waits to be read", "%(number)d messages wait to be read", "number"
        ),
    )


@waiting(order=21)
def held_changes(request: Any) -> Iterator[Waiting]:
    return _counted(
        request,
        held.HeldChange.objects.waiting_in,
        more=_("More than %(number)d changes wait to be read"),
        words=ngettext_lazy(
            "%(number)d change waits to be read", "%(number)d changes wait to be read", "number"
        ),
    )


def _counted(
    request: Any, in_rooms: Callable[[Any], QuerySet], *, more: str, words: Any
) -> Iterator[Waiting]:
    """A line about what waits in the rooms that this person looks after, counted up to ``MOST``."""
    rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
    number = in_rooms(rooms).order_by()[: MOST + 1].count() if rooms else 0
    if number:
        said = more % {"number": MOST} if number > MOST else words % {"number": number}
        yield Waiting(said, reverse("forum_moderation:queue"))
