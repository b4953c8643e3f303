"""A letter's headers: the same for every member, and opaque where they must differ.

RFC 2369 and 8058 (unsubscribing), RFC 2919 (``List-Id``), RFC 3834 (``Auto-Submitted``),
RFC 5322 (threads).
"""

from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac


def host() -> str:
    """The domain that mail comes from; identifiers of mail are made beneath it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def message_id(key: str) -> str:
    """A Message-ID that is the same for each try at a letter: a mailbox can drop the second."""
    return f"<{key}@{host()}>"


def thread_id(*of: object) -> str:
    """One id for letters that belong together; nobody can tell why, nor compare members'."""
    drawn = salted_hmac("notifications.mail.thread", "/".join(str(part) for part in of)).hexdigest()
    return f"<{drawn[:24]}@{host()}>"


def address(name: str, *keys: str) -> str:
    """The whole address of one of our pages; keys are letters, digits and dots."""
    return settings.SITE_URL + _pattern(name, len(keys)).format(*keys)


@cache
def _pattern(name: str, keys: int) -> str:
    """The path of a page, worked out once: a thousand letters name the same few."""
    return reverse(name, args=["KEY"] * keys).replace("KEY", "{}")


def of_letter(*, key: str, thread: str, stop_token: str) -> dict[str, str]:
    """The headers of one letter. Without a token it is one that nobody can unsubscribe from."""
    headers = {
        "Message-ID": message_id(key),
        "In-Reply-To": thread,
        "References": thread,
        "Auto-Submitted": "auto-generated",
    }
    if stop_token:
        headers |= {
            "List-Id": f"{settings.WAGTAIL_SITE_NAME} <notifications.{host()}>",
            "List-Unsubscribe": f"<{address('notifications:stop', stop_token)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
