"""Bringing people back to their words: after a sign-in, a proof, a page that was open for long."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.limits import allow, who_is
from core.middleware import size_of
from members.models import KeptForm, SentForm
from members.sending import fields, kept, keys
from members.sending.filling import Page
from members.sending.once import asks_for_proof, is_made

LARGE = {"limit": 10, "seconds": 3600}


class KeepingMiddleware:
    """Keep what is sent by somebody whose session has ended, and fill the form when they are back.

    It needs to know who is signed in, and comes before all that answers in a view's place. It
    asks the database nothing while a browser holds no cookie of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.kept = None
        request.may_send_files = _may_have_been_signed_in(request)
        response: Any = self.get_response(request)
        if request.method == "POST":
            _after_post(request, response)
        if request.kept is not None:
            response = _with_words(request, response)
        kept.hold_cookie(request, response)
        return response

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method == "GET" and fields.KEPT not in request.GET:
            request.kept = kept.find(request)
            if request.kept and request.kept.is_repetition:
                return _as_before(request)
        elif request.method == "POST" and not getattr(view, "csrf_exempt", False):
            key = keys.read(request)
            if key and not request.user.is_authenticated:
                return _sign_in_first(request, key)
            if fields.KEPT in request.POST:
                request.kept = kept.find(request)
                if request.kept and (gone := request.kept.attach(request)):
                    return _without_files(request, gone)
        return None


def _may_have_been_signed_in(request: Any) -> bool:
    """May a large form be read, to see whose it is? Nobody sends many from one address."""
    size = size_of(request)
    return (
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE < size <= settings.MAX_REQUEST_SIZE
        and not request.user.is_authenticated
        and settings.CSRF_COOKIE_NAME in request.COOKIES
        and allow("large-form", who_is(request), **LARGE)
    )


def answer_stale(request: Any) -> HttpResponseBase | None:
    """Lead a form that could not prove to be ours back to its page with its words, or answer None.

    Signing in makes all pages stale that were open before, also those in other tabs.
    """
    key = keys.read(request)
    if key is None:
        return None
    if not request.user.is_authenticated:
        return _sign_in_first(request, key)
    if not kept.keep(request, key, why=KeptForm.Why.STALE):
        return None
    if key.sender != request.user.public_id:
        return render(request, "403_csrf.html", {"of_somebody_else": True}, status=403)
    return HttpResponseRedirect(request.get_full_path())


def _sign_in_first(request: Any, key: keys.Key) -> HttpResponseBase | None:
    if not kept.keep(request, key, why=KeptForm.Why.SESSION):
        return None
    messages.info(request, _("Your words are kept. Sign in and they will be there."))
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def _without_files(request: Any, gone: list[str]) -> HttpResponseBase | None:
    """Lead back to the form, with the files that are gone named; None for a second press.

    The first one took the files with it, and is answered by ``once``.
    """
    key = keys.own(request)
    if key and SentForm.objects.filter(pk=key.digest).exists():
        return None
    for name in gone:
        told = _("We could not keep %(name)s. Please choose it again, or send this without it.")
        messages.warning(request, told % {"name": name})
    if not key or not kept.keep(request, key, why=KeptForm.Why(request.kept.form.why)):
        return None
    request.kept = None
    return HttpResponseRedirect(request.get_full_path())


def _as_before(request: Any) -> HttpResponseBase:
    answer = request.kept.sent.answer
    request.kept.forget()
    request.kept = None
    return HttpResponseRedirect(answer)


def _after_post(request: Any, response: HttpResponseBase) -> None:
    """Forget what has arrived; keep what has to wait for a fresh proof of who sends it."""
    if request.kept is not None and is_made(response):
        request.kept.forget()
        request.kept = None
    elif request.user.is_authenticated and asks_for_proof(response):
        key = keys.own(request)
        if key and kept.keep(request, key, why=KeptForm.Why.PROOF):
            # allauth would do again what was sent, without its files; the form asks first.
            request.session.pop(STATE_SESSION_KEY, None)


def _with_words(request: Any, response: HttpResponse) -> HttpResponse:
    """The page with its form filled; where there is no such form, a page that shows the words."""
    found, status = request.kept, response.status_code
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    if status == 200 and is_page:
        page = Page(
            response.content.decode(response.charset),
            address=request.get_full_path(),
            path=request.path,
            names=(name for name, _value in found.fields),
        )
        if page.form is not None:
            response.content = _filled(request, page)
            return response
    elif status < 400:
        return response
    if request.method == "POST":
        return response
    words = [value for _name, value in found.fields if _is_worth_showing(value)]
    takes_it = status == 405
    without = f"?{fields.KEPT}=no" if status == 200 else ""
    context = {"kept": found, "words": words, "takes_it": takes_it, "without": without}
    return render(request, "members/kept.html", context, status=200 if takes_it else status)


def _filled(request: Any, page: Page) -> str:
    """The page with its form filled; after a POST the view has done so, and files are told of."""
    found = request.kept
    left: list[str] = []
    if request.method == "GET":
        left = page.fill(found.fields, found.key)
    page.needs_no_file_for(file.field for file in found.files)
    context = {
        "kept": found,
        "left": [value for value in left if _is_worth_showing(value)],
        "is_back": request.method == "GET",
    }
    page.begin_with(render_to_string("members/_kept.html", context, request))
    return str(page)


def _is_worth_showing(value: str) -> bool:
    """Whether a person wrote the value, and it is not a number or a name of the form's own."""
    return len(value.split()) > 1
