"""Mail as a mailbox gets it."""

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from django.core import mail
from django.utils import timezone

from notifications.mail.gathering import begin_digests, make_letters_at_once
from notifications.mail.sending import send_letters
from notifications.models import Notification
from work import chunks
from work.models import LongJob


def make_due() -> None:
    """As if all the quiet hours were over."""
    Notification.objects.exclude(mail_due_at=None).update(
        mail_due_at=timezone.now() - timedelta(minutes=1)
    )


def post_all() -> list[EmailMessage]:
    """Make and send what is due, and read it as the standard library reads mail."""
    make_due()
    mail.outbox.clear()
    LongJob.objects.all().delete()  # One begins in a minute.
    make_letters_at_once(timezone.now())
    if begin_digests(timezone.now()):
        chunks.finish(LongJob.objects.latest("pk"))
    send_letters.enqueue()
    return [parsed(message) for message in mail.outbox]


def parsed(message: Any) -> EmailMessage:
    return parse(message.message().as_bytes())


def parse(raw: bytes) -> EmailMessage:
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert read.defects == []
    return read


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def everything_in(message: EmailMessage) -> str:
    """All that somebody reads who gets hold of it: headers and both parts, decoded."""
    return "\n".join(
        [
            *(f"{name}: {value}" for name, value in message.items()),
            text_of(message),
            html_of(message),
        ]
    )
