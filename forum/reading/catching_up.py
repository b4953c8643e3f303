"""Topics with posts since somebody was last here: what they follow first, most answered first."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from machina.core.loading import get_class

from forum.excerpts import excerpt, with_latest
from forum.following.enums import Level
from forum.following.levels import level
from forum.notices import first_community, where_topic_stands
from forum.reading.new import with_new
from forum.rooms.readers import readable_by
from forum.topics.models import Topic
from notifications.catching_up import Line, section
from notifications.kinds import kinds
from notifications.models import Notification

TrackingHandler = get_class("forum_tracking.handler", "TrackingHandler")


@section(_("New in your rooms"), order=10)
def talk(member: Any, since: datetime, most: int) -> list[Line]:
    """Readable topics in which somebody wrote since then, and since this person looked, but what
    they muted.

    Those of which a notification tells them that they have not read are told by that.
    """
    topics = Topic.objects.filter(
        approved=True,
        last_post_on__gt=since,
        forum__in=readable_by([member])[member.pk],
    )
    followed = [kind.name for kind in kinds() if kind.is_followed]
    told = Notification.objects.unread().filter(recipient=member, topic_id=OuterRef("pk"))
    unread = TrackingHandler().unread(topics, member)
    unread = unread.exclude(Exists(told.exclude(kind__in=followed).order_by())).annotate(
        heard=level(member=member.pk, forum=OuterRef("forum"), topic=OuterRef("pk")),
        community=first_community("forum"),
    )
    found = with_latest(with_new(unread, member, since)).select_related("forum")
    return [
        Line(
            topic.subject,
            f"{where_topic_stands(topic)}?post={topic.first_new}#{topic.first_new}",
            " · ".join(_facts(topic)),
            excerpt(topic.latest, topic.latest_notes, member),
            length=topic.new_words or 0,
            topic=topic.pk,
            community=topic.community,
        )
        for topic in found.order_by("-heard", "-new", "-last_post_on", "-pk")[:most]
    ]


def _facts(topic: Any) -> list[str]:
    follows = [_now("You follow this")] if topic.heard == Level.WATCHING else []
    return [topic.forum.name, _messages(topic.new or 0), *follows]


def _messages(number: int) -> str:
    words = ngettext("%(n)d new message", "%(n)d new messages", number)
    return words % {"n": number}
