"""What others will see of a message, before it is sent: written, shown by the real renderers to
somebody who was made up for it, and undone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import load_backend
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from machina.core.loading import get_class

from communities.models import Membership
from core.memo import remembering
from forum import authors, excerpts, notices
from forum.care import services as care
from forum.care.notes import noted
from forum.checking.services import note_why_held
from forum.posting import services
from forum.posting.queue import is_told_whole
from forum.reading.shown import as_shown, with_what_is_shown
from forum.topics.models import Post, Topic
from members.models import User, random_public_id
from notifications.kinds import kind_named
from notifications.models import Notification
from notifications.reading import Shown

_LIVELY = re.compile(r"<(/?)(?:a|button|form)\b")
_LEADING = re.compile(
    r' (?:href|action|method|name|value|form|aria-pressed|data-menu)(?:="[^"]*")?(?=[^<]*>)'
)
_HIDDEN = re.compile(r"<input[^>]*>")

Channel = Callable[[Any, Post], str]
_channels: list[tuple[int, Any, Channel]] = []


@dataclass(frozen=True)
class Preview:
    """The message in one place where others come across it."""

    title: str
    html: str

    @property
    def still(self) -> SafeString:
        """It, with nothing to follow or press: what it would lead to is not there yet."""
        html = _LEADING.sub("", _HIDDEN.sub("", self.html))
        return SafeString(_LIVELY.sub(r"<\1span", html))


def channel(order: int, title: Any) -> Callable[[Channel], Channel]:
    """Register one place where others come across a message: a function of their request and it."""

    def register(shows: Channel) -> Channel:
        _channels.append((order, title, shows))
        _channels.sort(key=lambda each: each[0])
        return shows

    return register


def as_others_see_it(request: Any, form: Any, poll: dict[str, Any] | None) -> list[Preview]:
    """The message of a valid form for a new post, in each place where others come across it.

    Nothing is stored: what is written is undone before this ends, and nobody else ever sees it.
    """
    found = []
    with _undone(), remembering():
        post = _written(form, poll)
        theirs = request_of_a_reader(request, form.forum)
        for _order, title, show in _channels:
            if html := show(theirs, post):
                found.append(Preview(str(title), html))
    return found


class _Undone(Exception):  # noqa: N818 -- an end, not a mishap
    pass


@contextmanager
def _undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def _written(form: Any, poll: dict[str, Any] | None) -> Post:
    said, would_wait = form.cleaned_data, not form.posts_at_once
    label = "" if form.names_author else form.labels[form.chosen_way]
    words = {"author": form.user, "text": said["content"], "label": label, "approved": True}
    if form.topic is None:
        topic = services.start_topic(forum=form.forum, subject=said["subject"], poll=poll, **words)
        post = topic.first_post
    else:
        topic = Topic.objects.select_related("forum").get(pk=form.topic.pk)
        post = services.reply(topic=topic, subject=said["subject"], **words, **form.answered)
    note_why_held(post=post, found=form.found)
    care.note_own(post=post, names=said["notes"])
    posts = noted(Post.objects).select_related("topic__forum__room", "poster", "why_held")
    post = posts.get(pk=post.pk)
    post.would_wait = would_wait
    return post


def request_of_a_reader(request: Any, forum: Any) -> Any:
    """The request as somebody would send it who is in the room's communities and has chosen
    nothing: no real person's choices show in it."""
    (reader,) = User.objects.bulk_create(
        [User(email=f"{random_public_id()}@preview.invalid", display_name=str(_("A reader")))]
    )
    room = getattr(forum, "room", None)
    communities = list(room.communities.all()) if room else []
    Membership.objects.bulk_create(Membership(community=c, member=reader) for c in communities)
    belongs = User.groups.through
    belongs._default_manager.bulk_create(
        belongs(user=reader, group_id=community.group_id) for community in communities
    )
    theirs = copy(request)
    theirs.user = load_backend(settings.AUTHENTICATION_BACKENDS[0]).get_user(reader.pk)
    theirs.method, theirs.GET, theirs.POST = "GET", QueryDict(), QueryDict()
    handler = get_class("forum_permission.handler", "PermissionHandler")
    theirs.forum_permission_handler = handler()
    return theirs


@channel(order=10, title=_("In the topic"))
def in_the_topic(request: Any, post: Post) -> str:
    """As it stands there, but for the links under it: they lead nowhere yet."""
    (shown_post,) = with_what_is_shown(Post.objects.filter(pk=post.pk))
    shown_post.topic = post.topic
    voices = authors.voices([shown_post], request.user, post.topic.forum)
    handler = request.forum_permission_handler
    (shown,) = as_shown([shown_post], request.user, handler, voices)
    context = {"shown": shown, "topic": post.topic, "forum": post.topic.forum, "request": request}
    context["may_reply"] = handler.can_add_post(post.topic, request.user)
    return render_to_string("forum_conversation/_post.html", context)


@channel(order=20, title=_("In the list of topics"))
def in_the_list(request: Any, post: Post) -> str:
    (topic,) = excerpts.as_rows(Topic.objects.filter(pk=post.topic_id))
    context = {"topic": topic, "is_new": True, "request": request}
    return in_rows(render_to_string("forum_conversation/_topic_row.html", context))


def in_rows(html: str) -> SafeString:
    """The row of a list, in a list of its own."""
    return format_html('<ul class="rows">{}</ul>', SafeString(html))


@channel(order=40, title=_("In a mail, for those who want to read there what happened"))
def in_a_mail(request: Any, post: Post) -> str:
    return in_words(_told(request.user, post), "mail.txt")


@channel(order=50, title=_("In the mail of the day or the week"))
def in_a_digest(request: Any, post: Post) -> str:
    return in_words(_told(request.user, post), "digest.txt")


def _told(reader: Any, post: Post) -> Shown:
    kind = kind_named(notices.TOPIC if post.is_topic_head else notices.REPLY)
    row = Notification(recipient=reader, kind=kind.name, about_id=post.pk, actor=post.poster)
    return Shown(row, kind, post)


def in_words(shown: Shown, form: str) -> str:
    context = {"text": shown.say(form)}
    return render_to_string("forum_conversation/_in_words.html", context)


@channel(order=60, title=_("For whoever looks after the room, until they let it through"))
def where_it_waits(request: Any, post: Post) -> str:
    if not post.would_wait:
        return ""
    post.is_told_here = is_told_whole(post)
    context = {"post": post, "request": request}
    return in_rows(render_to_string("forum_moderation/moderation_queue/_row.html", context))
