"""Addresses of the discussions, as a person would come by them."""

from django.urls import reverse


def room_url(room):
    return reverse("forum:forum", args=[room.forum.slug, room.forum_id])


def topic_url(topic, forum=None, name="topic", *more):
    forum = forum or topic.forum
    return reverse(
        f"forum_conversation:{name}", args=[forum.slug, forum.pk, topic.slug, topic.pk, *more]
    )


def reply_url(topic, forum=None):
    return topic_url(topic, forum, "post_create")


def edit_url(post):
    return topic_url(post.topic, None, "post_update", post.pk)


def start_url(room):
    return reverse("forum_conversation:topic_create", args=[room.forum.slug, room.forum_id])


def file_url(attachment):
    return reverse("forum_conversation:attachment", args=[attachment.pk])


def rows(prefix, count=0, initial=0, **fields):
    """A formset's data: ``rows("poll", 2, **{"0-text": "Yes", "1-text": "No"})``."""
    data = {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{name}": value for name, value in fields.items()}
