"""Bad input for every address and every form, the same each time for the same seed."""

import random
import re
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.whole_site.filling import FilledForm, forms_of

LONGEST = 1.0
"""Seconds of the processor's time that an answer may take."""
MEGABYTE = 1_000_000
CONTROLS = [
    *("\x00", "\x0b", "\x0c", "\r", "\r\n", "\x1b", "\x7f", "\x85"),
    *("\u2028", "\ufeff", "\u200b", "\u3164", "\u2800", "\u202e", "\u200e"),
]
NUMBERS = [
    *("-1", "0", "1", "9" * 18, "9" * 19, "9223372036854775808", "2147483648", "-" + "9" * 30),
    *("1" * 5000, "1e400", "1e9999999", "NaN", "Infinity", "-0", "1.5", "0x10", "1_000", "²", "٣"),
]
DAYS = ["0000-00-00", "9999-12-31", "10000-01-01", "2026-02-30", "0001-01-01", "2026-13-01T99:99"]
WORDS = [
    *("", "'", '"', 'a"b', "\\", "%", "%%s", "{0}", "{{ x }}", "${x}", "../../etc/passwd", "C:\\x"),
    *("<script>alert(1)</script>", "javascript:alert(1)", "' OR 1=1 --", "=1+1", "\u202eevil"),
    *(
        "AND OR NOT",
        "NEAR(",
        "*",
        "-",
        ":",
        "title:",
        "a" * 300,
        "\u0301" * 50,
        "Ma\u0304ori",
        "😀",
    ),
    *("[]", "{}", "null", '{"a":[1,{"b":"\\u0000"}]}', "true", "[" * 2000, "a b " * 2000),
    *("[a](" * 5000, ">" * 200, "* " * 3000, "`" * 5000, "[x]: https://example.org", "#" * 4000),
    *("\ud800", "\udfff\ud800", "a\x00b", "Roster\x0bquestions", "Hi\rBcc: x", "\u200b", "\u200e"),
]
LONG = ["x" * MEGABYTE, "ā" * (MEGABYTE // 2), "x\n" * (MEGABYTE // 2)]
TEXTS = [*CONTROLS, *NUMBERS, *DAYS, *WORDS]
RAW = [
    *(b"%00", b"%ff", b"%c3%28", b"%ed%a0%80", b"%", b"%zz", b"%u0041", b"%2e%2e%2f", b"%0d%0aX:1"),
    *(b"\xff\xfe", b"\xc3", b"a" * 3000, b"%F0%9F%98%80", b"..;/", b"%25%30%30", b"//", b"%5c"),
]
"""In an address, as it comes over the wire."""
HEADERS: list[dict[str, str]] = [
    {"HTTP_COOKIE": 'session=\x00; csrf=%00; messages=[["__json_message"]]'},
    {"HTTP_COOKIE": "=;;=;session=" + "9" * 4000},
    {"HTTP_COOKIE": "session=\xc4\x81\xff; " + "a=b; " * 500},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 600},
    {"HTTP_ACCEPT_LANGUAGE": "de;q=999,\x00,*;q=-1"},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 0000 99:99:99 GMT"},
    {"HTTP_IF_MODIFIED_SINCE": "Sat, 01 Jan 99999 00:00:00 GMT"},
    {"HTTP_IF_NONE_MATCH": '"\x00", W/"' + "a" * 5000},
    {"HTTP_RANGE": "bytes=9999999999999999999-1,-,0-" + "9" * 400},
    {"HTTP_IF_RANGE": "never"},
    {"HTTP_HOST": "a b:99999"},
    {"HTTP_X_FORWARDED_FOR": "999.1.1.1, \x00, ::1%eth0"},
    {"HTTP_X_FORWARDED_PROTO": "javascript"},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_USER_AGENT": "\x00\xff" * 300},
    {"HTTP_ACCEPT": "*" * 3000},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=x,\x00"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
]
BODIES: list[tuple[str, bytes, dict[str, str]]] = [
    ("application/json", b'{"a": [1, {"b": "\\u0000"}]}', {}),
    ("application/json", b"[" * 100_000, {}),
    ("application/x-www-form-urlencoded", b"a=%ff&b=%00&=&&" * 50, {}),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(2000)), {}),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=1", {}),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=1", {}),
    ("multipart/form-data", b"no boundary", {}),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x", {}),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data", {}),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--",
        {},
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="f"; '
        b'filename="../\x00.php"\r\n\r\nx\r\n--x--',
        {},
    ),
    ("text/plain", b"\xff\xfe\x00", {"CONTENT_LENGTH": "-5"}),
    ("application/x-www-form-urlencoded", b"a=1", {"CONTENT_LENGTH": "abc"}),
    ("application/x-www-form-urlencoded", b"a=1", {"CONTENT_LENGTH": "9" * 30}),
]
NAMES_AFTER_THE_QUESTION_MARK = [
    *("page", "p", "q", "in", "kind", "year", "topic", "when", "how", "before", "since", "post"),
    *(
        "as",
        "renew",
        "next",
        "role",
        "area",
        "show",
        "state",
        "version",
        "view_results",
        "ordering",
    ),
    *("preview", "export", "format", "id", "token", "cursor", "after", "query", "organisation"),
]


