"""The page on which a facilitator takes somebody else's details out of a message."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities.looks import note_look
from core.addresses import number
from core.limits import limited
from forum.history.differences import differences
from forum.notices import where_it_stands
from forum.posting import details
from forum.posting.forms import TakeOutForm
from forum.topics.models import Post
from members import audit
from members.sending import once


@login_required
@once
@limited("forum-take-out", limit=30, seconds=60)
def take_out_details(request: Any, post_id: int) -> HttpResponse:
    """Ask for the words, show what would be left, and then take them out.

    Not there but for those who look after the room; their own message they change themselves.
    """
    posts = Post.objects.select_related("topic__forum", "poster")
    post = get_object_or_404(posts, pk=post_id)
    if not request.forum_permission_handler.can_take_out_details(post, request.user):
        raise Http404
    form = TakeOutForm(request.POST if request.method == "POST" else None, post=post)
    read = number(request.POST.get("read"))
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        pieces = form.cleaned_data["words"]
        if _is_sure(request, pieces) and _take_out(request, post, form, pieces, read):
            return redirect(where_it_stands(post))
        shown = _preview(post, pieces)
    note_look(by=request.user, about=[post.poster], what=audit.POSTS)
    context = {"post": post, "topic": post.topic, "forum": post.topic.forum, "form": form}
    context |= {"as_typed": post.content.raw, **shown}
    return render(request, "forum/take_out_details.html", context)


def _is_sure(request: Any, pieces: list[str]) -> bool:
    """Whether these very words were shown before, and are to go."""
    return "sure" in request.POST and details.pieces_of(request.POST.get("shown", "")) == pieces


def _take_out(request: Any, post: Post, form: TakeOutForm, pieces: list, read: int | None) -> bool:
    """Whether it is done; else why not stands in the form."""
    reason = form.cleaned_data["reason"]
    try:
        details.take_out_details(
            post=post, by=request.user, pieces=pieces, reason=reason, read=read
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("The words are taken out, and the author is told."))
    return True


def _preview(post: Post, pieces: list[str]) -> dict[str, Any]:
    title = details.title_without(post.subject, pieces)
    is_first = post.is_topic_head
    return {
        "would_be": "\n".join(pieces),
        "title": differences(post.subject, title) if is_first and title != post.subject else [],
        "text": differences(post.content.raw, details.without(post.content.raw, pieces)),
    }
