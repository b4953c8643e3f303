"""The fields of a form that was sent: filled in by its sender, put there by the site, or secret.
Nobody else decides that."""

import re
from collections.abc import Iterator

from django.http import HttpRequest

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- a field's name
KEY = "form_key"
KEPT = "kept_form"
"""In a form that was filled again: send the kept files with it."""
LEAVE_OUT = "kept_leave_out"
AGREED = "agree_to"
"""With which a form that the agreement held up is sent on, holding the version."""
_OURS = {TOKEN, KEY, KEPT, LEAVE_OUT, AGREED}
_SECRET = re.compile(
    "password|passcode|passphrase|secret(?!ar)|credential|token"
    "|(?<![a-z])(?:codes?|otp|pin)(?![a-z])"
)


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what nobody may see again: neither kept, compared nor
    shown. The token against forged requests is no secret of its sender's."""
    return name != TOKEN and bool(_SECRET.search(name.lower()))


def holds_secret(request: HttpRequest) -> bool:
    """Whether the form has a secret field: such a form is not kept, nor any of its words."""
    return any(map(is_secret, request.POST))


def sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values of all fields but secrets and the token, which is another in each page."""
    for name, values in request.POST.lists():
        if name != TOKEN and not is_secret(name):
            for value in values:
                yield name, str(value)


def filled_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values that the sender filled in: what ``sent`` gives, without the site's own."""
    return [(name, value) for name, value in sent(request) if name not in _OURS]
