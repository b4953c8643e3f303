"""Saying what became of a topic, taking it back, and the questions that wait for an answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.addresses import number
from core.limits import limited
from forum import notices
from forum.excerpts import as_rows
from forum.outcomes import services
from forum.outcomes.access import can_settle_topic, can_sign_topic, side_to_sign, sides_of
from forum.outcomes.forms import SettleForm, SignForm
from forum.outcomes.models import Standing, open_questions, standing_of
from forum.topics.models import Post, Topic
from members.sending import once

SHOWN = 50


def _topic(request: Any, pk: int) -> Topic:
    """The topic, for whoever may say what became of it; for others there is none."""
    topics = Topic.objects.select_related("forum__room", "standing")
    topic = get_object_or_404(topics, pk=pk)
    if not can_settle_topic(request.forum_permission_handler, topic, request.user):
        raise Http404
    return topic


def _answer(request: Any, topic: Topic) -> Post | None:
    """The reply that the address names, if one can be read there."""
    wanted = number(request.GET.get("answer"))
    if wanted is None:
        return None
    replies = topic.posts.filter(approved=True).exclude(pk=topic.first_post_id)
    post = replies.select_related("poster").filter(pk=wanted).first()
    if post:
        post.topic = topic
    return post


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("settle", limit=30, seconds=3600)
def settle_topic(request: Any, pk: int) -> HttpResponse:
    topic = _topic(request, pk)
    standing = standing_of(topic)
    if standing and standing.is_settled:
        messages.info(request, services.SETTLED_MEANWHILE)
        return redirect(notices.where_topic_stands(topic))
    answer = _answer(request, topic)
    sent = request.POST if request.method == "POST" else None
    initial = {"result": "answered"} if answer else {}
    form = SettleForm(sent, topic=topic, answer=answer, initial=initial)
    if sent is not None and form.is_valid():
        try:
            form.save(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It stands at the top of the topic. Thank you."))
            return redirect(notices.where_topic_stands(topic))
    context = {"form": form, "topic": topic, "forum": topic.forum, "post": answer}
    room = getattr(topic.forum, "room", None)
    if room and room.is_shared:
        context |= {"is_shared": True, "signs": bool(sides_of(request.user, room))}
    return render(request, "forum_conversation/topic_settle.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("settle", limit=30, seconds=3600)
def reopen_topic(request: Any, pk: int) -> HttpResponse:
    topic = _topic(request, pk)
    if request.method != "POST":
        context = {"topic": topic, "forum": topic.forum}
        return render(request, "forum_conversation/topic_reopen.html", context)
    services.reopen(topic=topic)
    messages.success(request, _("The topic is open again."))
    return redirect(notices.where_topic_stands(topic))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("settle", limit=30, seconds=3600)
def sign_topic(request: Any, pk: int) -> HttpResponse:
    """Ask whether this person signs, and sign; for whom it does not wait, there is nothing."""
    topics = Topic.objects.select_related("forum__room", "standing")
    topic = get_object_or_404(topics, pk=pk)
    handler = request.forum_permission_handler
    standing = standing_of(topic)
    if standing and handler.can_read_topic(topic, request.user) and _has_signed(request, standing):
        return redirect(notices.where_topic_stands(topic))
    if standing is None or not can_sign_topic(handler, topic, request.user):
        raise Http404
    if request.method == "POST":
        form = SignForm(request.POST, topic=topic)
        if form.is_valid():
            try:
                form.save(by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your name stands beside it. Thank you."))
                return redirect(notices.where_topic_stands(topic))
    else:
        form = SignForm(initial={"read": standing.settled_at}, topic=topic)
    side = side_to_sign(request.user, standing, topic.forum.room)
    context = {"form": form, "topic": topic, "forum": topic.forum, "standing": standing}
    return render(request, "forum_conversation/topic_sign.html", context | {"side": side})


def _has_signed(request: Any, standing: Standing) -> bool:
    return standing.signatures.filter(member=request.user).exists()


@login_required
@require_safe
def questions(request: Any) -> HttpResponse:
    """Questions in the rooms one may read that nobody has answered yet, the latest first."""
    readable = request.forum_permission_handler.readable_forum_ids(request.user)
    topics = Topic.objects.filter(open_questions(), approved=True, forum__in=readable)
    found = list(as_rows(topics)[: SHOWN + 1])
    context = {"topics": found[:SHOWN], "has_more": len(found) > SHOWN, "shown": SHOWN}
    return render(request, "forum_conversation/questions.html", context)
