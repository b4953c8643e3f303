"""Mail leaves by task, so that no page waits for a mail server.

That also keeps sign-in, sign-up and password reset equally quick for known and
unknown addresses. The order to send is kept with what it speaks of: both or neither.
"""

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import DNS_NAME, EmailMessage, EmailMultiAlternatives, make_msgid
from django.core.mail.backends.base import BaseEmailBackend

from core.headers import body_text, one_line, subject_line
from work.queue import enqueue
from work.tasks import deliver_email


class QueuedEmailBackend(BaseEmailBackend):
    """Hand each message to the task queue with the surrounding transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise ValueError("Queued mail carries no attachments: link to the file instead.")
            enqueue(deliver_email, **as_fields(message))
        return len(email_messages)


def as_fields(message: EmailMessage) -> dict:
    """The message as JSON-serialisable fields for ``deliver_email``.

    With a Message-ID from now on, so that it is the same however often it is sent.
    """
    html = ""
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(a[0]) for a in message.alternatives if a[1] == "text/html"), "")
    return {
        "subject": subject_line(message.subject),
        "text": body_text(message.body),
        "html": body_text(html),
        "sender": one_line(message.from_email),
        "to": [str(address) for address in message.to],
        # Nobody's machine shall answer it (RFC 3834).
        "headers": {"Auto-Submitted": "auto-generated", **identified(message)},
    }


def identified(message: EmailMessage) -> dict[str, str]:
    """The message's headers, with a Message-ID of the sender's domain where it has none."""
    headers = {name: one_line(value) for name, value in message.extra_headers.items()}
    if "message-id" not in {name.lower() for name in headers}:
        _name, address = parseaddr(message.from_email)
        headers["Message-ID"] = make_msgid(domain=address.rpartition("@")[2] or str(DNS_NAME))
    return headers
