"""What is told of what became of a topic."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.notices import FRESH, community_of, may_read, where_topic_stands
from forum.outcomes.models import Standing
from forum.signing.seals import authors_in
from members.models import User
from notifications.enums import Group, Reach
from notifications.kinds import Kind, register
from notifications.services import quieten
from notifications.tasks import tell_audience

SETTLED = "topic_settled"


def _settled(keys: Collection[int]) -> dict[int, Standing]:
    settled = Standing.objects.exclude(result="").filter(topic__approved=True)
    return settled.select_related("topic__forum").in_bulk(keys)


def _who_took_part(standing: Standing) -> QuerySet[User]:
    """Those who follow the topic, and those who wrote in it."""
    wrote = standing.topic.posts.filter(approved=True).exclude(poster=None)
    follows = Q(topic_subscriptions=standing.topic_id)
    named = Q(pk__in=wrote.order_by().values("poster"))
    people = User.objects.active().filter(follows | named | Q(pk__in=authors_in(standing.topic)))
    return people.distinct()


register(
    Kind(
        name=SETTLED,
        title=_("What became of a topic that I follow or wrote in"),
        group=Group.TALK,
        default=Reach.WEEKLY,
        find=_settled,
        may_see=may_read(lambda standing: standing.topic.forum_id),
        link=lambda standing: where_topic_stands(standing.topic),
        audience=_who_took_part,
    )
)


def tell(standing: Standing, *, by: Any, at: datetime) -> None:
    """Tell of a topic's end, in place of what was told of it and is not read yet; of one that was
    said long ago, nobody."""
    quieten(kind=SETTLED, about_id=standing.pk)
    if at < timezone.now() - FRESH:
        return
    tell_audience(
        SETTLED,
        standing.pk,
        actor=by.pk if by else None,
        community=community_of(standing.topic.forum_id),
        topic=standing.topic_id,
        occasion=f"{at:%Y%m%d%H%M%S%f}",
    )
