"""What is told to facilitators of what waits: that something does, and how much, once at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.access import who_looks_after
from communities.models import CommunityPage, Membership
from forum.topics.held import HeldChange, waiting
from forum.topics.models import Post
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register, who_holds_rights
from notifications.models import Notification
from notifications.services import notify, quieten

WAITS = "messages_wait"

_ROOM = "topic__forum__room__communities"


def _communities(keys: Collection[int]) -> Mapping[int, CommunityPage]:
    """Those of the communities in whose rooms something waits, each with its ``waiting_number``."""
    number: Counter[int] = Counter()
    for rows, place in ((waiting(Post.objects.all()), _ROOM), (_changes(), f"post__{_ROOM}")):
        found = rows.filter(**{f"{place}__in": list(keys)}).order_by()
        number.update(found.values_list(place, flat=True))
    pages = CommunityPage.objects.live().in_bulk([key for key in keys if number[key]])
    for key, page in pages.items():
        page.waiting_number = number[key]
    return pages


def _changes() -> QuerySet[HeldChange]:
    return HeldChange.objects.waiting()


def _look_after(pairs: Sequence[Pair]) -> list[bool]:
    return who_looks_after([(person, community.pk) for person, community in pairs])


register(
    Kind(
        name=WAITS,
        title=_("Messages wait to be read in a community that I look after"),
        group=Group.COMMUNITIES,
        default=Reach.DAILY,
        find=_communities,
        may_see=_look_after,
        link=lambda _community: reverse("forum_moderation:queue"),
        context=lambda _notification, community: {"number": community.waiting_number},
        offered_to=who_holds_rights,
    )
)


def tell_facilitators(post: Post) -> None:
    """Tell those who look after the room that something waits there.

    Whoever has a line of it that is neither read nor mailed yet has all: it says how many there
    are when it is read. Else a new one takes the place of those before.
    """
    communities = CommunityPage.objects.filter(rooms__forum=post.topic.forum_id)
    for community in communities.order_by("pk"):
        facilitators = Membership.objects.facilitators().filter(community=community)
        people = set(facilitators.order_by().values_list("member", flat=True))
        told = {"kind": WAITS, "about_id": community.pk}
        on_their_way = Notification.objects.unread().filter(mailed_at=None, **told)
        people -= set(on_their_way.values_list("recipient", flat=True))
        if people:
            quieten(recipient__in=people, **told)
            occasion = f"{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
            notify(
                people, kind=WAITS, about=_counted(community), occasion=occasion,
                community=community.pk,
            )  # fmt: skip


def _counted(community: CommunityPage) -> Any:
    return _communities([community.pk]).get(community.pk, community)
