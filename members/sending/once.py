"""A form that makes something makes it once, however often it is sent."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views import View as BaseView

from members.models import KeptForm, SentForm
from members.sending import kept, keys

SENT_FOR = timedelta(days=1)
A_MOMENT = timedelta(minutes=1)
PROOFS = (
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("account_request_reauthentication_code", "account_confirm_reauthentication_code"),
    "account_second_step",
)
View = Callable[..., HttpResponseBase]


def once(view: View) -> View:
    """Let the view answer the first POST with a form's key, and answer the others as it did.

    An answer that leads on says that the thing is made; any other (a mistake, a preview, a
    brake) leaves the key unused. View and key are one transaction: a repetition that arrives
    meanwhile waits in the database for its end, and whatever fails leaves nothing behind. Put
    it above the brakes, which then count only what is new. Same key and other words: somebody
    went back and changed them; they are shown what they made, and their words. A form without
    a key of its sender's goes through as it always did.
    """

    @functools.wraps(view)
    def view_once(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = keys.own(request) if request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)
        words = keys.words(request)
        with transaction.atomic():
            sent, is_first = SentForm.objects.get_or_create(
                key=key.digest, defaults={"words": words}
            )
            if is_first:
                response = view(request, *args, **kwargs)
                _note(sent, request, response)
                return response
        if sent.words == words and _is_repetition(sent, request):
            return _as_before(sent, request)
        if kept.keep(request, key, why=KeptForm.Why.SENT):
            return HttpResponseRedirect(request.get_full_path())
        return view(request, *args, **kwargs)

    view_once.makes_once = True  # type: ignore[attr-defined]
    return view_once


class MakesOnce(BaseView):
    """``once`` for a view that is a class, around all of it: also what it fetches in ``setup``."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return once(super().as_view(**initkwargs))


def is_sent(request: Any) -> bool:
    """Whether the form has made something; waits, in a transaction, for one that is under way.

    Until the transaction ends, the form itself waits for it.
    """
    key = keys.own(request)
    if key is None:
        return False
    sent, is_unused = SentForm.objects.get_or_create(key=key.digest, defaults={"words": ""})
    if is_unused:
        sent.delete()
    return not is_unused


def asks_for_proof(response: HttpResponseBase) -> bool:
    """Whether the answer asks for a sign-in or a proof, instead of doing what was asked."""
    path = response.get("Location", "").partition("?")[0]
    return path == settings.LOGIN_URL or path in map(reverse, PROOFS)


def is_made(response: HttpResponseBase) -> bool:
    return 300 <= response.status_code < 400 and not asks_for_proof(response)


def _is_repetition(sent: SentForm, request: Any) -> bool:
    """Whether equal words are a repetition; a visitor's for a moment only: passwords may differ."""
    return request.user.is_authenticated or timezone.now() - sent.at < A_MOMENT


def _note(sent: SentForm, request: Any, response: HttpResponseBase) -> None:
    if not is_made(response):
        sent.delete()
        return
    sent.answer = response["Location"]
    sent.save(update_fields=["answer"])
    if not request.user.is_authenticated and request.session.modified:
        request.session.save()  # Now it has a key.
        cache.set(_session_of(sent), request.session.session_key, A_MOMENT.total_seconds())


def _as_before(sent: SentForm, request: Any) -> HttpResponseBase:
    """Lead to what the first one made; a visitor goes on in the session that it began.

    A browser that is pressed twice throws the first answer away, and its cookie with it.
    """
    if not request.session.session_key and (begun := cache.get(_session_of(sent))):
        request.session = type(request.session)(begun)
        request.session.modified = True
    return HttpResponseRedirect(sent.answer)


def _session_of(sent: SentForm) -> str:
    """The cache's key of the session that a form began; no table keeps which session that was."""
    return f"session-of-{sent.key}"
