"""Topics with posts since somebody was last here, most answered first."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from machina.core.loading import get_class

from forum.excerpts import excerpt, with_latest
from forum.notices import where_topic_stands
from forum.topics.models import Post, Topic
from notifications.catching_up import Line, section
from notifications.models import Notification

TrackingHandler = get_class("forum_tracking.handler", "TrackingHandler")


@section(_("New in your rooms"), order=10, most=10)
def talk(request: Any, since: datetime, most: int) -> list[Line]:
    """Readable topics in which somebody wrote since then, and since this person looked.

    Those of which a notification tells them that they have not read are told by that.
    """
    handler = request.forum_permission_handler
    topics = Topic.objects.filter(
        approved=True,
        last_post_on__gt=since,
        forum__in=handler.readable_forum_ids(request.user),
    )
    said = Post.objects.filter(topic=OuterRef("pk"), approved=True, created__gt=since).order_by()
    new = Subquery(said.values("topic").annotate(number=Count("pk")).values("number"))
    told = Notification.objects.unread().filter(recipient=request.user, topic_id=OuterRef("pk"))
    unread = TrackingHandler(request).unread(topics, request.user).annotate(new=new)
    if request.user.unread_notifications:
        unread = unread.exclude(Exists(told.order_by()))
    found = with_latest(unread).select_related("forum").order_by("-new", "-last_post_on", "-pk")
    return [
        Line(
            topic.subject,
            f"{where_topic_stands(topic)}?post={topic.last_post_id}#{topic.last_post_id}",
            f"{topic.forum.name} · {_messages(topic.new or 0)}",
            excerpt(topic.latest, topic.latest_notes, request.user),
        )
        for topic in found[:most]
    ]


def _messages(number: int) -> str:
    words = ngettext("%(n)d new message", "%(n)d new messages", number)
    return words % {"n": number}
