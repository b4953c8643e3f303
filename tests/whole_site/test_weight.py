"""What a first view costs over the wire, compressed as whitenoise compresses it or worse."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from core.staticfiles import IMPORT, STYLE_SHEET, joined
from tests.whole_site.reading import Reading

KB = 1000
FIXED = {
    "search": "/search/?q=supervision",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "forgotten password": "/accounts/password/reset/",
    "security": "/accounts/",
    "my name": "/accounts/name/",
    "my devices": "/accounts/sessions/",
    "who looked": "/accounts/access/",
    "second step": "/accounts/2fa/",
    "nothing there": "/nothing/",
}
EVERYBODY = (
    *("home", "standard page", "search", "nothing there"),
    *("resources", "resource", "events", "event on site", "event online", "conference"),
    *("opportunities", "opportunity", "communities", "community"),
    *("events of a community", "resources of a community"),
    *("discussions", "public room", "public topic"),
)
SIGNED_IN = (
    *("shared room", "topic", "topic with a poll", "topic with files", "new topic", "reply"),
    *("unread", "subscriptions", "my communities", "people of a community", "where to write"),
    *("people", "profile of another", "posts of another", "edit my profile", "my roles"),
    *("what is new", "what to hear", "catching up", "announcement", "agreement"),
    *("security", "my name", "my devices", "who looked", "second step"),
)
KINDS = {
    "visitor": (*EVERYBODY, "sign in", "sign up", "forgotten password", "stop mail"),
    "member": (*EVERYBODY, *SIGNED_IN, "edit a topic", "edit a post", "sent back", "try again"),
    "coordinator": (
        *(*EVERYBODY, *SIGNED_IN, "hidden community", "looking after", "not welcomed yet"),
        *("answer a request", "say welcome", "history of a community", "queue"),
        *("read a waiting post", "send back a waiting post", "move a topic"),
    ),
}
"""Each kind of page that somebody gets, by the names of ``tests.browser.addresses``."""
CONTENT = re.compile(rf"{settings.MEDIA_URL}|/people/\w+/photo/|/forum/attachment/")
"""Where pictures are that somebody put on the site."""
FETCHED = {"stylesheet", "preload", "modulepreload", "icon", "manifest", "script", "img"}


def squeezed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def static(name: str) -> bytes:
    found = finders.find(name)
    assert found, f"{name} is not there"
    return Path(found).read_bytes()


def style_sheet() -> str:
    """The style sheet as it is put together for production."""
    return joined(FileSystemStorage(settings.BASE_DIR / "static"), STYLE_SHEET)


@cache
def cost_of(url: str) -> int:
    name = url.removeprefix(settings.STATIC_URL)
    if name == STYLE_SHEET:
        return squeezed(style_sheet().encode())
    return len(static(name)) if name.endswith(".woff2") else squeezed(static(name))


def first_view(client, url: str) -> dict[str, int]:
    """What a browser fetches to show a page, content pictures left out, and the bytes of each."""
    answer = client.get(url)
    assert answer.status_code == (404 if url == FIXED["nothing there"] else 200), url
    loads = Reading.of(url, answer.text).loads
    fetched = {what for rel, what in loads if FETCHED & set(rel.split())}
    ours = {what for what in fetched if not CONTENT.match(what)}
    assert all(what.startswith(settings.STATIC_URL) for what in ours), ours
    return {url: squeezed(answer.content)} | {what: cost_of(what) for what in ours}


def total(view: dict[str, int], ending: str) -> int:
    return sum(cost for name, cost in view.items() if name.endswith(ending))


def too_much(url: str, view: dict[str, int]) -> list[str]:
    """The bars that this first view does not keep."""
    kept = {
        "120 kB": sum(view.values()) <= 120 * KB,
        "12 requests": len(view) <= 12,
        "25 kB of HTML": view[url] <= 25 * KB,
        "20 kB of style": total(view, ".css") <= 20 * KB,
        "12 kB of script": total(view, ".js") <= 12 * KB,
        "one font": len([name for name in view if name.endswith((".woff", ".woff2"))]) == 1,
    }
    return [bar for bar, is_kept in kept.items() if not is_kept]


@pytest.mark.parametrize("person", KINDS)
def test_each_kind_of_page_is_light(person, client_of, demo):
    client, addresses = client_of(person), demo | FIXED
    heavy = {}
    for name in KINDS[person]:
        view = first_view(client, addresses[name])
        if bars := too_much(addresses[name], view):
            heavy[name] = bars, view

    assert heavy == {}


def test_the_style_sheet_asks_for_nothing_but_the_one_font():
    sheet = style_sheet()

    assert not IMPORT.search(sheet)
    assert {part.split(")")[0].strip("\"'") for part in sheet.split("url(")[1:]} == {
        "../fonts/atkinson-hyperlegible-next.woff2"
    }


def test_the_longest_topic_of_a_member_is_light(client_of, demo):
    answer = client_of("member").get(demo["topic"])

    assert squeezed(answer.content) <= 25 * KB
