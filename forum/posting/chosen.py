"""Answering several waiting posts at once, and taking an answer back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.addresses import number
from core.limits import limited
from forum.posting import services
from forum.posting.forms import DeclineForm
from forum.posting.undoing import signed_by, signed_for
from forum.topics.held import waiting
from forum.topics.models import Post

MOST = 100


@login_required
@require_POST
@limited("answer_chosen", limit=120, seconds=3600)
def answer_chosen(request: Any) -> HttpResponse:
    """Approve the posts that were chosen, or send them back with one reason for all."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Please choose messages first: nothing was done."))
        return redirect("forum_moderation:queue")
    if request.POST.get("do") == "send_back":
        return _send_back(request, chosen)
    approved = _answer(request, chosen, services.approve_post)
    if approved:
        number_of = len(approved)
        words = ngettext("%(n)d message is published.", "%(n)d messages are published.", number_of)
        messages.success(request, words % {"n": number_of})
    done = urlencode({"done": signed_by(request.user, approved)}) if approved else ""
    return redirect(f"{reverse('forum_moderation:queue')}?{done}")


@login_required
@require_POST
@limited("answer_chosen", limit=120, seconds=3600)
def take_back_approval(request: Any) -> HttpResponse:
    """Let posts wait again that this person approved within the last minutes."""
    keys = signed_for(request.user, request.POST.get("done", ""))
    if not keys:
        messages.warning(
            request, _("That is too long ago to be undone. You can hide a message in its topic.")
        )
        return redirect("forum_moderation:queue")
    rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
    posts = Post.objects.select_related("topic__forum").filter(pk__in=keys, topic__forum__in=rooms)
    chosen = [(post, post.updates_count) for post in posts]
    back = _answer(request, chosen, services.recall_post)
    if back:
        words = ngettext("%(n)d message waits again.", "%(n)d messages wait again.", len(back))
        messages.success(request, words % {"n": len(back)})
    return redirect("forum_moderation:queue")


def _send_back(request: HttpRequest, chosen: list[tuple[Post, int]]) -> HttpResponse:
    form = DeclineForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        sent = _answer(request, chosen, services.disapprove_post, reason=reason)
        if sent:
            words = ngettext(
                "%(n)d message is sent back, with your words to its author.",
                "%(n)d messages are sent back, with your words to their authors.",
                len(sent),
            )
            messages.success(request, words % {"n": len(sent)})
        return redirect("forum_moderation:queue")
    told = {"form": form, "chosen": chosen}
    return render(request, "forum_moderation/moderation_queue/send_back_chosen.html", told)


def _chosen(request: Any) -> list[tuple[Post, int]]:
    """The waiting posts that were chosen in rooms of this person, each with the state it was read
    in: what is answered already, or somebody else's to answer, is left out."""
    rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
    if not rooms:
        raise Http404
    read = dict(_key_and_state(each) for each in request.POST.getlist("post")[:MOST])
    posts = waiting(Post.objects.filter(pk__in=read, topic__forum__in=rooms))
    found = posts.select_related("topic__forum", "poster").order_by("created", "pk")
    return [(post, read[post.pk]) for post in found]


def _key_and_state(value: str) -> tuple[int, int]:
    key, _dash, state = value.partition("-")
    return number(key) or 0, number(state) or 0


def _answer(
    request: Any, chosen: list[tuple[Post, int]], service: Callable[..., Any], **said: Any
) -> list[Post]:
    """Do it to each, as it was read; those to which it cannot be done any more are told of."""
    done = []
    for post, read in chosen:
        try:
            service(post=post, by=request.user, read=read, **said)
        except ValidationError as refused:
            messages.warning(request, f"{post.topic.subject}: {refused.messages[0]}")
        else:
            done.append(post)
    return done
