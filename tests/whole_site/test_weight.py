"""What a first view costs over the wire, compressed as whitenoise compresses it or worse."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from core.staticfiles import IMPORT, STYLE_SHEET, joined
from tests.whole_site.reading import Reading

KB = 1000
PAGES = ["home", "resource", "event on site", "public topic"]
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


def cost_of(url: str) -> int:
    name = url.removeprefix(settings.STATIC_URL)
    if name == STYLE_SHEET:
        return squeezed(style_sheet().encode())
    return len(static(name)) if name.endswith(".woff2") else squeezed(static(name))


def first_view(client, url: str) -> dict[str, int]:
    """What a browser fetches to show a page, content pictures left out, and the bytes of each."""
    answer = client.get(url)
    assert answer.status_code == 200
    loads = Reading.of(url, answer.text).loads
    fetched = {what for rel, what in loads if FETCHED & set(rel.split())}
    ours = {what for what in fetched if not what.startswith(settings.MEDIA_URL)}
    assert all(what.startswith(settings.STATIC_URL) for what in ours), ours
    return {url: squeezed(answer.content)} | {what: cost_of(what) for what in ours}


def total(view: dict[str, int], ending: str) -> int:
    return sum(cost for name, cost in view.items() if name.endswith(ending))


@pytest.mark.parametrize("person", ["visitor", "member"])
@pytest.mark.parametrize("name", PAGES)
def test_a_first_view_is_light(name, person, client_of, demo):
    url = demo[name]

    view = first_view(client_of(person), url)

    assert sum(view.values()) <= 120 * KB, view
    assert len(view) <= 12, view
    assert view[url] <= 25 * KB
    assert total(view, ".css") <= 20 * KB
    assert total(view, ".js") <= 12 * KB
    assert len([name for name in view if name.endswith((".woff", ".woff2"))]) == 1


def test_the_style_sheet_asks_for_nothing_but_the_one_font():
    sheet = style_sheet()

    assert not IMPORT.search(sheet)
    assert {part.split(")")[0].strip("\"'") for part in sheet.split("url(")[1:]} == {
        "../fonts/atkinson-hyperlegible-next.woff2"
    }


def test_the_longest_topic_of_a_member_is_light(client_of, demo):
    answer = client_of("member").get(demo["topic"])

    assert squeezed(answer.content) <= 25 * KB