@dataclass
class Case:
    """One thing to ask. ``of`` names the address or the form that it is about."""

    of: str
    what: str
    method: str
    path: str
    asked: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.of}: {self.method} {self.path[:90]} {self.what[:120]}"


class Generator:
    """Cases without end, each address and each form in turn."""

    def __init__(self, addresses: dict[str, str], forms: list[FilledForm], seed: str) -> None:
        self.addresses = addresses
        self.forms = forms
        self.random = random.Random(seed)  # noqa: S311

    def cases(self, number: int) -> Iterator[Case]:
        makers = [self.in_an_address, self.after_the_question_mark, self.by_header, self.by_body]
        names = sorted(self.addresses)
        fields = [(form, name) for form in self.forms for name in (*form.fields, *form.files)]
        for n in range(number):
            if n % 2 and fields:
                yield self.in_a_form(*fields[(n // 2) % len(fields)])
            else:
                name = names[(n // 2) % len(names)]
                maker = makers[(n // 2 + n // 2 // len(names)) % len(makers)]
                yield maker(name, self.addresses[name])

    def text(self) -> str:
        return self.random.choice(TEXTS if self.random.random() < 0.97 else LONG)

    def in_an_address(self, name: str, address: str) -> Case:
        """One of the things that the address holds, or one of its parts, is another."""
        parts = address.split("/")
        held = [n for n, part in enumerate(parts) if re.search(r"\d|-", part)] or [
            n for n, part in enumerate(parts) if part
        ]
        place = self.random.choice(held or [0])
        if self.random.random() < 0.5:
            bad: bytes = self.random.choice(RAW)
        else:
            bad = quote(
                self.random.choice([*TEXTS, *NUMBERS, *NUMBERS]), safe="", errors="replace"
            )[:4000].encode()
        if re.search(r"-\d+$", parts[place]) and self.random.random() < 0.5:
            bad = parts[place].rpartition("-")[0].encode() + b"-" + bad
        parts[place] = bad.decode("latin-1")
        return Case(name, "in the address", self.method(), "/".join(parts))

    def after_the_question_mark(self, name: str, address: str) -> Case:
        asked = "&".join(
            f"{self.random.choice(NAMES_AFTER_THE_QUESTION_MARK)}={self.quoted()}"
            for _n in range(self.random.randint(1, 3))
        )
        return Case(name, asked[:80], self.method(), f"{address}?{asked}")

    def quoted(self) -> str:
        if self.random.random() < 0.3:
            return self.random.choice(RAW).decode("latin-1")
        return quote(self.text()[:6000], errors="surrogatepass")

    def by_header(self, name: str, address: str) -> Case:
        header = self.random.choice(HEADERS)
        return Case(name, str(header), self.method(), address, dict(header))

    def by_body(self, name: str, address: str) -> Case:
        kind, body, more = self.random.choice(BODIES)
        asked = {"data": body, "content_type": kind, **more}
        return Case(name, f"{kind} {body[:30]!r} {more}", "POST", address, asked)

    def in_a_form(self, form: FilledForm, name: str) -> Case:
        """All is as on the page but one field."""
        values: dict[str, Any] = {
            key: list(each) for key, each in form.fields.items() if key != "csrfmiddlewaretoken"
        }
        bad = self.text()
        kind = self.random.random()
        if kind < 0.08:
            values[name] = [bad, self.text()[:200], ""]
            bad = "several"
        elif kind < 0.16:
            values[name] = [SimpleUploadedFile("\x00../a\n.pdf", b"%PDF-\x00", "text/html")]
            bad = "a file"
        elif kind < 0.2:
            values.pop(name, None)
            bad = "missing"
        else:
            values[name] = [bad]
        if form.method == "get":
            asked = "&".join(
                f"{quote(key)}={quote(str(value)[:6000], errors='surrogatepass')}"
                for key, several in values.items()
                for value in several
            )
            return Case(form.address, f"{name}={bad!r}", "GET", f"{form.address}?{asked}")
        body = encode_multipart(BOUNDARY, _encodable(values))
        asked = {"data": body, "content_type": MULTIPART_CONTENT}
        return Case(form.address, f"{name}={bad!r}", "POST", form.address, asked)

    def method(self) -> str:
        return self.random.choice(["GET", "GET", "GET", "POST", "HEAD"])


def _encodable(values: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Surrogates alone go as the bytes that a careless client makes of them."""
    return {
        name: [
            each.encode(errors="surrogatepass").decode("latin-1")
            if isinstance(each, str) and re.search("[\ud800-\udfff]", each)
            else each
            for each in several
        ]
        for name, several in values.items()
    }


@dataclass
class Trial:
    """Somebody at the site: asks cases one by one, each as if the others had not been."""

    client: Client
    faults: list[str] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)

    def ask(self, case: Case) -> int:
        kept = SimpleCookie(self.client.cookies.output(header="", sep=";"))
        raised: list[str] = []

        def hear(sender: Any, request: Any, **kwargs: Any) -> None:
            error = sys.exc_info()[1]
            last = traceback.extract_tb(error.__traceback__)[-1] if error else None
            view = getattr(request.resolver_match, "func", None)
            raised.append(f"{error!r} at {last and last.filename}:{last and last.lineno}")
            raised.append(f"in {view and view.__module__}")

        got_request_exception.connect(hear)
        started = time.thread_time()
        try:
            with transaction.atomic():
                status = self._answer(case)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(hear)
        took = time.thread_time() - started
        self.client.cookies = kept
        self.asked[case.of] = self.asked.get(case.of, 0) + 1
        if status >= 500:
            self.faults.append(f"{status} {case} {' '.join(raised)[-300:]}")
        if took > LONGEST:
            self.faults.append(f"{took:.1f} s {case}")
        return status

    def _answer(self, case: Case) -> int:
        """The path goes to the site as its bytes are, without the client's own mending."""
        path, _mark, query = case.path.partition("?")
        asked = dict(case.asked)
        data, kind = asked.pop("data", b""), asked.pop("content_type", "")
        given: dict[str, Any] = {"QUERY_STRING": query, **asked}
        response = self.client.generic(
            case.method,
            "/",
            data,
            kind or "application/octet-stream",
            PATH_INFO=_wire(path),
            **given,
        )
        if response.streaming:
            b"".join(response.streaming_content)
        return response.status_code


def _wire(path: str) -> str:
    """What a server hands on for these bytes: percent signs undone, each byte a letter."""
    return unquote_to_bytes(path.encode("latin-1", errors="replace")).decode("latin-1")


def kinds_of_forms(pages: dict[str, str]) -> list[FilledForm]:
    """Every form of these pages, each kind once."""
    found: dict[tuple[str, tuple[str, ...]], FilledForm] = {}
    for address, html in pages.items():
        for form in forms_of(address, html):
            if form.fields and form.address.startswith("/"):
                found.setdefault(form.key(), form)
    return list(found.values())
