"""Voting, once and only where one may read."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_conversation.forum_polls.views import (
    TopicPollVoteView as MachinaTopicPollVoteView,
)
from machina.core.db.models import get_model

from forum.pace import Paced
from forum.polls import services
from forum.polls.standing import stand_of

TopicPoll = get_model("forum_polls", "TopicPoll")


class TopicPollVoteView(Paced, MachinaTopicPollVoteView):
    """Voting in a poll. It is not ``once``: that would make one transaction of it, and keep a mark
    of what was voted beside who did."""

    http_method_names = ["get", "head", "post"]
    pace_scope, pace = "vote", (30, 60)
    refusal = _("You cannot vote here: the poll is closed.")

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        if not hasattr(self, "_poll"):
            polls = TopicPoll.objects.select_related("topic__forum", "rules")
            self._poll = super().get_object(polls)
        return self._poll

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_vote_in_poll(obj, user)

    def is_readable(self, thing: Any) -> bool:
        return super().is_readable(thing.topic)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the poll in its topic, whoever comes here after signing in."""
        self.object = self.get_object()
        return HttpResponseRedirect(self.get_success_url())

    def form_valid(self, form: Any) -> HttpResponse:
        member, options = self.request.user, form.cleaned_data["options"]
        if services.vote(poll=self.object, member=member, options=options):
            messages.success(self.request, _("Your vote is counted. Thank you."))
        else:
            messages.info(self.request, _("You have voted here. Your vote counts once."))
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        stand = stand_of(self.object, self.request.user)
        form.show_picked(stand)
        topic = self.object.topic
        context = {"form": form, "stand": stand, "poll": self.object, "topic": topic}
        template = "forum_conversation/forum_polls/poll_vote.html"
        return render(self.request, template, context | {"forum": topic.forum})

    def get_success_url(self) -> str:
        topic = self.object.topic
        place = [topic.forum.slug, topic.forum_id, topic.slug, topic.pk]
        return reverse("forum_conversation:topic", args=place) + "#poll"
