"""Words that are kept for their author alone: drafts, sent back to them, or not sent."""

from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost

Kept = TypeVar("Kept", DeclinedPost, Unsent)


def own_words(request: Any, model: type[Kept], **which: Any) -> Kept:
    """What is kept for this person, or 404; so is what was sent back in a room that they may not
    read any more. What they have not sent is theirs wherever it was to go."""
    found = model._default_manager.select_related("forum", "topic__forum")
    kept = get_object_or_404(found, author=request.user, **which)
    if isinstance(kept, DeclinedPost) and not is_open(request, kept):
        raise Http404
    return kept


def is_open(request: Any, kept: DeclinedPost | Unsent) -> bool:
    """Whether its author may still read the room in which the words belong."""
    return request.forum_permission_handler.can_read_forum(kept.forum, request.user)


def where_they_belong(request: Any, kept: DeclinedPost | Unsent) -> tuple[Any, bool]:
    """The topic that they are for, if this person may read it, and whether they may write there, or
    begin a topic in the room."""
    handler, topic = request.forum_permission_handler, kept.topic
    if topic is not None and not handler.can_read_topic(topic, request.user):
        topic = None
    post = kept.post if isinstance(kept, Unsent) else None
    if post is not None:
        return topic, topic is not None and handler.can_edit_post(post, request.user)
    if kept.starts_topic:
        return topic, handler.can_add_topic(kept.forum, request.user)
    return topic, topic is not None and handler.can_add_post(topic, request.user)


def forget_words(request: Any, kept: DeclinedPost | Unsent, template: str) -> HttpResponse:
    """Ask, and then delete the words before their time."""
    if request.method != "POST":
        forum = kept.forum if is_open(request, kept) else None
        return render(request, template, {"kept": kept, "forum": forum})
    kept.delete()
    messages.success(request, _("Your words are deleted. Nobody keeps them any more."))
    return redirect("drafts")
