"""How the text of an environment variable is read.

Each kind answers with the value that settings want, or raises ValueError with what to write
instead. None repeats the text: it may be a secret.
"""

import json
import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

Parser = Callable[[str], Any]

HOST = re.compile(
    r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
SHORTEST_KEY, FEWEST_TRIPLES = 50, 40
KEY_MAKER = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"


def words(text: str) -> str:
    """Anything on one line."""
    if not text.isprintable():
        raise ValueError("It holds a line end or another invisible character: leave it out.")
    return text


def yes_or_no(text: str) -> bool:
    """1, true, yes, on, or 0, false, no, off."""
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"0": False, "false": False, "no": False, "off": False}
    if text.lower() not in known:
        raise ValueError("Write 1 for yes or 0 for no.")
    return known[text.lower()]


def whole(least: int, most: int) -> Parser:
    """A whole number from ``least`` to ``most``."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"Write a whole number from {least} to {most}, in digits.")
        return int(text)

    return read


def one_of(*choices: str, capitals: bool = False) -> Parser:
    """One of these words."""

    def read(text: str) -> str:
        chosen = text.upper() if capitals else text
        if chosen not in choices:
            raise ValueError(f"Choose one of: {', '.join(choices)}.")
        return chosen

    return read


def key(text: str) -> str:
    """A key to sign with: long, and not the same few characters again and again."""
    if re.search(r"change-?me|django-insecure", text, re.IGNORECASE):
        raise ValueError(f"That is an example's, which everybody knows. Make one: {KEY_MAKER}")
    if (
        len(text) < SHORTEST_KEY
        or len({text[i : i + 3] for i in range(len(text))}) < FEWEST_TRIPLES
    ):
        raise ValueError(
            f"Write at least {SHORTEST_KEY} characters that do not repeat. Make one: {KEY_MAKER}"
        )
    return words(text)


def token(text: str) -> str:
    """A key that goes in a header as it is (RFC 6750)."""
    if not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", key(text)):
        raise ValueError(f"Write letters and digits alone. Make one: {KEY_MAKER}")
    return text


def keys(text: str) -> list[str]:
    """Several keys, with a comma between."""
    return [key(each) for each in _parts(text)]


def site(text: str) -> str:
    """Where a site is reached: scheme and host, perhaps a port, and nothing behind it."""
    address = _address(text, "https", "http")
    _refuse_rest(address, "Write scheme and host alone: https://alongside.example.org")
    return f"{address.scheme}://{_netloc(address)}"


def https(text: str) -> str:
    """An address of another site."""
    address = _address(text, "https", "http")
    if address.query or address.fragment or "@" in address.netloc:
        raise ValueError("Write it without a name, ? or #: https://login.example.org/path")
    return text.rstrip("/")


def hosts(text: str) -> list[str]:
    """Host names, with a comma between; one with a dot in front means all that end so."""
    found = []
    for each in _parts(text):
        name = each.lower()
        if name == "*":
            raise ValueError("* lets anybody choose the host in links: write the names.")
        if not HOST.fullmatch(name.removeprefix(".")) and not _is_ipv6(name):
            raise ValueError(
                "Write names alone, without https://, port or path: a.example.org,b.example.org"
            )
        found.append(name)
    return found


def database(text: str) -> str:
    """The address of a PostgreSQL or SQLite database."""
    example = "postgres://name:password@host:5432/database, or sqlite:////folder/file.sqlite3"
    address = _address(text, "postgres", "postgresql", "sqlite", example=example, host=False)
    if address.fragment:
        raise ValueError("Write # in a password as %23 (and / as %2F, @ as %40).")
    name = address.path.removeprefix("/")
    if address.scheme == "sqlite":
        if address.netloc or not name:
            raise ValueError("Write sqlite:/// and a path: sqlite:////var/lib/alongside/db.sqlite3")
        if not Path(name).parent.is_dir():
            raise ValueError("The folder of this file is not there: make it, or name another.")
    elif not name:
        raise ValueError(f"The name of the database is missing: {example}")
    return text


def redis(text: str) -> str:
    """The address of a Redis."""
    example = "redis://localhost:6379/0"
    address = _address(text, "redis", "rediss", "unix", example=example, host=False)
    if address.scheme == "unix":
        return text
    _host(address, example)
    if not re.fullmatch(r"(/[0-9]{0,5})?", address.path) or address.fragment:
        raise ValueError(f"After the host comes the number of a database: {example}")
    return text


def mail_server(text: str) -> str:
    """The address of a mail server; ``filemail`` and ``consolemail`` are for trials."""
    example = "smtp+tls://name:password@mail.example.org:587"
    schemes = ("smtp", "smtp+tls", "smtps", "smtp+ssl", "consolemail", "filemail", "dummymail")
    address = _address(text, *schemes, example=example, host=False)
    if address.scheme.startswith("smtp"):
        _host(address, example)
        if address.path.strip("/") or address.fragment:
            raise ValueError(
                "After the host comes nothing. Write / in a password as %2F, # as %23."
            )
    return text


def mail_address(text: str) -> str:
    """One address, perhaps with a name in front."""
    _name, address = parseaddr(words(text))
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("Write one address: Alongside <kia.ora@alongside.example.org>") from None
    return text


def contact(text: str) -> str:
    """Where somebody is reached by whoever reads a ``security.txt`` (RFC 9116)."""
    scheme, _colon, rest = words(text).partition(":")
    if scheme == "mailto":
        mail_address(rest)
    elif scheme == "https":
        _address(text, "https")
    elif not re.fullmatch(r"tel:\+[0-9-]{5,}", text):
        raise ValueError("Write mailto:security@example.org, or a page that starts with https://.")
    return text


def json_object(text: str) -> dict[str, Any]:
    """An object in JSON."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ValueError('Write JSON in braces: {"POSTMARK_SERVER_TOKEN": "…"}')
    return found


