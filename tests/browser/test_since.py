"""Since one was last here, and a feed of one's own: on the smallest phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.accounts import PASSWORD
from tests.browser.phone import is_within_the_screen, on_phone


@pytest.fixture
def page(new_context) -> Page:
    return on_phone(new_context, "member")


def by_keyboard(page: Page, role: str, name: str | re.Pattern) -> None:
    found = page.get_by_role("main").get_by_role(role, name=name).first
    found.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_topic_is_marked_as_read_and_unread_again(page: Page):
    main = page.get_by_role("main")
    page.goto("/")
    by_keyboard(page, "link", "Since you were last here")
    expect(page.get_by_role("heading", level=1)).to_have_text("Since you were last here")
    assert is_within_the_screen(page)
    part = main.get_by_role("region", name="New in your rooms")
    title = part.locator(".row__title a").first.inner_text()
    expect(main.get_by_text(re.compile(r"^About \d+ minutes? to read"))).to_be_visible()

    by_keyboard(page, "button", re.compile(f"^Mark as read.*{re.escape(title)}"))
    expect(part.get_by_role("link", name=title, exact=True)).to_have_count(0)
    page.get_by_role("link", name="Undo, within a minute").click()
    assert is_within_the_screen(page)
    by_keyboard(page, "button", "Yes, undo")
    expect(part.get_by_role("link", name=title, exact=True)).to_be_visible()

    part.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.goto("/notifications/catch-up/")
    expect(part.get_by_role("link", name=title, exact=True)).to_have_count(0)


def test_an_address_for_a_feed_reader_is_made_and_switched_off(page: Page):
    page.goto("/forum/feed/")
    assert is_within_the_screen(page)
    by_keyboard(page, "button", "Make an address")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        by_keyboard(page, "button", "Make an address")
    address = page.locator("code.address").first.inner_text()
    assert is_within_the_screen(page)
    path = address[address.index("/forum/feed/") :]
    answer = page.request.get(path)
    assert (answer.status, "<feed" in answer.text()) == (200, True)

    by_keyboard(page, "button", "Switch off")
    expect(page.get_by_text("You have no feed.")).to_be_visible()
    assert page.request.get(path).status == 404
