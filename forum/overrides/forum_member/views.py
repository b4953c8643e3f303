"""What a member shows of another: readable posts, to members only."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from machina.apps.forum_member import views as machina
from machina.conf import settings as machina_settings
from machina.core.db.models import get_model

from forum.overrides.forum_permission.viewmixins import PermissionRequiredMixin
from forum.pace import Paced

ForumProfile = get_model("forum_member", "ForumProfile")
Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")


def profile_of(member: Any) -> Model:
    """The member's profile: stored, or an empty one. Looking at it stores nothing."""
    return ForumProfile.objects.filter(user=member).first() or ForumProfile(user=member)


class OfOneMember(LoginRequiredMixin, View):
    """A page about the member in the address, for people who are signed in."""

    request: Any

    @cached_property
    def poster(self) -> Any:
        people = get_user_model().objects.filter(is_active=True)
        return get_object_or_404(people, public_id=self.kwargs["public_id"])

    @cached_property
    def readable(self) -> set[int]:
        return self.request.forum_permission_handler.readable_forum_ids(self.request.user)

    def get_posts(self) -> QuerySet:
        """The member's posts that the viewer may read, newest first."""
        return (
            Post.objects.filter(
                poster=self.poster,
                approved=True,
                topic__approved=True,
                topic__forum__in=self.readable,
            )
            .select_related("topic__forum", "poster")
            .order_by("-created", "-pk")
        )


class UserPostsView(OfOneMember, machina.UserPostsView):
    def get_queryset(self) -> QuerySet:
        return self.get_posts()


class ForumProfileDetailView(OfOneMember, machina.ForumProfileDetailView):
    def get_object(self, queryset: QuerySet | None = None) -> Any:
        return profile_of(self.poster)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(machina.ForumProfileDetailView, self).get_context_data(**kwargs)
        context["poster"] = self.poster
        context["posts_count"] = self.get_posts().count()
        context["topics_count"] = Topic.objects.filter(
            poster=self.poster, approved=True, forum__in=self.readable
        ).count()
        context["recent_posts"] = self.get_posts()[: machina_settings.PROFILE_RECENT_POSTS_NUMBER]
        return context


class ForumProfileUpdateView(Paced, machina.ForumProfileUpdateView):
    pace_scope, pace = "profile", (20, 3600)

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        return profile_of(self.request.user)


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
        messages.success(request, _("You will find this topic among your subscriptions."))
        return HttpResponseRedirect(self.get_success_url())


class TopicUnsubscribeView(Paced, _OneTopic, machina.TopicUnsubscribeView):
    pace_scope, pace = "subscribe", (30, 60)

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_read_topic(obj, user)

    def unsubscribe(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.object.subscribers.remove(request.user)
        messages.success(request, _("This topic is no longer among your subscriptions."))
        return HttpResponseRedirect(self.get_success_url())


class TopicSubscriptionListView(machina.TopicSubscriptionListView):
    def get_queryset(self) -> QuerySet:
        readable = self.request.forum_permission_handler.readable_forum_ids(self.request.user)
        return (
            super()
            .get_queryset()
            .filter(approved=True, forum__in=readable)
            .order_by("-last_post_on", "-pk")
        )
