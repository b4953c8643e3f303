"""Closing somebody's topic: why reaches who began it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from forum.history.forms import ReasonForm
from forum.history.models import Deed
from forum.history.services import note_handling
from forum.signing.seals import author_of_topic, has_begun
from forum.topics import views


class _WithReason(views.OneTopic):
    """Asks for a reason, unless the topic is one's own or nobody's any more."""

    deed: Deed

    @property
    def asks_why(self) -> bool:
        topic = self.get_object()
        return author_of_topic(topic) is not None and not has_begun(topic, self.request.user)

    def reason_form(self) -> ReasonForm | None:
        if not self.asks_why:
            return None
        return ReasonForm(self.request.POST if self.request.method == "POST" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.setdefault("reason_form", self.reason_form())
        return context

    def tell(self, reason_form: ReasonForm | None) -> None:
        first = self.get_object().first_post
        if reason_form is not None and first is not None:
            reason = reason_form.cleaned_data["reason"]
            note_handling(post=first, deed=self.deed, by=self.request.user, reason=reason)


class TopicLockView(_WithReason, views.TopicLockView):
    deed = Deed.CLOSED

    def lock(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        why = self.reason_form()
        if why is not None and not why.is_valid():
            self.object = self.get_object()
            return self.render_to_response(self.get_context_data(reason_form=why))
        was_open = not self.get_object().is_locked
        response = super().lock(request, *args, **kwargs)
        if was_open:
            self.tell(why)
        return response
