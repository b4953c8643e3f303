"""Looking after topics: closing and pinning them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_moderation import views as machina
from machina.core.db.models import get_model

from forum.rooms.viewmixins import PermissionRequiredMixin
from forum.topics import services

Topic = get_model("forum_conversation", "Topic")


class OneTopic(PermissionRequiredMixin):
    """The topic in the address, fetched once. Whoever may not read it, gets 404."""

    refusal = _("This is for those who look after the room.")

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        if not hasattr(self, "_topic"):
            topics = Topic.objects.select_related("forum", "first_post")
            self._topic = get_object_or_404(topics, pk=self.kwargs["pk"])
        return self._topic

    def check_permissions(self, request: HttpRequest) -> HttpResponse | None:
        """Also who looks after the room does not know of what its author withdrew."""
        if not self.is_readable(None):
            raise Http404
        return super().check_permissions(request)

    def is_readable(self, thing: Any) -> bool:
        return super().is_readable(self.get_object())

    def done(self) -> HttpResponse:
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())


class TopicLockView(OneTopic, machina.TopicLockView):
    success_message = _("The topic is closed to replies.")

    def lock(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        services.lock_topic(topic=self.object)
        return self.done()


class TopicUnlockView(OneTopic, machina.TopicUnlockView):
    success_message = _("The topic is open for replies again.")

    def unlock(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        services.lock_topic(topic=self.object, locked=False)
        return self.done()


class _TypeView(OneTopic):
    success_message = _("The topic has its new place in the list.")

    def update_type(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        services.set_topic_type(topic=self.object, type=self.target_type)
        return self.done()


class TopicUpdateToNormalTopicView(_TypeView, machina.TopicUpdateToNormalTopicView):
    pass


class TopicUpdateToStickyTopicView(_TypeView, machina.TopicUpdateToStickyTopicView):
    pass


class TopicUpdateToAnnounceView(_TypeView, machina.TopicUpdateToAnnounceView):
    pass
