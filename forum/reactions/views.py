"""The buttons with which members say a word to a message."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import NotAllowed
from core.addresses import number
from core.limits import limited
from forum.notices import where_it_stands
from forum.reactions import services
from forum.reactions.access import can_react
from forum.reactions.enums import Word
from forum.topics.models import Post


@login_required
@require_POST
@limited("react", limit=60, seconds=600)
def react(request: Any) -> HttpResponse:
    """Say (``say``) or take back (``take_back``) a word, named as ``key-of-the-post.word``."""
    takes_back = "take_back" in request.POST
    named = request.POST.get("take_back" if takes_back else "say", "")
    key, _dot, word = named.partition(".")
    if word not in Word:
        raise Http404
    posts = Post.objects.select_related("topic__forum__room", "topic__standing")
    post = get_object_or_404(posts, pk=number(key))
    handler = request.forum_permission_handler
    if not handler.can_read_post(post, request.user):
        raise Http404
    if takes_back:
        services.take_back(post=post, member=request.user, word=word)
    elif can_react(handler, post, request.user):
        services.react(post=post, member=request.user, word=word)
    else:
        raise NotAllowed(_("You can read this message. Just now you cannot say a word to it."))
    return redirect(where_it_stands(post))
