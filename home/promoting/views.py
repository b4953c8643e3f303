"""Making a resource of what was found in a topic."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.outcomes.models import standing_of
from forum.topics.models import Post, Topic, in_reading_order
from home.promoting.access import can_promote_topic
from home.promoting.forms import PromoteForm
from members.sending import once

MOST_POSTS = 50
"""Messages of a topic that can be quoted from: the first, in reading order."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def promote_topic(request: Any, pk: int) -> HttpResponse:
    topics = Topic.objects.select_related("forum__room", "standing", "first_post__poster")
    topic = get_object_or_404(topics, pk=pk)
    if not can_promote_topic(request.forum_permission_handler, topic, request.user):
        raise Http404
    context = {"topic": topic, "forum": topic.forum}
    standing = standing_of(topic)
    if standing and standing.is_case and not _can_be_asked(topic.first_post):
        return render(request, "home/promote_not.html", context)
    form = PromoteForm(
        request.POST if request.method == "POST" else None, topic=topic, posts=_quotable(topic)
    )
    if request.method == "POST" and form.is_valid():
        page = form.save(by=request.user)
        messages.success(request, _("The draft is there. Whose words it quotes, is asked now."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "home/promote.html", context | {"form": form})


def _can_be_asked(post: Post | None) -> bool:
    return bool(post and post.poster and post.poster.is_active)


def _quotable(topic: Topic) -> list[Post]:
    """The messages that everybody in the room reads and whose authors can be asked."""
    posts = topic.posts.filter(approved=True, poster__is_active=True).select_related("poster")
    found = list(in_reading_order(posts)[:MOST_POSTS])
    for post in found:
        post.topic = topic
    return found
