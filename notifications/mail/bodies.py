"""A letter's words as plain text and as HTML, in the frame that all letters have."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string

from notifications.mail import headers
from notifications.mail.words import Words

KEY, STOP = "TheKeyOfThisLetter", "TheTokenThatStopsIt"
"""Stand for what differs between letters that say the same."""


def bodies(words: Words, *, key: str, stop: str) -> tuple[str, str]:
    """The text and the HTML of the letter with this key; without ``stop`` it cannot be stopped."""
    if not words.tells_nothing:
        return _rendered(words, key, stop)
    # Most letters say no more than a number: they are rendered once, and only addressed.
    text, html = _rendered_once(words, STOP if stop else "", settings.SITE_URL)
    return _addressed(text, key, stop), _addressed(html, key, stop)


def _addressed(body: str, key: str, stop: str) -> str:
    return body.replace(KEY, key).replace(STOP, stop)


@lru_cache(maxsize=500)
def _rendered_once(words: Words, stop: str, site: str) -> tuple[str, str]:
    return _rendered(words, KEY, stop)


def _rendered(words: Words, key: str, stop: str) -> tuple[str, str]:
    context = {
        "subject": words.subject,
        "paragraphs": words.paragraphs,
        "sections": words.sections,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "open_url": headers.address("notifications:open", key),
        "choices_url": headers.address("notifications:choices"),
        "stop_url": headers.address("notifications:stop", stop) if stop else "",
    }
    text = render_to_string("notifications/mail/letter.txt", context).strip()
    return f"{text}\n", render_to_string("notifications/mail/letter.html", context)
