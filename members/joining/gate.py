"""Members who have not accepted the agreement may read; a POST asks them first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.addresses import EDITORS, number
from members.joining import agreement
from members.models import KeptForm
from members.sending import fields, kept, keys

ONES_OWN = ("/accounts/", EDITORS, "/notifications/", "/people/", "/welcome/")
"""What is sent there is one's own business, or looks after the site."""


class AgreementMiddleware:
    """Hold up a form, with every word of it, until its sender has agreed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, *view: Any) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(ONES_OWN):
            return None
        if not (request.user.is_authenticated and request.user.owes_agreement):
            return None
        page = agreement.current()
        if page is None:
            return None
        said = number(request.POST.get(fields.AGREED))
        if said is not None and agreement.accept(member=request.user, version=said):
            return None
        files_wait = bool(request.FILES) and _keep_files(request)
        again = [
            (name, value)
            for name, value in fields.sent(request)
            if name not in (fields.AGREED, fields.KEPT)
        ]
        held = {
            "page": page,
            "fields": [*again, (fields.KEPT, "1")] if files_wait else again,
            "has_files": bool(request.FILES) and not files_wait,
            "yes": fields.AGREED,
        }
        return render(request, "members/agreement_first.html", held, status=409)


def _keep_files(request: Any) -> bool:
    """Keep the form's files as a kept form: the page that asks holds words and no files."""
    key = keys.own(request)
    return key is not None and kept.keep(request, key, why=KeptForm.Why.PROOF) is not None
