"""Voting, once and only where one may read."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_conversation.forum_polls.views import (
    TopicPollVoteView as MachinaTopicPollVoteView,
)
from machina.core.db.models import get_model

from forum.pace import Paced
from forum.polls import services
from members.sending import MakesOnce

TopicPoll = get_model("forum_polls", "TopicPoll")


class TopicPollVoteView(MakesOnce, Paced, MachinaTopicPollVoteView):
    pace_scope, pace = "vote", (30, 60)
    refusal = _("You cannot vote here: the poll is closed, or you have voted already.")

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        if not hasattr(self, "_poll"):
            self._poll = super().get_object(TopicPoll.objects.select_related("topic__forum"))
        return self._poll

    def is_readable(self, thing: Any) -> bool:
        return super().is_readable(thing.topic)

    def form_valid(self, form: Any) -> HttpResponse:
        if services.vote(
            poll=self.object, member=self.request.user, options=form.cleaned_data["options"]
        ):
            messages.success(self.request, _("Your vote is counted. Thank you."))
        else:
            messages.warning(self.request, self.refusal)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        for error in form.non_field_errors():
            messages.error(self.request, error)
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        topic = self.object.topic
        return reverse(
            "forum_conversation:topic",
            args=[topic.forum.slug, topic.forum_id, topic.slug, topic.pk],
        )
