"""Answers of a passkey's device. A script sends them, so anything may come in their place."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from members.accounts.words import PlainWords

LONGEST_ANSWER = 20_000
"""Characters; a device with a long certificate sends some 8,000."""
_ODD = (
    *(AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError),
    *(struct.error, InvalidSignature),
)
"""What comes of an answer that is no device's, wherever it is read."""


@contextmanager
def refused_when_odd() -> Iterator[None]:
    try:
        yield
    except _ODD:
        raise _not_right() from None


def _not_right() -> ValidationError:
    return get_adapter().validation_error("incorrect_code")


class AnswerField(forms.JSONField):
    """An object in JSON, of a bounded length."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        with refused_when_odd():
            if value and len(value) > LONGEST_ANSWER:
                raise _not_right()
            answer = super().to_python(value)
        if answer is not None and not isinstance(answer, dict):
            raise _not_right()
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except _ODD:
            return InvalidJSONInput("")


class _Answers(forms.Form):
    credential = AnswerField()

    def clean_credential(self) -> Any:
        with refused_when_odd():
            return super().clean_credential()  # type: ignore[misc]


class LoginWebAuthnForm(_Answers, webauthn.LoginWebAuthnForm):
    pass


class AuthenticateWebAuthnForm(_Answers, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(_Answers, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddWebAuthnForm(PlainWords, webauthn.AddWebAuthnForm):
    credential = AnswerField()
    words: ClassVar = {
        "name": (_("Name"), _("So that you know it again, for example My phone.")),
        "passwordless": (
            _("Sign in with it alone, without a password"),
            _("The device will ask for your finger, face or PIN."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        with refused_when_odd():
            return super().clean()


class EditWebAuthnForm(PlainWords, webauthn.EditWebAuthnForm):
    words: ClassVar = {"name": (_("Name"), "")}
