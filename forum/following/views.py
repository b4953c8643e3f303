"""How much one wants to hear of a topic, a room, a community; and the list of it all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from machina.apps.forum_member import views as machina
from machina.core.db.models import get_model

from communities.models import CommunityPage
from core.limits import limited
from forum.excerpts import as_rows
from forum.following import services
from forum.following.enums import Level
from forum.following.levels import said_of_community, said_of_room, said_of_topic
from forum.following.models import Said
from forum.pace import Paced
from forum.rooms.models import Room
from forum.rooms.viewmixins import PermissionRequiredMixin

Topic = get_model("forum_conversation", "Topic")

KEPT = {
    Level.MUTED: _("You hear nothing from here any more."),
    Level.USUAL: _("It is as usual again."),
    Level.WATCHING: _("You follow this: what is new here will be among what is new for you."),
}


class _OneTopic(PermissionRequiredMixin):
    """The topic in the address, fetched once."""

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        if not hasattr(self, "_topic"):
            topics = Topic.objects.select_related("forum")
            self._topic = get_object_or_404(topics, pk=self.kwargs["pk"])
        return self._topic

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_read_topic(obj, user)

    def keep(self, level: Level) -> HttpResponse:
        self.object = self.get_object()
        services.hear_of_topic(member=self.request.user, topic=self.object, level=level)
        messages.success(self.request, KEPT[level])
        return HttpResponseRedirect(self.get_success_url())


class TopicSubscribeView(Paced, _OneTopic, machina.TopicSubscribeView):
    pace_scope, pace = "subscribe", (30, 60)

    def subscribe(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.keep(Level.WATCHING)


class TopicUnsubscribeView(Paced, _OneTopic, machina.TopicUnsubscribeView):
    pace_scope, pace = "subscribe", (30, 60)

    def unsubscribe(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.keep(Level.USUAL)


class TopicSubscriptionListView(machina.TopicSubscriptionListView):
    """Everything of which its reader said how much they want to hear, and may know of now."""

    def get_queryset(self) -> QuerySet:
        user = self.request.user
        readable = self.request.forum_permission_handler.readable_forum_ids(user)
        watched = Topic.subscribers.through._default_manager.filter(topic=OuterRef("pk"), user=user)
        muted = Said.objects.filter(topic=OuterRef("pk"), member=user)
        said = Topic.objects.filter(Exists(watched) | Exists(muted))
        topics = said.filter(approved=True, forum__in=readable)
        return as_rows(topics.annotate(said=said_of_topic(member=user, topic=OuterRef("pk"))))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        readable = self.request.forum_permission_handler.readable_forum_ids(user)
        rooms = Room.objects.filter(forum__in=readable).select_related("forum")
        rooms = rooms.annotate(said=said_of_room(member=user, forum=OuterRef("forum")))
        communities = CommunityPage.objects.visible_to(user)
        communities = communities.annotate(
            said=said_of_community(member=user, community=OuterRef("pk"))
        )
        unusual = ~Q(said=Level.USUAL)
        return super().get_context_data(
            rooms=rooms.filter(unusual).order_by("forum__name"),
            communities=communities.filter(unusual).order_by("folded_title"),
            **kwargs,
        )


def _asks(view: Callable[..., HttpResponse]) -> Any:
    """A view that keeps a level: its form is a row of three buttons."""
    return login_required(require_POST(limited("follow", limit=120, seconds=3600)(view)))


@_asks
def follow_topic(request: Any, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.select_related("forum"), pk=pk)
    if not request.forum_permission_handler.can_read_topic(topic, request.user):
        raise Http404
    level = _level(request)
    services.hear_of_topic(member=request.user, topic=topic, level=level)
    where = (topic.forum.slug, topic.forum_id, topic.slug, topic.pk)
    return _kept(request, level, "forum_conversation:topic", *where)


@_asks
def follow_room(request: Any, forum_id: int) -> HttpResponse:
    room = get_object_or_404(Room.objects.select_related("forum"), forum=forum_id)
    if not request.forum_permission_handler.can_read_forum(room.forum, request.user):
        raise Http404
    level = _level(request)
    services.hear_of_room(member=request.user, room=room, level=level)
    return _kept(request, level, "forum:forum", room.forum.slug, room.forum_id)


@_asks
def follow_community(request: Any, community_id: int) -> HttpResponse:
    visible = CommunityPage.objects.visible_to(request.user)
    community = get_object_or_404(visible, pk=community_id)
    level = _level(request)
    services.hear_of_community(member=request.user, community=community, level=level)
    return _kept(request, level, community.get_url(request))


def _level(request: Any) -> Level:
    """What was chosen; as usual, where that makes no sense."""
    asked = request.POST.get("level", "")
    return next((each for each in Level if each.name.lower() == asked), Level.USUAL)


def _kept(request: Any, level: Level, *where: Any) -> HttpResponse:
    """Lead back to the place, or to the list that the form stood in."""
    messages.success(request, KEPT[level])
    if "in_list" in request.POST:
        return redirect("forum_member:user_subscriptions")
    return redirect(*where)
