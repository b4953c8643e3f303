"""Withdrawing and hiding a message and undoing it, on the smallest phone without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press
from tests.browser.phone import is_within_the_screen, on_phone

ROOM, TOPIC = "Grey areas and boundaries", "Can we be friends after they finish with the service?"
WORDS = "He plays darts on Tuesdays and his sister runs the bar."
REASON = "His sister will know who it is. Could you tell it without the bar?"


@pytest.fixture
def author(new_context) -> Page:
    return on_phone(new_context, "member")


@pytest.fixture
def facilitator(new_context) -> Page:
    return on_phone(new_context, "facilitator")


def go_to_topic(page: Page) -> None:
    page.goto("/forum/")
    main = page.get_by_role("main")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=TOPIC, exact=True).click()
    last = main.get_by_role("link", name=re.compile("^Page 2$"))
    if last.count():
        last.first.click()


def choose(page: Page, words: str) -> None:
    own = page.get_by_role("main").get_by_role("article").filter(has_text=WORDS)
    own.locator("summary").click()
    own.get_by_role("link", name=words).click()


def test_withdrawing_hiding_and_putting_back(author: Page, facilitator: Page):
    main = author.get_by_role("main")
    go_to_topic(author)
    author.get_by_label("Your reply").fill(WORDS)
    press(author, "Post")

    choose(author, "Withdraw this message")
    expect(main).to_contain_text("Withdraw this message?")
    assert is_within_the_screen(author)
    press(author, "Yes, withdraw it")
    expect(main).to_contain_text("You withdrew this message")
    expect(main).to_contain_text(WORDS)
    assert is_within_the_screen(author)
    go_to_topic(facilitator)
    expect(facilitator.get_by_role("main")).to_contain_text("withdrawn by its author")
    expect(facilitator.get_by_role("main")).not_to_contain_text(WORDS)
    go_to_topic(author)
    main.get_by_role("link", name="Read it or put it back").click()
    press(author, "Put it back")
    expect(author.get_by_role("status").first).to_contain_text("It is back in its place")
    expect(main).to_contain_text(WORDS)

    go_to_topic(facilitator)
    choose(facilitator, "Hide this message")
    press(facilitator, "Hide it")
    expect(facilitator.get_by_role("alert")).to_contain_text("Please say why")
    facilitator.get_by_label("Why you hide it").fill(REASON)
    press(facilitator, "Hide it")
    expect(facilitator.get_by_role("main")).to_contain_text("This message is hidden")
    assert is_within_the_screen(facilitator)

    author.goto("/notifications/")
    told = main.locator(".row").filter(has_text=REASON)
    told.get_by_role("link", name="Read why").click()
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text(WORDS)
    expect(main.get_by_role("button", name="Put it back")).to_have_count(0)
    assert is_within_the_screen(author)

    facilitator.goto("/forum/moderation/hidden/")
    assert is_within_the_screen(facilitator)
    facilitator.get_by_role("link", name=TOPIC).first.click()
    press(facilitator, "Put it back")
    expect(facilitator.get_by_role("main")).to_contain_text(WORDS)
    author.goto("/notifications/")
    expect(main).to_contain_text("that was hidden is back")
