"""Asking for a seal to be opened, answering that, and reading what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.limits import limited
from core.marks import if_it_can_be_kept
from forum.signing.models import Opening
from forum.topics.models import Post
from forum.unsealing import notices, services
from forum.unsealing.access import can_agree, can_ask, can_see_opening
from forum.unsealing.forms import AskForm
from members.sending import once


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("seal", limit=10, seconds=3600)
def ask_for_opening(request: Any, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("topic__forum__room"), pk=pk)
    if not can_ask(request.forum_permission_handler, post, request.user):
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opening = services.ask(post=post, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("A second person is asked. Nothing is open yet."))
            return redirect("opening", opening.key)
    context = {"form": form, "post": post, "topic": post.topic, "forum": post.topic.forum}
    return render(request, "forum/ask_for_opening.html", context)


def _opening(request: Any, key: str) -> Opening:
    openings = Opening.objects.select_related(
        "post__topic__forum", "asked_by", "agreed_by", "author"
    )
    opening = get_object_or_404(openings, key=key)
    require(_sees, request.user, opening)
    return opening


def _sees(person: Any, opening: Opening) -> bool:
    return can_see_opening(opening, person)


@login_required
@require_safe
def opening(request: Any, key: str) -> HttpResponse:
    """The request, for those who answer it and whom it concerns; whose the message is, for the two
    who opened it, and not for ever."""
    found = _opening(request, key)
    with if_it_can_be_kept():
        notices.opening_seen(found, request.user)
    is_author = request.user.pk == found.author_id
    until = found.shown_until
    shows_author = not is_author and until is not None and timezone.now() < until
    context = {
        "opening": found,
        "post": found.post,
        "is_author": is_author,
        "may_agree": can_agree(found, request.user),
        "author": found.author if shows_author else None,
        "until": until,
    }
    return render(request, "forum/opening.html", context)


@login_required
@require_POST
@once
@limited("seal", limit=10, seconds=3600)
def answer_opening(request: Any, key: str) -> HttpResponse:
    found = _opening(request, key)
    try:
        if "agree" in request.POST:
            services.agree(opening=found, by=request.user)
        else:
            services.refuse(opening=found, by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect("opening", key)
