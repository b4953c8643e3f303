"""The queue of posts that wait to be read."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_moderation import views as machina
from machina.core.db.models import get_model

from communities.access import is_coordinator
from forum.posting import services
from forum.posting.waiting import MOST
from forum.rooms.viewmixins import PermissionRequiredMixin
from members import audit
from members.enums import Capacity
from members.sending import MakesOnce

Post = get_model("forum_conversation", "Post")


class Foremost(Paginator):
    """Pages of the first rows alone: who looks after a room reads these before the rest."""

    most = MOST

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.most].count()  # type: ignore[union-attr, attr-defined]

    @property
    def has_more(self) -> bool:
        return self.count == self.most


def _note(by: Any, posts: Iterable[Any]) -> None:
    """Note a look at the authors: who looks after a room sees who wrote what waits there."""
    capacity = "" if is_coordinator(by) else Capacity.FACILITATOR
    writers = [post.poster for post in posts if post.poster]
    audit.note(by=by, about=writers, what=audit.POSTS, capacity=capacity)


class ModerationQueueListView(machina.ModerationQueueListView):
    paginator_class = Foremost
    refusal = _("Posts that wait are read by those who look after the room.")

    def get_queryset(self) -> QuerySet:
        """Waiting posts in the rooms this person looks after, the longest waiting first."""
        forums = self.request.forum_permission_handler.approvable_forum_ids(self.request.user)
        return (
            Post.objects.filter(approved=False, topic__forum__in=forums)
            .select_related("topic__forum", "poster")
            .order_by("created", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        _note(self.request.user, context["object_list"])
        return context


class _OneWaitingPost(PermissionRequiredMixin):
    """The post in the address, fetched once; 404 when it does not wait any more."""

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        if not hasattr(self, "_waiting"):
            posts = Post.objects.filter(approved=False).select_related(
                "topic__forum", "topic__poll", "poster"
            )
            self._waiting = get_object_or_404(posts, pk=self.kwargs["pk"])
            if self.request.forum_permission_handler.can_approve_posts(
                self._waiting.topic.forum, self.request.user
            ):
                _note(self.request.user, [self._waiting])
        return self._waiting

    def is_readable(self, thing: Any) -> bool:
        return False


class ModerationQueueDetailView(_OneWaitingPost, machina.ModerationQueueDetailView):
    pass


class PostApproveView(MakesOnce, _OneWaitingPost, machina.PostApproveView):
    success_message = _("The post is approved: everybody in the room can read it now.")

    def approve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.approve_post(post=self.get_object(), by=request.user)
        messages.success(request, self.success_message)
        return HttpResponseRedirect(reverse("forum_moderation:queue"))


class PostDisapproveView(MakesOnce, _OneWaitingPost, machina.PostDisapproveView):
    success_message = _("The post is turned down and deleted.")

    def disapprove(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.disapprove_post(post=self.get_object(), by=request.user)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        else:
            messages.success(request, self.success_message)
        return HttpResponseRedirect(reverse("forum_moderation:queue"))
