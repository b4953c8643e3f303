"""What is told of resources: to those whose words may stand in them."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.enums import Group, Reach
from notifications.kinds import Kind, each, register
from notifications.services import mark_read
from resources.models import Quotation

QUOTED = "quotation_asked"


def _open(keys: Collection[int]) -> dict[int, Quotation]:
    return Quotation.objects.open().select_related("page").in_bulk(keys)


register(
    Kind(
        name=QUOTED,
        title=_("Words of mine may be quoted in a resource"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        find=_open,
        may_see=each(lambda person, quotation: quotation.member_id == person.pk),
        link=lambda quotation: reverse("quotations:answer", args=[quotation.key]),
    )
)


def question_seen(quotation: Quotation, reader: Any) -> None:
    """Note that its person has the question before them, and count anew for the page on its way."""
    if getattr(reader, "unread_notifications", None):
        reader.unread_notifications -= mark_read(member=reader, kind=QUOTED, about_id=quotation.pk)
