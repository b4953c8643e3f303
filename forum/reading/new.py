"""What is new in topics for one person, to the post: behind the mark of what they have read."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, DateTimeField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Length, Replace
from machina.core.db.models import get_model

from forum.topics.models import Post, in_reading_order

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def with_new(topics: QuerySet, member: Any, since: datetime | None = None) -> QuerySet:
    """The topics, each with ``new``: how many posts this person has not read, how many words these
    are (``new_words``), and the key of the first of them (``first_new``).

    Of a topic that they never looked into, those written ``since`` then, or all.
    """
    of_topic = TopicReadTrack.objects.filter(user=member, topic=OuterRef("pk"))
    of_forum = ForumReadTrack.objects.filter(user=member, forum=OuterRef("forum"))
    first, second = (Subquery(each.values("mark_time")[:1]) for each in (of_topic, of_forum))
    looked = Greatest(Coalesce(first, second), Coalesce(second, first))
    topics = topics.annotate(
        known_until=Coalesce(looked, Value(since or _EVER, output_field=DateTimeField()))
    )
    new = Post.objects.filter(
        topic=OuterRef("pk"), approved=True, created__gt=OuterRef("known_until")
    )
    of_topic = new.order_by().values("topic")
    words = Length("content") - Length(Replace("content", Value(" "))) + 1
    return topics.annotate(
        new=Subquery(of_topic.annotate(number=Count("pk")).values("number")),
        new_words=Subquery(of_topic.annotate(number=Sum(words)).values("number")),
        first_new=Subquery(in_reading_order(new).values("pk")[:1]),
    )
