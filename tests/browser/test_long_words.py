"""One long word, wherever people or editors write: no page scrolls sideways at 320 px."""

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import Addresses
from tests.browser.audit import TOO_WIDE
from tests.browser.test_pages import CASES, FIXED

# Words of the site's own are left: they are short, and stand on buttons that keep them whole.
LENGTHEN = """() => {
  const own = 'button, .button, .badge, .avatar, time, label, legend, select, textarea, script';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const node of found) {
    const place = node.parentElement;
    if (!/\\p{L}/u.test(node.nodeValue) || place.closest(own) || !place.closest('main')) continue;
    node.nodeValue = 'Whakawhanaungatanga'.repeat(12);
  }
}"""


def narrow(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(address)


@pytest.mark.parametrize(("name", "person"), CASES, ids=[f"{n} as {p}" for n, p in CASES])
def test_no_long_word_makes_a_page_scroll_sideways(name, person, page_of, addresses: Addresses):
    page = page_of(person)
    narrow(page, FIXED.get(name) or addresses[name])

    page.evaluate(LENGTHEN)

    assert page.evaluate(TOO_WIDE) is None


def test_a_preview_with_a_long_title_does_not_scroll_sideways(page_of, addresses: Addresses):
    page = page_of("member")
    narrow(page, addresses["new topic"])
    main = page.get_by_role("main")
    main.get_by_label("Title").fill("W" * 250)
    main.get_by_role("textbox").nth(1).fill("w" * 400)

    main.get_by_role("button", name="Preview").click()

    page.locator(".preview").wait_for()
    assert page.evaluate(TOO_WIDE) is None
