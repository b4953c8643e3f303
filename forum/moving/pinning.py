"""Pinning a topic until a day, and unpinning it."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.days import site_today
from forum.moving.timing import pin_topic, unpin_topic
from forum.topics import views

USUALLY = timedelta(days=14)


class PinForm(forms.Form):
    """Until when a topic is pinned: in two weeks, unless another day is chosen, or none."""

    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Then it takes its place among the others by itself. Empty: until unpinned."),
        error_messages={"invalid": _("Please write a day.")},
    )

    def clean_until(self) -> datetime | None:
        """The end of that day where the site lives."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if not site_today() <= day <= site_today() + timedelta(days=366):
            raise forms.ValidationError(_("Please choose a day that is ahead, within a year."))
        end = datetime.combine(day + timedelta(days=1), time.min)
        return timezone.make_aware(end, timezone.get_default_timezone())


class TopicUpdateToStickyTopicView(views.TopicUpdateToStickyTopicView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        usually = site_today() + USUALLY
        return super().get_context_data(**{"form": PinForm(initial={"until": usually})} | kwargs)

    def update_type(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = PinForm(request.POST)
        if not form.is_valid():
            return render(request, self.template_name, self.get_context_data(form=form))
        pin_topic(topic=self.object, until=form.cleaned_data["until"])
        return self.done()


class TopicUpdateToNormalTopicView(views.TopicUpdateToNormalTopicView):
    def update_type(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        unpin_topic(topic=self.object)
        return self.done()
