"""Topics not read yet, and marking them as read."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from machina.apps.forum_tracking.views import MarkForumsReadView as MachinaMarkForumsReadView
from machina.apps.forum_tracking.views import MarkTopicsReadView as MachinaMarkTopicsReadView
from machina.apps.forum_tracking.views import UnreadTopicsView as MachinaUnreadTopicsView
from machina.core.db.models import get_model
from machina.core.loading import get_class

from forum.excerpts import as_rows
from forum.pace import Paced

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


class UnreadTopicsView(MachinaUnreadTopicsView):
    def get_queryset(self) -> QuerySet:
        handler, user = self.request.forum_permission_handler, self.request.user
        topics = Topic.objects.filter(approved=True, forum__in=handler.readable_forum_ids(user))
        return as_rows(TrackingHandler(self.request).unread(topics, user))[:MOST_UNREAD]

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """The page asked for, or the last when that is gone: the list shrinks while it is read."""
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()
