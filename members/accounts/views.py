"""Pages around an account that allauth does not have."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.views import LoginView as AllauthLoginView
from allauth.account.views import LogoutView as AllauthLogoutView
from allauth.account.views import SignupView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotAllowed
from core.addresses import way_back
from core.limits import limited, too_many
from core.retention import rule
from members import audit
from members.accounts.forms import NameForm
from members.accounts.leaving_nothing import forgotten_here
from members.sending import once

FAILED_SIGN_IN_WINDOW = 300
LOOKS_PER_PAGE = 25


class LoginView(AllauthLoginView):
    """Sign in; too many wrong passwords for one account are answered as too many requests."""

    def form_invalid(self, form: Form) -> HttpResponse:
        if form.has_error("__all__", "too_many_login_attempts"):
            return too_many(self.request, seconds=FAILED_SIGN_IN_WINDOW)
        return super().form_invalid(form)


class LogoutView(AllauthLogoutView):
    """Sign out; the browser then forgets the words that it kept for whoever was here."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return forgotten_here(super().post(request, *args, **kwargs))


sign_up = limited("sign_up", limit=100, seconds=300)(once(SignupView.as_view()))
"""A gathering on one Wi-Fi makes its accounts together; a machine makes more.

The brake stands outside: within, its row would be held for as long as an account is made.
"""


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who reached one of allauth's own limits, all of a minute."""
    return too_many(request, seconds=60)


@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Everything about one's sign-in at a glance, with a way to change each part."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(
        request,
        "account/security.html",
        {
            "addresses": EmailAddress.objects.filter(user=request.user),
            "has_app": Authenticator.Type.TOTP in kinds,
            "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
            "sessions": UserSession.objects.filter(user=request.user).count(),
        },
    )


@login_required
@require_safe
def access(request: Any) -> HttpResponse:
    """The looks at one's own data: in which capacity and when somebody looked, and no name."""
    page = Paginator(audit.looks_at(request.user), LOOKS_PER_PAGE).get_page(request.GET.get("page"))
    looks = [(look, audit.in_words(look)) for look in page.object_list]
    days = rule("looks").kept_in_words
    return render(request, "account/access.html", {"page_obj": page, "looks": looks, "kept": days})


@login_required
@require_safe
def second_step(request: Any) -> HttpResponse:
    """Why rights beyond a member's need a second step, and how to set it up or show it."""
    if not request.user.holds_rights:
        raise Http404
    following = way_back(request, request.GET.get(REDIRECT_FIELD_NAME, ""))
    if not request.user.rights_withheld:
        return redirect(following)
    methods = get_adapter().get_reauthentication_methods(request.user)
    steps = [method for method in methods if method["id"].startswith("mfa_")]
    context = {"steps": steps, "has_step": request.user.has_second_step, "next": following}
    return render(request, "account/second_step.html", context)


@login_required
@limited("change_name", limit=10, seconds=3600)
def name(request: HttpRequest) -> HttpResponse:
    """Change the name one is shown by."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name is changed."))
        return redirect("account_security")
    return render(request, "account/name.html", {"form": form})


def sign_in(request: HttpRequest) -> HttpResponse:
    """One sign-in for everything: what Wagtail's own sign-in pages lead to.

    Wagtail sends people there who lack a right; to somebody signed in a second
    sign-in would be no answer.
    """
    if not request.user.is_authenticated:
        following = request.GET.get(REDIRECT_FIELD_NAME, "")
        return redirect_to_login(following, reverse("account_login"))
    if not request.path.startswith(reverse("wagtailadmin_home")):
        raise Http404
    _forget(request)
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    raise NotAllowed(
        _("Only coordinators look after the site. Ask one of them if you need something changed.")
    )


def _forget(request: HttpRequest) -> None:
    """Drop the messages that Wagtail left about the refusal: the page says it better."""
    for _message in messages.get_messages(request):
        pass
