"""Withdrawing one's own post or topic, and hiding another's: the same question at one address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from machina.apps.forum_conversation.views import PostDeleteView as MachinaPostDeleteView
from machina.apps.forum_moderation.views import TopicDeleteView as MachinaTopicDeleteView

from forum import notices, pace
from forum.history.forms import HideForm
from forum.history.models import Removal
from forum.history.services import hide_post, withdraw_post
from forum.posting.views import Addressed
from forum.signing.seals import is_by
from forum.topics.views import OneTopic
from members.sending import MakesOnce


class Removes(MakesOnce, pace.Paced, View):
    """Asks, and takes a post out of view. Whoever wrote it withdraws it; others say why."""

    # Without DELETE, by which Django's view would delete the row.
    http_method_names = ("get", "head", "options", "post")
    pace_scope, pace = "delete", (30, 60)

    def get_post(self) -> Any:
        raise NotImplementedError

    @cached_property
    def is_own(self) -> bool:
        return is_by(self.get_post(), self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        post, form = self.get_post(), HideForm(request.POST)
        if not self.is_own and not form.is_valid():
            self.object = self.get_object()  # type: ignore[attr-defined]
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        try:
            removal = self._remove(post, form)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
            return redirect(notices.where_topic_stands(post.topic))
        return redirect("removed", removal.post_id)

    def _remove(self, post: Any, form: HideForm) -> Removal:
        if self.is_own:
            removal = withdraw_post(post=post)
            messages.success(self.request, _("Nobody else can read it any more."))
        else:
            reason = form.cleaned_data["reason"]
            removal = hide_post(post=post, by=self.request.user, reason=reason)
            messages.success(self.request, _("It is hidden, and its author is told why."))
        return removal

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = self.get_post()
        takes_topic = post.topic.first_post_id == post.pk
        more = {
            "post": post,
            "topic": post.topic,
            "forum": post.topic.forum,
            "is_own": self.is_own,
            "takes_topic": takes_topic,
            "answers": max(post.topic.posts_count - 1, 0) if takes_topic else 0,
            "form": HideForm(),
        }
        return super().get_context_data(**{**more, **kwargs})  # type: ignore[misc]


class PostDeleteView(Removes, Addressed, MachinaPostDeleteView):
    topic_pk_url_kwarg = "topic_pk"
    post_pk_url_kwarg = "pk"
    refusal = _("A message is withdrawn by who wrote it, and hidden by facilitators.")

    def get_post(self) -> Any:
        post = Addressed.get_post(self)
        post.topic = self.get_topic()
        return post

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        return self.get_post()


class TopicDeleteView(Removes, OneTopic, MachinaTopicDeleteView):
    def get_post(self) -> Any:
        topic = self.get_object()
        post = topic.first_post
        post.topic = topic
        return post

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        handler = self.request.forum_permission_handler
        return handler.can_delete_topics(obj, user) and handler.can_delete_post(
            self.get_post(), user
        )
