"""The adapters that tell allauth how this site does things."""

from typing import Any, ClassVar
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.limits import Attempt
from core.text import title
from members.departures import Departure
from members.enums import SignUp
from members.joining import SESSION_KEY, agreement, approval, invitations
from members.models import Application, Invitation, User

BY_MAIL = "reauthenticate_by_code"
WRONG_FOR_AN_ACCOUNT = {"limit": 5, "seconds": 300}
WRONG_FROM_A_PLACE = {"limit": 60, "seconds": 300}
"""A gathering on one Wi-Fi mistypes more than one person does."""


class AccountAdapter(DefaultAccountAdapter):
    """Our words, and one name for each person."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("That is your address already."),
        "email_password_mismatch": _(
            "The address and the password do not belong together. Check both and try again."
        ),
        "enter_current_password": _("That is not your password now."),
        "incorrect_code": _("That is not the code. Check it, or ask for a new one."),
        "incorrect_password": _("That is not your password."),
        "invalid_login": _("That did not work. Try again."),
        "invalid_or_expired_key": _("This link no longer works."),
        "invalid_password_reset": _("This link no longer works."),
        "rate_limited": _("That was too fast. Wait a minute and try again."),
        "same_as_current": _("That is the same address."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "unverified_primary_email": _("Confirm your address first."),
    }

    reauthentication_words: ClassVar[dict[str, Any]] = {
        "reauthenticate": _("Use your password"),
        BY_MAIL: _("Get a code by mail"),
        "mfa_reauthenticate": _("Use a code from your authenticator app"),
        "mfa_reauthenticate:webauthn": _("Use a passkey"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if settings.SIGN_UP != SignUp.INVITATION:
            return True
        brought = request.session.get(SESSION_KEY, 0)
        return Invitation.objects.open().filter(pk=brought).exists()

    @transaction.atomic
    def save_user(
        self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True
    ) -> User:
        """Note with the account how it came about: by invitation, or waiting for approval.

        An invitation confirms the address it was sent to, and no other.
        """
        user.display_name = form.cleaned_data["display_name"]
        user.owes_agreement = agreement.is_asked()
        invitation = invitations.claim(request.session.pop(SESSION_KEY, None))
        if invitation is None and settings.SIGN_UP == SignUp.INVITATION:
            raise ImmediateHttpResponse(redirect("account_signup"))
        if invitation is None or invitation.email != form.cleaned_data["email"].lower():
            self.unstash_verified_email(request)
        user = super().save_user(request, user, form, commit)
        if invitation is not None:
            invitations.accepted(invitation=invitation, user=user)
        elif approval.needs_approval(invited=False):
            approval.ask(user=user)
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Somebody who is leaving goes on to the second step: the last stage asks them to stay."""
        if not user.is_active and Departure.objects.open().filter(user=user).exists():
            return None
        return super().pre_login(request, user, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Brake wrong passwords, for an account and from a place; right ones are taken back.

        The database counts, and not a cache: exact for many at once, and never out of reach.
        Whether the account exists makes no difference.
        """
        self._attempts = [
            Attempt("password", credentials.get("email", "").lower(), **WRONG_FOR_AN_ACCOUNT),
            Attempt("passwords", truncate_ip(self.get_client_ip(request)), **WRONG_FROM_A_PLACE),
        ]
        if not all(attempt.is_within for attempt in self._attempts):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None:
            for attempt in self._attempts:
                attempt.forgive()
        return user  # type: ignore[return-value]

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Drop the count of wrong passwords for somebody who set a new one by mail."""
        Attempt("password", credentials.get("email", "").lower(), **WRONG_FOR_AN_ACCOUNT).forget()

    def get_login_stages(self) -> list[str]:
        """allauth's stages with ours: approval before the second step, leaving last."""
        stages = super().get_login_stages()
        after = stages.index("allauth.account.stages.EmailVerificationStage") + 1
        return [
            *stages[:after],
            "members.joining.stages.ApprovalStage",
            *stages[after:],
            "members.accounts.stages.LeavingStage",
        ]

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Tell somebody who has just shown who they are that they wait for approval."""
        if Application.objects.filter(user=user, waits=True).exists():
            return redirect("account_waiting")
        return super().respond_user_inactive(request, user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link under ``SITE_URL``: allauth takes the request's host, which may be another."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{address.replace('UID-KEY', quote(key))}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, also when the request is over: allauth sends some after the commit.

        Links are made of ``site_url``: those that allauth made of the request are left out.
        """
        named = {
            "email": email,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "site_url": settings.SITE_URL,
        }
        own = {name: value for name, value in context.items() if _is_ours(value)}
        self.render_mail(template_prefix, email, named | own).send()

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Ways to show again who one is, the first one first.

        A code by mail is for whoever has no other: a mailbox is weaker than a passkey, and who
        has a password is asked for what they know.
        """
        methods = super().get_reauthentication_methods(user)
        methods = [method for method in methods if method["id"] != BY_MAIL] or methods
        for method in methods:
            method["description"] = self.reauthentication_words.get(
                method["id"], method["description"]
            )
        return methods


def _is_ours(value: Any) -> bool:
    is_link = isinstance(value, str) and value.startswith(("http://", "https://"))
    return not is_link or value.startswith(f"{settings.SITE_URL}/")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through an organisation: people still choose the name they are shown by."""

    error_messages: ClassVar[dict[str, Any]] = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("There is an account with this address. Sign in to it, then connect %s."),
        "no_password": _("Set a password first, so that you can still sign in."),
        "no_verified_email": _("Confirm your address first, so that you can still sign in."),
        "disconnect_last": _("This is your only way in. Set a password first."),
    }

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        initial = super().get_signup_form_initial_data(sociallogin)
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo", claims)
        return initial | {"display_name": title(str(claims.get("given_name") or ""))}


class MFAAdapter(DefaultMFAAdapter):
    """Names for passkeys that say what to do with them."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def build_totp_svg(self, url: str) -> str:
        """The picture on white, so that a camera reads it on a dark page too."""
        start, tag, rest = super().build_totp_svg(url).partition("<path")
        return f'{start}<rect width="100%" height="100%" fill="#fff"/>{tag}{rest}'

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
