"""Topics not read yet, marking them as read, and taking that back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from machina.apps.forum_tracking.views import MarkForumsReadView as MachinaMarkForumsReadView
from machina.apps.forum_tracking.views import MarkTopicsReadView as MachinaMarkTopicsReadView
from machina.apps.forum_tracking.views import UnreadTopicsView as MachinaUnreadTopicsView
from machina.core.db.models import get_model
from machina.core.loading import get_class

from core.limits import limited
from forum.excerpts import as_rows
from forum.pace import Paced
from forum.reading import marking
from forum.reading.new import with_new

Forum = get_model("forum", "Forum")
Topic = get_model("forum_conversation", "Topic")
TrackingHandler = get_class("forum_tracking.handler", "TrackingHandler")

MOST_UNREAD = 400
"""Unread topics that are listed; whoever has more will not read on from page twenty."""


class MarkForumsReadView(Paced, MachinaMarkForumsReadView):
    pace_scope, pace = "read", (30, 60)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        self._require_readable(pk)
        return super().get(request, pk)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        self._require_readable(pk)
        return super().post(request, pk)

    def mark_as_read(self, request: Any, pk: int | None) -> HttpResponse:
        handler, user = request.forum_permission_handler, request.user
        top = self.top_level_forum
        forums = top.get_descendants(include_self=True) if top else Forum.objects.all()
        readable = list(handler.get_readable_forums(forums, user))
        marking.mark_rooms_read(member=user, forums=readable)
        say_marked(request)
        return redirect(self.get_top_level_forum_url())

    def _require_readable(self, pk: int | None) -> None:
        handler = self.request.forum_permission_handler
        if pk is not None and pk not in handler.readable_forum_ids(self.request.user):
            raise Http404


class MarkTopicsReadView(Paced, MachinaMarkTopicsReadView):
    pace_scope, pace = "read", (30, 60)

    def get_controlled_object(self) -> Any:
        if not hasattr(self, "_controlled"):
            self._controlled = self.get_object()
        return self._controlled

    def mark_topics_read(self, request: Any, pk: int) -> HttpResponse:
        marking.mark_rooms_read(member=request.user, forums=[self.forum])
        say_marked(request)
        return redirect(self.get_forum_url())


class UnreadTopicsView(MachinaUnreadTopicsView):
    def get_queryset(self) -> QuerySet:
        handler, user = self.request.forum_permission_handler, self.request.user
        topics = Topic.objects.filter(approved=True, forum__in=handler.readable_forum_ids(user))
        return as_rows(with_new(TrackingHandler().unread(topics, user), user))[:MOST_UNREAD]

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """The page asked for, or the last when that is gone: the list shrinks while it is read."""
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()


@login_required
@require_POST
@limited("read", limit=60, seconds=60)
def read_topic(request: Any, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.select_related("forum"), pk=pk)
    if not request.forum_permission_handler.can_read_topic(topic, request.user):
        raise Http404
    marking.mark_topic_read(member=request.user, topic=topic)
    say_marked(request)
    if "in_list" in request.POST:
        return redirect("forum_tracking:unread_topics")
    return redirect("notifications:catch_up")


@login_required
def undo_read(request: Any) -> HttpResponse:
    """Asks, and takes back what was marked as read last."""
    if request.method != "POST":
        return render(request, "forum_tracking/undo.html")
    if marking.undo(member=request.user):
        messages.success(request, _("It is unread again, as it was."))
    else:
        messages.info(request, _("That is more than a minute ago: it stays as it is."))
    return redirect("notifications:catch_up")


def say_marked(request: Any) -> None:
    """Say so once, with the way to take it back."""
    words = _("It is marked as read.")
    link = format_html('<a href="{}">{}</a>', reverse("undo_read"), _("Undo, within a minute"))
    messages.success(request, format_html("{} {}", words, link))
