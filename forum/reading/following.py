"""Following topics and rooms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from machina.apps.forum_member import views as machina
from machina.core.db.models import get_model

from core.limits import limited
from forum.excerpts import as_rows
from forum.pace import Paced
from forum.rooms.models import Room
from forum.rooms.viewmixins import PermissionRequiredMixin

Topic = get_model("forum_conversation", "Topic")


class _OneTopic(PermissionRequiredMixin):
    """The topic in the address, fetched once."""

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        if not hasattr(self, "_topic"):
            topics = Topic.objects.select_related("forum")
            self._topic = get_object_or_404(topics, pk=self.kwargs["pk"])
        return self._topic


class TopicSubscribeView(Paced, _OneTopic, machina.TopicSubscribeView):
    pace_scope, pace = "subscribe", (30, 60)

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_read_topic(obj, user)

    def subscribe(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.object.subscribers.add(request.user)
        messages.success(request, _("You find this topic among those you follow."))
        return HttpResponseRedirect(self.get_success_url())


class TopicUnsubscribeView(Paced, _OneTopic, machina.TopicUnsubscribeView):
    pace_scope, pace = "subscribe", (30, 60)

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_read_topic(obj, user)

    def unsubscribe(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.object.subscribers.remove(request.user)
        messages.success(request, _("You no longer follow this topic."))
        return HttpResponseRedirect(self.get_success_url())


class TopicSubscriptionListView(machina.TopicSubscriptionListView):
    def get_queryset(self) -> QuerySet:
        readable = self.request.forum_permission_handler.readable_forum_ids(self.request.user)
        topics = super().get_queryset().filter(approved=True, forum__in=readable)
        return as_rows(topics)


@login_required
@require_POST
@limited("follow", limit=60, seconds=3600)
def follow_room(request: Any, forum_id: int) -> HttpResponse:
    """Follow a room, to be told of new topics in it, or (``stop``) follow it no more."""
    room = get_object_or_404(Room.objects.select_related("forum"), forum=forum_id)
    if not request.forum_permission_handler.can_read_forum(room.forum, request.user):
        raise Http404
    if "stop" in request.POST:
        room.followers.remove(request.user)
        messages.success(request, _("You no longer follow this room."))
    else:
        room.followers.add(request.user)
        messages.success(request, _("You follow this room: new topics will be among what is new."))
    return redirect("forum:forum", room.forum.slug, room.forum_id)
