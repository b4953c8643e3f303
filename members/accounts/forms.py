"""The forms of the account pages, in our words and without a second asking.

allauth's own put each label into the field as a placeholder, which vanishes when
it is needed, and ask for new passwords twice; ours explain and ask once.
"""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.socialaccount import forms as social
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.limits import Attempt, is_first
from members.accounts.words import PlainWords
from members.enums import SignUp
from members.joining.agreement import is_asked
from members.models import User
from members.validators import HardToGuessValidator

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
PASSWORD_RULE = _("At least 15 characters. A few words strung together work well.")
CODE = _("Code")
CODE_IS_RIGHT_FOR = (2 * mfa_settings.TOTP_TOLERANCE + 1) * mfa_settings.TOTP_PERIOD
"""Seconds."""


class NameField(forms.CharField):
    """The name somebody is shown by."""

    def __init__(self, **kwargs: Any) -> None:
        name = User._meta.get_field("display_name")
        super().__init__(
            label=_("Your name"),
            max_length=name.max_length,
            help_text=name.help_text,
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
            **kwargs,
        )


class SignupForm(PlainWords, account.SignupForm):
    """A name to be shown by, an address, and one password typed once."""

    display_name = NameField()
    field_order = ("display_name", "email", "password1")
    words: ClassVar = {
        "email": (EMAIL, _("We send a code there. Nobody else sees your address.")),
        "password1": (PASSWORD, PASSWORD_RULE),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trap = self.fields[settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD]
        trap.label = _("Leave this empty")
        # Hidden by a class in the template: an inline style would be refused.
        trap.widget.attrs.pop("style")
        trap.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Refuse a password made of the name, too; allauth compares the address alone."""
        cleaned = super().clean()
        password = cleaned.get("password1")
        if password and not self.has_error("password1"):
            named = User(
                email=cleaned.get("email", ""), display_name=cleaned.get("display_name", "")
            )
            try:
                HardToGuessValidator().validate(password, named)
            except forms.ValidationError as refused:
                self.add_error("password1", refused)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Take as long for a known address as for a new one, where the password is hashed."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    @property
    def needs_approval(self) -> bool:
        return settings.SIGN_UP == SignUp.APPROVAL

    @property
    def asks_for_agreement(self) -> bool:
        """Whether the site asks for the agreement later; else making an account is agreeing."""
        return is_asked()

    @property
    def trap(self) -> forms.BoundField:
        """The field that people do not see and machines fill in."""
        return self[settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that a person fills in, in order."""
        return [field for field in self if field.name != self.trap.name]


class SocialSignupForm(PlainWords, social.SignupForm):
    """What another organisation's sign-in did not tell us."""

    display_name = NameField()
    field_order = ("display_name", "email")
    words: ClassVar = {"email": (EMAIL, _("Nobody else sees your address."))}


class LoginForm(PlainWords, account.LoginForm):
    words: ClassVar = {
        "login": (EMAIL, ""),
        "password": (PASSWORD, ""),
        "remember": (_("Keep me signed in on this device"), ""),
    }


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    words: ClassVar = {"email": (EMAIL, "")}


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    password2 = None
    words: ClassVar = {"password1": (NEW_PASSWORD, PASSWORD_RULE)}


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    password2 = None
    words: ClassVar = {
        "oldpassword": (_("Your password now"), ""),
        "password1": (NEW_PASSWORD, PASSWORD_RULE),
    }


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    password2 = None
    words: ClassVar = {"password1": (NEW_PASSWORD, PASSWORD_RULE)}


class AddEmailForm(PlainWords, account.AddEmailForm):
    words: ClassVar = {
        "email": (
            _("New e-mail address"),
            _("We send a code there. Until you type it, nothing changes."),
        ),
    }


class ConfirmEmailVerificationCodeForm(PlainWords, account.ConfirmEmailVerificationCodeForm):
    words: ClassVar = {"code": (CODE, _("The letters and digits of our mail, in one go."))}


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    words: ClassVar = {"password": (PASSWORD, "")}


class Braked:
    """A form whose code may be tried five times in five minutes."""

    def clean_code(self) -> str:
        attempt = Attempt("code", str(self.user.pk), limit=5, seconds=300)
        if not attempt.is_within:
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        attempt.forgive()
        return code


class RightOnce:
    """A form that takes an app's code once.

    For one step before and after its own the code would be right again (RFC 6238, 5.2).
    """

    def clean_code(self) -> str:
        code = super().clean_code()
        typed = f"{self.user.pk}|{normalize_user_code(code)}"
        if not is_first("used-code", typed, seconds=CODE_IS_RIGHT_FOR):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(Braked, RightOnce, PlainWords, mfa.AuthenticateForm):
    words: ClassVar = {
        "code": (CODE, _("Six digits from your authenticator app, or one of your recovery codes.")),
    }


class ReauthenticateByCodeForm(Braked, RightOnce, PlainWords, mfa.ReauthenticateForm):
    words: ClassVar = AuthenticateForm.words


class ActivateTOTPForm(Braked, RightOnce, PlainWords, totp.ActivateTOTPForm):
    words: ClassVar = {"code": (CODE, _("The six digits that the app shows now."))}


class MailCodeForm(forms.Form):
    """A form without a field: the code goes to the address that is confirmed."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = EmailAddress.objects.get_verified(user)

    def clean(self) -> dict[str, Any]:
        return {"email": self.address.email}


class MailedCodeForm(Braked, PlainWords, account.ConfirmReauthenticationCodeForm):
    words: ClassVar = ConfirmEmailVerificationCodeForm.words

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class NameForm(forms.ModelForm):
    """Change the name one is shown by."""

    display_name = NameField()

    class Meta:
        model = User
        fields = ("display_name",)


class CloseForm(forms.Form):
    """What somebody who leaves may choose."""

    withdraws_words = forms.BooleanField(
        label=_("Also withdraw the text of everything I wrote in the discussions"),
        help_text=_(
            "In its place stands “[withdrawn by its author]”. The files you attached are deleted. "
            "What others answered stays, and so does what they quoted."
        ),
        required=False,
    )
