"""Mail leaves by task, so that no page waits for a mail server.

That also keeps sign-in, sign-up and password reset equally quick for known and
unknown addresses.
"""

from collections.abc import Sequence
from functools import partial

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from core.tasks import deliver_email


class QueuedEmailBackend(BaseEmailBackend):
    """Hand each message to the task queue once the surrounding transaction has committed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise ValueError("Queued mail carries no attachments: link to the file instead.")
            transaction.on_commit(partial(deliver_email.enqueue, **as_fields(message)))
        return len(email_messages)


def as_fields(message: EmailMessage) -> dict:
    """The message as JSON-serialisable fields for ``deliver_email``."""
    html = ""
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(a[0]) for a in message.alternatives if a[1] == "text/html"), "")
    return {
        "subject": str(message.subject),
        "text": str(message.body),
        "html": html,
        "sender": message.from_email,
        "to": [str(address) for address in message.to],
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
    }
