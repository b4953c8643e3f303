"""The way to the mail server, which may hang: mail waits then, and other work does not."""

from collections.abc import Callable, Sequence
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from work.parts import Part, is_away

MAIL = Part("mail server", rest=60.0)
"""A worker waits for it once in a minute, and does other work in between."""


class Delivery(BaseEmailBackend):
    """The backend of ``DELIVERY_BACKEND``; raises ``PartAwayError`` while its server is away."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.backend: Any = get_connection(settings.DELIVERY_BACKEND, **options)

    def open(self) -> bool | None:
        return _asked(self.backend.open)

    def close(self) -> None:
        self.backend.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return _asked(self.backend.send_messages, email_messages) or 0


def _asked(ask: Callable[..., Any], *arguments: Any) -> Any:
    with MAIL.asked(_says_nothing):
        return ask(*arguments)


def _says_nothing(error: Exception) -> bool:
    """Whether no server answered; one that says no, or hangs up over one mail, may take others."""
    if isinstance(error, SMTPServerDisconnected):
        return isinstance(error.__context__, TimeoutError)
    if isinstance(error, SMTPException | AnymailError):
        return isinstance(error, SMTPConnectError) or is_away(error.__cause__)
    return isinstance(error, OSError)
