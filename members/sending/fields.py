"""What stands in a form that was sent: what its sender filled in, what the site put there, what
is secret. Nobody else decides that."""

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
    """Whether the form has such a field: it waits for nobody, with none of its words."""
    return any(map(is_secret, request.POST))


def sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values of all but the token, which is another in each page, and secrets."""
    for name, values in request.POST.lists():
        if name != TOKEN and not is_secret(name):
            for value in values:
                yield name, str(value)


def filled_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The same without what the site itself put into the form."""
    return [(name, value) for name, value in sent(request) if name not in _OURS]
