"""The editors' screen about work in the background: what failed, and what takes long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from work import chunks, failed, words
from work.models import LongJob


@dataclass(frozen=True)
class Beside:
    """What waits beside tasks, such as letters. ``template`` is given what ``told`` answers."""

    name: str
    template: str
    told: Callable[[], Any]
    try_again: Callable[[], int]


_beside: dict[str, Beside] = {}


def also_shown(beside: Beside) -> None:
    """Let the screen show this too, with a button ``<button name="beside" value="{{ name }}">``."""
    _beside[beside.name] = beside


MAY_LOOK_AFTER_WORK = "work.change_longjob"


class JobForm(forms.Form):
    job = forms.ModelChoiceField(LongJob.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["job"].queryset = chunks.jobs()  # type: ignore[attr-defined]


class WorkScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One form for each thing that can be done; its button's name says which it is."""

    template_name = "work/admin/screen.html"
    page_title = _("Mail and jobs")
    header_icon = "cogs"
    permission_policy = ModelPermissionPolicy(LongJob)
    permission_required = "change"
    http_method_names = ("get", "post", "head", "options")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("background_work"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "sure" in kwargs:
            return super().get_context_data(**kwargs)
        found = [
            work
            | {
                "what": words.of_work(work["task_path"]),
                "why": words.of_error(work["exception_class_path"]),
            }
            for work in failed.alike()
        ]
        long = chunks.jobs().exclude(state=LongJob.State.DONE).order_by("-started_at")[:50]
        told = {"failed": found, "long": long, "beside": self.beside()}
        return super().get_context_data(**told | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "job" in request.POST:
            return self.long_work(request)
        if "beside" in request.POST:
            return self.try_beside(request, request.POST["beside"])
        asked = {name: request.POST.get(name, "") for name in ("task_path", "exception_class_path")}
        work = failed.of(**asked)
        if "drop" in request.POST and "sure" not in request.POST:
            sure = {"what": words.of_work(asked["task_path"]), "number": work.count()}
            return self.render_to_response(self.get_context_data(sure=asked | sure))
        if "drop" in request.POST:
            done = failed.drop(work)
            told = ngettext("%(n)d is dropped.", "%(n)d are dropped.", done)
        else:
            done = failed.try_again(work)
            told = ngettext("%(n)d is tried again now.", "%(n)d are tried again now.", done)
        messages.success(request, told % {"n": done})
        return redirect("background_work")

    def beside(self) -> list[dict[str, Any]]:
        return [{"template": part.template, "told": part.told()} for part in _beside.values()]

    def try_beside(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in _beside:
            raise Http404
        number = _beside[name].try_again()
        told = ngettext("%(n)d is tried again now.", "%(n)d are tried again now.", number)
        messages.success(request, told % {"n": number})
        return redirect("background_work")

    def long_work(self, request: HttpRequest) -> HttpResponse:
        form = JobForm(request.POST)
        if not form.is_valid():
            raise Http404
        job = form.cleaned_data["job"]
        if "stop" in request.POST:
            done, told = chunks.stop(job), _("It rests after the part that is being done.")
        else:
            done, told = chunks.resume(job), _("It goes on where it was.")
        if done:
            messages.success(request, told)
        else:
            messages.error(request, _("It has changed meanwhile."))
        return redirect("background_work")
