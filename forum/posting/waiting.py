"""Messages that wait to be read before others see them."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from machina.core.db.models import get_model

from core.waiting import Waiting, waiting
from forum.topics import held

Post = get_model("forum_conversation", "Post")
MOST = 100


@waiting(order=20)
def held_posts(request: Any) -> Iterator[Waiting]:
    rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
    if not rooms:
        return
    unread = held.waiting(Post.objects.filter(topic__forum__in=rooms))
    number = unread.order_by()[: MOST + 1].count()
    if number > MOST:
        words = _("More than %(number)d messages wait to be read") % {"number": MOST}
    else:
        words = ngettext(
            "%(number)d message waits to be read", "%(number)d messages wait to be read", number
        ) % {"number": number}
    if number:
        yield Waiting(words, reverse("forum_moderation:queue"))


@waiting(order=21)
def held_changes(request: Any) -> Iterator[Waiting]:
    rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
    if not rooms:
        return
    number = held.HeldChange.objects.waiting_in(rooms).order_by()[: MOST + 1].count()
    if number > MOST:
        words = _("More than %(number)d changes wait to be read") % {"number": MOST}
    else:
        words = ngettext(
            "%(number)d change waits to be read", "%(number)d changes wait to be read", number
        ) % {"number": number}
    if number:
        yield Waiting(words, reverse("forum_moderation:queue"))
