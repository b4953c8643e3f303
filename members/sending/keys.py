"""The key in each form: which form it is, and who was signed in when it was shown."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from members.sending import fields

FORM = re.compile(r"[0-9A-Za-z]{64}")


@dataclass(frozen=True)
class Key:
    text: str
    sender: str
    """The public id of whoever the form was shown to; empty for a visitor."""

    @property
    def digest(self) -> str:
        return digest(self.text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def new(request: Any) -> str:
    """A key for one more form of this page: one signature a page, and a number for each form.

    As long as the token against forged requests: whose form it is (12), which page (17), the
    signature of both (32), which form of the page (3).
    """
    signed, number = getattr(request, "_form_keys", (None, 0))
    if signed is None:
        said = request.user.public_id + secrets.token_hex(9)[1:]
        signed = said + _signature(said, settings.SECRET_KEY)
    request._form_keys = signed, number + 1
    return f"{signed}{number % 0x1000:03x}"


def read(request: HttpRequest) -> Key | None:
    """The key that came with the form; None when there is none, or none of ours."""
    text = request.POST.get(fields.KEY, "")
    if not FORM.fullmatch(text):
        return None
    said, signature = text[:29], text[29:61]
    secrets_of_ours = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if any(constant_time_compare(_signature(said, each), signature) for each in secrets_of_ours):
        return Key(text, said[:12])
    return None


def own(request: HttpRequest) -> Key | None:
    """The key of a form that was shown to whoever sends it now.

    A visitor's pages carry none: the token against forged requests is another in each page too.
    """
    if not request.user.is_authenticated:
        token = request.POST.get(fields.TOKEN, "")
        return Key(f"{request.path} {token}", "") if token else None
    key = read(request)
    return key if key and key.sender == request.user.public_id else None


def words(request: HttpRequest) -> str:
    """A keyed hash of all that was filled in, files by name and size; empty fields do not count.

    Where files were kept they are with the first press alone, and so do not count.
    """
    said = [[name, value] for name, value in fields.filled_in(request) if value]
    files = [
        [name, file.name, file.size]
        for name, sent in request.FILES.lists()  # type: ignore[attr-defined]
        for file in sent
        if fields.KEPT not in request.POST
    ]
    text = repr((sorted(said), sorted(files)))
    return salted_hmac("members.sending.words", text, algorithm="sha256").hexdigest()


def _signature(said: str, secret: str | bytes) -> str:
    made = salted_hmac("members.sending", said, secret=secret, algorithm="sha256")
    return made.hexdigest()[:32]
