"""What is told when somebody asks for a seal to be opened, and when it is."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.notices import have_seen
from forum.signing.models import Opening
from forum.unsealing.access import may_agree
from notifications.enums import Group, Reach
from notifications.kinds import Kind, each, register, who_holds_rights

ASKED, ANSWERED, OPENED = "seal_asked", "seal_answered", "seal_opened"


def _openings(keys: Collection[int]) -> dict[int, Opening]:
    return Opening.objects.select_related("post__topic").in_bulk(keys)


def _address(opening: Opening) -> str:
    return reverse("opening", args=[opening.key])


register(
    Kind(
        name=ASKED,
        title=_("Somebody asks to learn who wrote a message"),
        group=Group.COMMUNITIES,
        default=Reach.AT_ONCE,
        find=_openings,
        may_see=may_agree,
        link=_address,
        offered_to=who_holds_rights,
    )
)
register(
    Kind(
        name=ANSWERED,
        title=_("An answer to my question who wrote a message"),
        group=Group.COMMUNITIES,
        default=Reach.AT_ONCE,
        find=_openings,
        may_see=each(lambda person, opening: opening.asked_by_id == person.pk),
        link=_address,
        offered_to=who_holds_rights,
    )
)
register(
    Kind(
        name=OPENED,
        title=_("Somebody learned that a message without my name is mine"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_openings,
        may_see=each(lambda person, opening: opening.author_id == person.pk),
        link=_address,
    )
)


def opening_seen(opening: Opening, reader: Any) -> None:
    for kind in (ASKED, ANSWERED, OPENED):
        have_seen(reader, kind=kind, about_id=opening.pk)
