"""A topic that is written now and opens later: until then its author and facilitators read it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.limits import limited
from core.site_time import SiteTimeField
from core.templatetags.ui import nz_datetime
from forum.moving.timing import open_at, planned
from forum.notices import where_topic_stands
from forum.posting.opening import open_topic
from forum.posting.topic_forms import TopicForm
from forum.signing.seals import has_begun
from members.sending import once

LATEST = timedelta(days=366)
_FORMAT = "%Y-%m-%dT%H:%M"


def when_field(label: Any, *, required: bool) -> SiteTimeField:
    """A moment in the future, within a year."""
    return SiteTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMAT),
        validators=[_is_ahead],
        help_text=_("Until then only its author and the facilitators read it. Auckland time."),
        error_messages={"invalid": _("Please write a day and a time.")},
    )


def _is_ahead(at: Any) -> None:
    if not timezone.now() < at < timezone.now() + LATEST:
        raise ValidationError(_("Please choose a time that is ahead, within a year."))


class PlannedTopicForm(TopicForm):
    """A new topic; who looks after the room may let it open later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new and self.perm_handler.can_approve_posts(self.forum, self.user):
            self.fields["opens_at"] = when_field(_("Opens at"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("opens_at") and not self.names_author:
            self.add_error(
                "opens_at",
                _("A message without your name is sent at a time of its own. Leave this empty."),
            )
        return cleaned


class OpensLater:
    """A view that says when what was written will open."""

    def in_words(self, post_form: Any) -> Any:
        if at := post_form.cleaned_data.get("opens_at"):
            return _now("It opens on %(when)s.") % {"when": nz_datetime(at)}
        return super().in_words(post_form)  # type: ignore[misc]


class OpeningForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_at"] = when_field(_("Opens at"), required=True)


@login_required
@once
@limited("forum-opening", limit=30, seconds=60)
def when_topic_opens(request: Any, pk: int) -> HttpResponse:
    """Change when a topic opens, or open it now; for its author and who looks after the room."""
    rows = planned().select_related("topic__forum", "topic__first_post")
    times = get_object_or_404(rows, pk=pk)
    topic, handler = times.topic, request.forum_permission_handler
    if not (
        handler.can_read_forum(topic.forum, request.user)
        and (has_begun(topic, request.user) or handler.can_approve_posts(topic.forum, request.user))
    ):
        raise Http404
    form = OpeningForm(request.POST or None, initial={"opens_at": times.opens_at})
    if request.method == "POST" and "now" in request.POST:
        if open_topic(topic=topic):
            messages.success(request, _now("The topic is open."))
        return redirect(where_topic_stands(topic))
    if request.method == "POST" and form.is_valid():
        open_at(topic=topic, at=form.cleaned_data["opens_at"])
        messages.success(
            request,
            _now("It opens on %(when)s.") % {"when": nz_datetime(form.cleaned_data["opens_at"])},
        )
        return redirect(where_topic_stands(topic))
    context = {"topic": topic, "forum": topic.forum, "form": form, "times": times}
    return render(request, "forum/when_topic_opens.html", context)
