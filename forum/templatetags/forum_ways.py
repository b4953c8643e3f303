"""Where rooms, topics and posts are, and what a reader may do there."""

from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.rooms.models import Forum
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, action: str, *things: Model) -> bool:
    """Whether the reader may do it, as machina's permission handler says: may "edit_post" post."""
    request = context["request"]
    return getattr(request.forum_permission_handler, f"can_{action}")(*things, request.user)


@register.filter
def address(thing: Forum | Topic | Post) -> str:
    """Where a room, a topic or a post is read."""
    if isinstance(thing, Forum):
        return _address("forum:forum", thing.slug, thing.pk)
    if isinstance(thing, Topic):
        return _topic_address("topic", thing)
    return f"{address(thing.topic)}?post={thing.pk}#{thing.pk}"


@register.filter
def last_address(topic: Topic) -> str:
    """Where the last post of a topic is read, without asking the database for it."""
    return f"{address(topic)}?post={topic.last_post_id}#{topic.last_post_id}"


@register.filter
def reply_address(topic: Topic) -> str:
    return _topic_address("post_create", topic)


@register.filter
def quote_address(post: Post) -> str:
    """Where an answer to a message is written, with words of it."""
    return f"{reply_address(post.topic)}?quote={post.pk}"


@register.filter
def again_address(kept: DeclinedPost | Unsent) -> str:
    """Where words that were sent back are tried again, and where unsent ones are written on."""
    if isinstance(kept, Unsent) and kept.post:
        return f"{edit_address(kept.post)}?unsent={kept.key}"
    room = kept.forum
    form = (
        reply_address(kept.topic)
        if kept.topic
        else _address("forum_conversation:topic_create", room.slug, room.pk)
    )
    if isinstance(kept, Unsent):
        form = f"{form}?unsent={kept.key}{'&kind=case' if kept.is_case else ''}"
    else:
        form = f"{form}?again={kept.pk}"
    return f"{form}&quote={kept.source_id}" if kept.source_id else form


@register.filter
def edit_address(post: Post) -> str:
    """Where a post is edited: the first of a topic together with its title and poll."""
    if post.topic.first_post_id == post.pk:
        return _topic_address("topic_update", post.topic)
    return _topic_address("post_update", post.topic, post.pk)


@register.filter
def delete_address(post: Post) -> str:
    return _topic_address("post_delete", post.topic, post.pk)


@register.filter
def report_address(post: Post) -> str:
    return _address("moderation:report", "message", post.pk)


def _topic_address(name: str, topic: Topic, *more: int) -> str:
    room = topic.forum
    return _address(f"forum_conversation:{name}", room.slug, room.pk, topic.slug, topic.pk, *more)


@lru_cache(maxsize=10_000)
def _address(name: str, *args: str | int) -> str:
    """The address, remembered: a page of topics has sixty, and most are on other pages too."""
    return reverse(name, args=args)


@register.simple_tag
def way_here(room: Forum | None = None, topic: Topic | None = None) -> list[dict[str, str]]:
    """The breadcrumb of a page about a room or a topic, from the home page down."""
    crumbs = [
        {"title": _("Home"), "url": "/"},
        {"title": _("Discussions"), "url": reverse("forum:index")},
    ]
    if room:
        above = [*room.get_ancestors(), room] if room.parent_id else [room]
        crumbs += [{"title": each.name, "url": address(each)} for each in above]
    if topic:
        crumbs.append({"title": topic.subject, "url": address(topic)})
    return crumbs


@register.inclusion_tag("components/tabs.html", takes_context=True)
def discussion_tabs(context: Context) -> dict[str, Any]:
    """The member's ways into the discussions, and a facilitator's queue."""
    request = context["request"]
    tabs = [(_("Rooms"), reverse("forum:index"))]
    if request.user.is_authenticated:
        tabs += [
            (_("Not read yet"), reverse("forum_tracking:unread_topics")),
            (_("Questions"), reverse("questions")),
            (_("What I follow"), reverse("forum_member:user_subscriptions")),
            (_("Kept for later"), reverse("kept_posts")),
            (_("Drafts"), reverse("drafts")),
        ]
    if request.forum_permission_handler.can_access_moderation_queue(request.user):
        tabs.append((_("Waiting for approval"), reverse("forum_moderation:queue")))
        tabs.append((_("Hidden"), reverse("hidden_posts")))
    return {
        "label": _("Ways into the discussions"),
        "tabs": [
            {"title": title, "url": url, "is_current": request.path == url} for title, url in tabs
        ],
    }
