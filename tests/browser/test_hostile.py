"""What somebody writes to do harm is posted, and opened in a browser that no policy protects."""

import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import site as sites
from tests.browser.addresses import Addresses
from tests.browser.people import sign_in
from tests.browser.site import RunningSite
from tests.forum.hostile import PAYLOADS

WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => { window.ran.push(name); };
"""
# Everything in the posts is hovered, focused and pressed, and tells what it would run or fetch.
PROVOKE = """() => {
  const found = [];
  const active = "script,iframe,object,embed,svg,math,style,link,base,meta,img,form,input";
  for (const element of document.querySelectorAll("article *")) {
    if (element.closest(".prose") && element.matches(active)) found.push(element.outerHTML);
    for (const attribute of element.attributes)
      if (/^on|^style$|^srcdoc$/i.test(attribute.name)) found.push(element.outerHTML);
    if (element.href && !["http:", "https:", "mailto:"].includes(element.protocol))
      found.push(element.outerHTML);
    for (const kind of ["mouseover", "mouseenter", "pointerdown", "focus", "animationstart"])
      element.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  return [...found, ...window.ran];
}
"""


@pytest.fixture(scope="module")
def unhurried_site(site: RunningSite, tmp_path_factory) -> Iterator[RunningSite]:
    """A copy of the site that lets one person post as quickly as a machine does."""
    folder = tmp_path_factory.mktemp("unhurried")
    with sqlite3.connect(site.console.parent / "site.sqlite3") as database:
        database.execute("VACUUM INTO ?", [str(folder / "site.sqlite3")])
    port = sites.free_port()
    running = sites.start(
        ["-m", "gunicorn", "--workers", "1", "--threads", "4", "--bind", f"127.0.0.1:{port}"],
        folder,
        port,
        ready="/healthz",
        DJANGO_SETTINGS_MODULE="bench.load_settings",
    )
    try:
        yield running
    finally:
        running.stop()
    assert "Traceback" not in running.said(), running.said()


@pytest.fixture
def page(unhurried_site: RunningSite, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=unhurried_site.url, bypass_csp=True)
    context.set_default_timeout(15_000)
    context.add_init_script(WATCH)
    page = context.new_page()
    sign_in(page, "member")
    yield page
    context.close()


def test_nothing_that_members_write_runs(page: Page, addresses: Addresses):
    assert len(PAYLOADS) >= 200
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(addresses["topic"])
    reply = addresses["reply"]
    page.goto(reply)
    token = page.locator("main [name=csrfmiddlewaretoken]").first.input_value()

    answers = [
        page.request.post(
            reply,
            form={"csrfmiddlewaretoken": token, "subject": "Re", "content": payload},
            max_redirects=0,
        ).status
        for payload in PAYLOADS
    ]

    assert set(answers) <= {200, 302}
    assert answers.count(302) >= 200
    page.goto(addresses["topic"])
    shown = 0
    while True:
        shown += page.locator("main article").count()
        assert page.evaluate(PROVOKE) == [], page.url
        following = page.locator("main a[rel=next]")
        if not following.count():
            break
        following.first.click()
        page.wait_for_load_state()
    assert shown >= 200
    assert dialogs == []
    ours = page.url.split("/forum/")[0]
    assert [url for url in asked if not url.startswith((ours, "data:"))] == []
