"""How much one wants to hear: on the smallest phone, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phone import is_within_the_screen, on_phone

ROOM = "Walking alongside"


@pytest.fixture
def member(new_context) -> Page:
    return on_phone(new_context, "member")


def choose(page: Page, words: str, of: str = "") -> None:
    """By keyboard: open the control, walk to the choice, press it."""
    control = page.get_by_role("main").locator(
        ".hearing summary", has_text=re.compile(f"choose what you hear of {of}")
    )
    control.first.focus()
    page.keyboard.press("Enter")
    assert is_within_the_screen(page)
    for _step in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip() == words:
            break
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_room_is_muted_a_topic_in_it_followed_and_both_are_as_usual_again(member):
    page, main = member, member.get_by_role("main")
    page.goto("/forum/")
    main.get_by_role("link", name=ROOM).first.click()
    choose(page, "Nothing from this room", ROOM)
    expect(page.get_by_text("You hear nothing from here any more.")).to_be_visible()
    assert is_within_the_screen(page)

    topic = main.locator(".topic .row__title a").first
    title = topic.inner_text()
    topic.click()
    expect(main.locator(".hearing summary")).to_contain_text("Muted")
    choose(page, "Tell me of every reply")
    expect(main.locator(".hearing summary")).to_contain_text("Following")

    page.goto("/forum/")
    expect(main.locator(".room", has_text=ROOM)).to_contain_text("muted")
    page.get_by_role("link", name="What I follow").click()
    for name in (ROOM, title):
        expect(main.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert is_within_the_screen(page)
    choose(page, "As usual: tell me of answers to me", ROOM)
    choose(page, "As usual: tell me of answers to me", re.escape(title))
    for name in (ROOM, title):
        expect(main.get_by_role("heading", name=name, exact=True)).to_have_count(0)
