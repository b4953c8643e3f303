"""One site and one Chromium for everything in this folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import site as sites
from tests.browser.addresses import Addresses
from tests.browser.people import Doors
from tests.browser.site import RunningSite

HERE = Path(__file__).parent
SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The one without windows first: it opens a page with much less work."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, and keep it in one process: one site, one browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        answer = pytest.fail if os.environ.get("BROWSER_TESTS") == "required" else pytest.skip
        answer("No Chromium here: install it, or name it in the variable CHROMIUM.")
    # Playwright keeps an event loop running in this thread, which Django takes for async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=program, args=SWITCHES)
            yield opened
            opened.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The site as ``make run`` starts it, with its demo. Nothing may go wrong in it unseen."""
    port = sites.free_port()
    folder = tmp_path_factory.mktemp("site")
    running = sites.start(
        ["manage.py", "serve", "--demo", "--port", str(port)], folder, port, ready="/readyz"
    )
    try:
        yield running
    finally:
        running.stop()
    assert "Traceback" not in running.said(), running.said()


@pytest.fixture(scope="package")
def broken_site(site: RunningSite) -> Iterator[RunningSite]:
    """The same site again, with addresses that break: what they say stays out of its console."""
    port = sites.free_port()
    running = sites.start(
        ["-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}"],
        site.console.parent,
        port,
        ready="/healthz",
        DJANGO_SETTINGS_MODULE="tests.browser.broken",
    )
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def addresses(site: RunningSite) -> Addresses:
    return Addresses.of(site)


@pytest.fixture(scope="package")
def doors(site: RunningSite, browser: Browser) -> Iterator[Doors]:
    """Browser contexts: each person signs in once for all tests."""
    opened = Doors(site, browser)
    yield opened
    opened.close()


@pytest.fixture
def new_context(
    site: RunningSite, browser: Browser, doors: Doors
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser nobody has used before, with any of Playwright's options."""
    opened: list[BrowserContext] = []

    def make(**options) -> BrowserContext:
        opened.append(doors.fresh(**options))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page_of(doors: Doors):
    """A new page in somebody's browser; closed at the end of the test."""
    opened: list[Page] = []

    def open_for(person: str) -> Page:
        opened.append(doors.of(person).new_page())
        return opened[-1]

    yield open_for
    for page in opened:
        page.close()


@pytest.fixture
def page(doors: Doors) -> Iterator[Page]:
    """The coordinator's, wide and patient: editors' screens load much."""
    page = doors.of("coordinator").new_page()
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.set_default_timeout(30_000)
    yield page
    page.close()
