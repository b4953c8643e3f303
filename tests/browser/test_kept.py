"""Thanking for a message and keeping it for later: on the smallest phone, and by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import sign_in
from tests.browser.phone import is_within_the_screen, on_phone
from tests.browser.test_keyboard import focused, tab_to

TOPIC = "Supervised by somebody who has never done this job"


def open_topic(page: Page) -> None:
    page.goto("/forum/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Supervision and")).first.click()
    page.get_by_role("main").get_by_role("link", name=TOPIC).click()


def message(page: Page, by: str):
    return page.get_by_role("article", name=re.compile(by)).first


def test_a_word_is_said_and_taken_back_and_a_message_is_kept(new_context):
    page = on_phone(new_context, "member")
    open_topic(page)

    message(page, "Tui").get_by_role("button", name=re.compile("^Thank you")).click()
    thanked = message(page, "Tui").get_by_role("button", name=re.compile("^Thank you"))
    expect(thanked).to_have_attribute("aria-pressed", "true")
    expect(message(page, "Tui").get_by_role("list", name="Said to this")).to_contain_text("Hēmi")
    assert is_within_the_screen(page)
    thanked.click()
    expect(message(page, "Tui").get_by_role("list", name="Said to this")).to_have_count(0)

    message(page, "Tui").locator("summary").click()
    assert is_within_the_screen(page)
    message(page, "Tui").get_by_role("button", name=re.compile("^Same here")).click()
    expect(message(page, "Tui").get_by_role("list", name="Said to this")).to_contain_text("Same")

    message(page, "Tui").locator("summary").click()
    message(page, "Tui").get_by_role("link", name="Keep for later").click()
    page.get_by_label("A note for yourself").fill("Ask for an hour outside.")
    page.get_by_label("In which list").fill("Thursday")
    assert is_within_the_screen(page)
    page.get_by_role("button", name="Keep it").click()
    page.goto("/forum/kept/")
    page.get_by_role("link", name="Thursday").click()
    row = page.get_by_role("listitem").filter(has_text="Ask for an hour outside.")
    expect(row).to_contain_text(TOPIC)
    assert is_within_the_screen(page)
    row.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.get_by_text("Ask for an hour outside.")).to_have_count(0)


def test_a_word_is_said_by_keyboard(new_context):
    page = new_context().new_page()
    sign_in(page, "member")
    open_topic(page)

    tab_to(page, "^Thank you ?, to the post by Colleen")
    page.keyboard.press("Space")
    pressed = message(page, "Colleen").get_by_role("button", name=re.compile("^Thank you"))
    expect(pressed).to_have_attribute("aria-pressed", "true")
    tab_to(page, "^More for the post by Colleen")
    page.keyboard.press("Enter")
    tab_to(page, "^Tell me more")
    page.keyboard.press("Escape")
    assert re.search("^More for the post by Colleen", focused(page))
