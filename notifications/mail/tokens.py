"""The addresses that stop mail without signing in: for one member, for one scope, for ever.

A token is a random key of the member's and a code over key and scope. Who has a letter can use
it; nobody can read from it whose it is or what it stops, nor make one for another scope.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ALL = "all"
"""The scope of every letter. Others are rhythms (``daily``) and kinds (``of_kind``)."""

_SALT = "notifications.mail.stop"


def token(key: str, scope: str) -> str:
    return f"{key}.{_code(key, scope, settings.SECRET_KEY)}"


def of_kind(name: str) -> str:
    return f"kind:{name}"


def key_of(given: str) -> str:
    return given.partition(".")[0]


def scope_of(given: str, among: Iterable[str]) -> str:
    """Which of the scopes this token stops; empty when it was not made here."""
    key, _dot, code = given.partition(".")
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    found = ""
    for scope in among:
        for secret in secrets:
            if constant_time_compare(code, _code(key, scope, secret)):
                found = scope
    return found


def _code(key: str, scope: str, secret: str | bytes) -> str:
    return salted_hmac(_SALT, f"{key}/{scope}", secret=secret, algorithm="sha256").hexdigest()[:32]