def folder(text: str) -> str:
    """The whole path of a folder, which may still have to be made."""
    if not Path(words(text)).is_absolute():
        raise ValueError("Write the whole path, from / on.")
    if Path(text).exists() and not Path(text).is_dir():
        raise ValueError("There is a file, and not a folder.")
    return text


def time_zone(text: str) -> str:
    """A zone of the tz database."""
    if text not in available_timezones():
        raise ValueError("Write a zone of the tz database: Pacific/Auckland")
    return text


def sentry(text: str) -> str:
    """Where a Sentry takes reports."""
    address = _address(text, "https", "http", example="https://key@sentry.example.org/1")
    if not address.username or not re.fullmatch(r"(/.*)?/[0-9]+", address.path):
        raise ValueError("Copy it from Sentry: https://key@sentry.example.org/1")
    return text


def provider(text: str) -> str:
    """A mail provider that django-anymail knows."""
    from anymail import backends  # -- wanted only where a provider is

    folder = Path(backends.__file__).parent
    known = {each.stem for each in folder.glob("*.py")} - {"__init__", "base", "base_requests"}
    return str(one_of(*sorted(known - {"console", "test"}))(text))


def _parts(text: str) -> list[str]:
    return [part for each in words(text).split(",") if (part := each.strip())]


def _address(
    text: str, *schemes: str, example: str = "https://alongside.example.org", host: bool = True
) -> SplitResult:
    try:
        address = urlsplit(words(text))
        _ = address.port, address.hostname
    except ValueError:
        raise ValueError(
            "The host or its port cannot be read. In a name or password write / as %2F and # as "
            f"%23, for example {example}"
        ) from None
    if address.scheme not in schemes or "://" not in text or " " in text:
        raise ValueError(f"Write for example {example}")
    if host:
        _host(address, example)
    return address


def _host(address: SplitResult, example: str) -> None:
    name = address.hostname or ""
    if name and not name.isascii():
        raise ValueError(f"Write the host as browsers send it: {_in_ascii(name) or example}")
    if not HOST.fullmatch(name) and not _is_ipv6(f"[{name}]"):
        raise ValueError(f"The host is missing or misspelt. Write for example {example}")


def _in_ascii(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return ""


def _netloc(address: SplitResult) -> str:
    name = address.hostname or ""
    name = f"[{name}]" if ":" in name else name
    usual = {"https": 443, "http": 80}[address.scheme]
    return name if address.port in (None, usual) else f"{name}:{address.port}"


def _refuse_rest(address: SplitResult, hint: str) -> None:
    if address.path.strip("/") or address.query or address.fragment or "@" in address.netloc:
        raise ValueError(hint)


def _is_ipv6(name: str) -> bool:
    return bool(re.fullmatch(r"\[[0-9a-f:.]*:[0-9a-f:.]*\]", name))
