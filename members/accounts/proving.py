"""Showing again who one is by a code that comes by mail, for whoever has no other way."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthenticate_by_code
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.views import (
    ConfirmReauthenticationCodeView,
    RequestReauthenticationCodeView,
)
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from core.limits import limited
from members.accounts.adapter import BY_MAIL
from members.accounts.forms import MailCodeForm


class AskForCodeView(RequestReauthenticationCodeView):
    """Send a code to the confirmed address. Asked for again, the code before it is void."""

    form_class = MailCodeForm


@method_decorator(login_required, name="dispatch")
class TypeCodeView(ConfirmReauthenticationCodeView):
    """Take the code from somebody who has no other way, and still has none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        methods = get_adapter().get_reauthentication_methods(request.user)
        if not methods:
            raise PermissionDenied
        if methods[0]["id"] != BY_MAIL:
            return redirect(self.passthrough_next_url(methods[0]["url"]))
        waited = reauthenticate_by_code.REAUTHENTICATION_CODE_SESSION_KEY in request.session
        if not waited and did_recently_reauthenticate(request):
            return redirect(self.get_success_url())  # Sent twice: the first one was right.
        if waited and not self._still_waits(request):
            messages.info(request, _("That code works no longer. Ask for a new one."))
        return super().dispatch(request, *args, **kwargs)

    def _still_waits(self, request: HttpRequest) -> bool:
        process = reauthenticate_by_code.ConfirmReauthenticationCodeProcess
        return process.resume(request) is not None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}


ask_for_code = limited("mail_code", limit=10, seconds=3600)(AskForCodeView.as_view())
type_code = TypeCodeView.as_view()
