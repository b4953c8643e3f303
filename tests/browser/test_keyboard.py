"""The main things, done with Tab, Enter, Space and letters alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.accounts import PASSWORD
from tests.browser.addresses import Addresses
from tests.browser.people import ADDRESS, Doors

COVERED = """() => {
  const el = document.activeElement;
  const box = el.getBoundingClientRect();
  const style = getComputedStyle(el);
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const on_screen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const covered = !(top && (el.contains(top) || top.contains(el)));
  return {ringed, on_screen, covered, html: el.outerHTML.slice(0, 120)};
}"""


def focused(page: Page) -> str:
    """The name of what has the focus, as it is read out."""
    return page.evaluate(
        "() => (document.activeElement.labels?.[0] ?? document.activeElement)"
        ".innerText.replace(/\\s+/g, ' ').trim()"
    )


def tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until something of this name has the focus, which is seen at every step."""
    walked = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(COVERED)
        assert seen["ringed"], f"no ring: {seen['html']}"
        assert seen["on_screen"], f"out of sight: {seen['html']}"
        assert not seen["covered"], f"covered: {seen['html']}"
        walked.append(focused(page))
        if re.search(name, walked[-1]):
            return
    raise AssertionError(f"{name!r} is not reached by Tab. Met: {walked}")


@pytest.fixture
def page(new_context) -> Page:
    return new_context().new_page()


def test_the_first_tab_offers_to_skip_to_the_content(page: Page):
    page.goto("/")

    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_of_a_small_screen_opens_closes_and_leads_on(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    tab_to(page, "^Menu$")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Events")

    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    assert focused(page) == "Menu"
    page.keyboard.press("Space")
    tab_to(page, "^Events$")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Events")


def test_signing_in_and_replying(page: Page, addresses: Addresses):
    page.goto(addresses["shared room"])
    page.goto(f"/accounts/login/?next={addresses['topic']}")
    tab_to(page, "^E-mail address")
    page.keyboard.type(ADDRESS["member"])
    tab_to(page, "^Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(addresses["topic"])))

    tab_to(page, "^Your reply", most=300)
    page.keyboard.type("Written without a mouse.")
    tab_to(page, "^Post$")
    page.keyboard.press("Space")

    expect(page.get_by_role("article").last).to_contain_text("Written without a mouse.")


def test_the_main_buttons_are_large_enough_for_a_thumb(doors: Doors, addresses: Addresses):
    page = doors.of("member").new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    small = []
    for name in ("home", "event on site", "topic", "new topic"):
        page.goto(addresses[name])
        for button in page.locator("main .button:not(.button--small):visible").all():
            box = button.bounding_box()
            if box and min(box["width"], box["height"]) < 44:
                small.append((name, button.inner_text(), box["height"]))
    page.close()
    assert small == []
