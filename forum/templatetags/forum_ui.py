"""What the pages of the discussions draw beside what their views hand over."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from django import template
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Exists, Model, OuterRef, Q
from django.forms import BaseForm, ModelForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from machina.apps.forum_conversation.forum_polls.abstract_models import AbstractTopicPoll
from machina.core.db.models import get_model
from machina.core.loading import get_class

from core.querysets import groups_of, page_paths_closed_to
from core.templatetags.ui import first_id
from core.text import isolated
from forum.files.models import Attachment
from forum.polls.closing import closing
from forum.posting.markup import render
from forum.rooms.enums import Audience
from forum.rooms.models import Forum, Room
from forum.topics.models import Post, Topic

register = template.Library()

TopicPollOption = get_model("forum_polls", "TopicPollOption")
TopicPollVote = get_model("forum_polls", "TopicPollVote")


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
def edit_address(post: Post) -> str:
    """Where a post is edited: the first of a topic together with its title and poll."""
    if post.topic.first_post_id == post.pk:
        return _topic_address("topic_update", post.topic)
    return _topic_address("post_update", post.topic, post.pk)


@register.filter
def delete_address(post: Post) -> str:
    return _topic_address("post_delete", post.topic, post.pk)


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
            (_("My subscriptions"), reverse("forum_member:user_subscriptions")),
        ]
    if request.forum_permission_handler.can_access_moderation_queue(request.user):
        tabs.append((_("Waiting for approval"), reverse("forum_moderation:queue")))
    return {
        "label": _("Ways into the discussions"),
        "tabs": [
            {"title": title, "url": url, "is_current": request.path == url} for title, url in tabs
        ],
    }


@dataclass
class RoomGroup:
    """Rooms under one heading: a category, or None for rooms that stand by themselves."""

    category: Forum | None
    nodes: list = field(default_factory=list)


@register.inclusion_tag("forum/forum_list.html", takes_context=True)
def room_list(context: Context, tree: Any, heading: str = "") -> dict[str, Any]:
    """The rooms of a visibility tree in groups, each known to be read or not by the reader."""
    request = context["request"]
    groups: list[RoomGroup] = []
    for node in tree.top_nodes:
        if node.obj.is_category:
            groups.append(RoomGroup(node.obj, node.children))
        else:
            if not groups or groups[-1].category:
                groups.append(RoomGroup(None))
            groups[-1].nodes.append(node)
    tracking = get_class("forum_tracking.handler", "TrackingHandler")(request=request)
    return {
        "request": request,
        "heading": heading,
        "groups": [group for group in groups if group.nodes],
        "unread": {
            room.pk for room in tracking.get_unread_forums_from_list(request.user, tree.forums)
        },
    }


@register.simple_tag(takes_context=True)
def about_room(context: Context, forum: Forum) -> dict[str, Any]:
    """``readers``: who can read the room, as a sentence; ``notices``: what is pinned in it;
    ``is_followed``.

    Nothing for what is no room of ours. A community that the reader may not know of is
    not named, and its notice is for its own members.
    """
    user = context["request"].user
    own_follow = Room.followers.through._default_manager.filter(room=OuterRef("pk"), user=user.pk)
    rows = list(
        Room.objects.filter(forum=forum.pk)
        .order_by("communities__folded_title")
        .values_list(
            Exists(own_follow),
            "audience",
            "communities__title",
            "communities__path",
            "communities__group",
            "communities__notice__text",
        )
    )
    if not rows:
        return {"readers": "", "notices": []}
    is_followed, rows = rows[0][0], [row[1:] for row in rows]
    pinned = [(group, text) for *_rest, group, text in rows if text]
    own = groups_of(user) if pinned and user.is_authenticated else frozenset()
    return {
        "readers": _readers(user, rows[0][0], [row[1:3] for row in rows if row[1]]),
        "notices": [text for group, text in pinned if group in own],
        "is_room": True,
        "is_followed": is_followed,
    }


def _readers(user: Any, audience: str, communities: list[tuple[str, str]]) -> str:
    if audience == Audience.PUBLIC:
        return _("Everyone can read this room, visitors too.")
    if audience == Audience.MEMBERS:
        return _("Everyone who is signed in can read this room.")
    closed = tuple(page_paths_closed_to(user))
    titles = [isolated(title) for title, path in communities if not path.startswith(closed)]
    if len(titles) < len(communities):
        titles.append(_("another community"))
    return _("Only members of %(communities)s, and the coordinators, can read this room.") % {
        "communities": get_text_list(titles, _("and"))
    }


@register.filter
def is_in(thing: Any, things: Container) -> bool:
    return thing in things


@register.filter
def replies(topic: Topic) -> int:
    """How many answered: every post but the first."""
    return max(topic.posts_count - 1, 0)


@register.filter
def how_much(node: Any) -> str:
    """How much there is in a room and what is inside it: 3 topics · 40 posts."""
    topics, posts = node.topics_count, node.posts_count
    return " · ".join(
        (
            ngettext("%(n)s topic", "%(n)s topics", topics) % {"n": topics},
            ngettext("%(n)s post", "%(n)s posts", posts) % {"n": posts},
        )
    )


@register.simple_tag
def formatting_help() -> SafeString:
    """How to give words a form: the same for everybody, so it is put together once."""
    return _formatting_help(get_language())


@lru_cache
def _formatting_help(language: str | None) -> SafeString:
    return render_to_string("forum_conversation/_formatting.html")


@register.filter
def rendered_text(text: str) -> SafeString:
    """What somebody typed, as it will look: through the same renderer as a stored post."""
    return render(text)


@register.simple_tag(takes_context=True)
def first_new_post(context: Context) -> int | None:
    """The key of the first post of the page written since the reader was last here.

    None when they know all of it, and when they have never been here: then all is new.
    """
    last_read_on: datetime | None = context.get("last_read_on")
    if last_read_on is None:
        return None
    return next((post.pk for post in context["posts"] if post.created > last_read_on), None)


@register.simple_tag(takes_context=True)
def unread_among(context: Context, topics: Iterable[Topic]) -> list[Topic]:
    """Those of the topics with something the reader has not read."""
    request = context["request"]
    tracking = get_class("forum_tracking.handler", "TrackingHandler")(request=request)
    return tracking.get_unread_topics(list(topics), request.user)


@register.filter
def edited_by_another(post: Post) -> bool:
    """Whether the last edit was made by somebody else than the author."""
    return post.updated_by_id is not None and post.updated_by_id != post.poster_id


@register.filter
def file_kind(name: str) -> str:
    """PDF, for flyer.pdf."""
    return PurePath(name or "").suffix.removeprefix(".").upper()


@register.filter
def file_size(attachment: Attachment) -> int | None:
    """The size in bytes; None when the file is gone."""
    try:
        return attachment.file.size
    except OSError:
        return None


@register.filter
def kept_file(form: ModelForm) -> str:
    """The name of the file that an upload form holds: sent and accepted, or stored before."""
    if "file" in form.errors:
        return ""
    sent: UploadedFile | None = form.files.get(form["file"].html_name)
    if sent:
        return sent.name or ""
    return form.instance.filename if form.instance.pk else ""


@register.simple_tag(takes_context=True)
def compose_errors(context: Context) -> list[dict[str, str]]:
    """All that is wrong in the forms of a post, with the id of the control to look at."""
    form = context["post_form"]
    lines = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    lines += _field_errors(form)
    polls = context.get("poll_option_formset")
    if polls and context.get("poll_options_validated"):
        lines += [{"text": str(text), "target": "poll-options"} for text in polls.non_form_errors()]
        lines += [line for each in polls.forms for line in _field_errors(each)]
    files = context.get("attachment_formset")
    if files and files.is_bound:
        lines += [{"text": str(text), "target": "attachments"} for text in files.non_form_errors()]
        lines += [line for each in files.forms for line in _field_errors(each)]
    return lines


def _field_errors(form: BaseForm) -> list[dict[str, str]]:
    return [
        {
            "text": f"{bound.label}: {text}",
            "target": "" if bound.is_hidden else first_id(bound),
        }
        for bound in form
        for text in bound.errors
    ]


@dataclass
class PollResult:
    """How a poll stands, for one reader. ``total`` counts people, not votes."""

    options: list[dict[str, Any]]
    total: int
    voted: bool
    closes: str


@register.simple_tag(takes_context=True)
def poll_result(context: Context, poll: AbstractTopicPoll) -> PollResult:
    user = context["request"].user
    mine = Q(votes__voter=user) if user.is_authenticated else Q(pk__isnull=True)
    options = (
        TopicPollOption.objects.filter(poll=poll)
        .annotate(all_votes=Count("votes"), my_votes=Count("votes", filter=mine))
        .order_by("pk")
    )
    rows = [
        {"pk": o.pk, "text": o.text, "votes": o.all_votes, "is_mine": bool(o.my_votes)}
        for o in options
    ]
    total = sum(row["votes"] for row in rows)
    if poll.max_options > 1 and total:
        total = (
            TopicPollVote.objects.filter(poll_option__poll=poll).values("voter").distinct().count()
        )
    for row in rows:
        row["percent"] = round(100 * row["votes"] / total) if total else 0
    voted = any(row["is_mine"] for row in rows)
    return PollResult(options=rows, total=total, voted=voted, closes=closing(poll))
