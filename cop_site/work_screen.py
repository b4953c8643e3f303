"""The editors' screen about work in the background: what failed, and what takes long."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cop_site import words
from core import chunks
from core.addresses import number
from core.models import LongJob
from core.work import failed
from notifications.mail import overdue

MAY_LOOK_AFTER_WORK = "core.change_longjob"


class WorkScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One form for each thing that can be done; its button's name says which it is."""

    template_name = "wagtailadmin/work.html"
    page_title = _("Background work")
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
        told = {"failed": found, "long": long, "letters": overdue.waiting()}
        return super().get_context_data(**told | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "job" in request.POST:
            return self.long_work(request)
        if "letters" in request.POST:
            return self.letters(request)
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

    def letters(self, request: HttpRequest) -> HttpResponse:
        number = overdue.try_again()
        told = ngettext("%(n)d is tried again now.", "%(n)d are tried again now.", number)
        messages.success(request, told % {"n": number})
        return redirect("background_work")

    def long_work(self, request: HttpRequest) -> HttpResponse:
        job = get_object_or_404(chunks.jobs(), pk=number(request.POST["job"]))
        if "stop" in request.POST:
            done, told = chunks.stop(job), _("It rests after the part that is being done.")
        else:
            done, told = chunks.resume(job), _("It goes on where it was.")
        if done:
            messages.success(request, told)
        else:
            messages.error(request, _("It has changed meanwhile."))
        return redirect("background_work")
