"""A held post from sending to published, on the smallest phone and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press
from tests.browser.phone import is_within_the_screen, on_phone
from tests.browser.test_journeys import wait_for

ROOM, TOPIC = "Telling our stories", "Do I have to say what my lived experience is?"
FIRST = "I said it once, at the bakery by the bridge."
SECOND = "I said it once, over a pie."
REASON = "Lovely. Please leave out the bridge, then all of us can read it."


@pytest.fixture
def author(new_context) -> Page:
    return on_phone(new_context, "member")


@pytest.fixture
def facilitator(new_context) -> Page:
    return on_phone(new_context, "facilitator")


def test_a_held_post_from_sending_to_published(author: Page, facilitator: Page):
    author.goto("/forum/")
    main = author.get_by_role("main")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=TOPIC, exact=True).click()
    author.get_by_label("Your reply").fill(FIRST)
    press(author, "Post")
    expect(author.get_by_role("status").first).to_contain_text("waits for a facilitator")
    own = main.get_by_role("article").filter(has_text=FIRST)
    expect(own).to_contain_text("Waits for a facilitator")
    assert is_within_the_screen(author)

    row = waiting(facilitator, FIRST)
    assert is_within_the_screen(facilitator)
    row.get_by_role("link", name=re.compile("^Send back")).click()
    press(facilitator, "Send it back")
    expect(facilitator.get_by_role("alert")).to_contain_text("Please say why")
    facilitator.get_by_label("Why you send it back").fill(REASON)
    press(facilitator, "Send it back")
    expect(facilitator.get_by_role("main")).not_to_contain_text(FIRST)

    author.goto("/notifications/")
    told = main.locator(".row").filter(has_text=REASON)
    told.get_by_role("link", name="Read why, and try again").click()
    expect(main).to_contain_text(FIRST)
    assert is_within_the_screen(author)
    main.get_by_role("link", name="Try again").click()
    expect(main).to_contain_text(REASON)
    expect(author.get_by_label("Your words")).to_have_value(FIRST)
    author.get_by_label("Your words").fill(SECOND)
    press(author, "Post")
    expect(main.get_by_role("article").filter(has_text=SECOND)).to_contain_text("Waits for")

    row = waiting(facilitator, SECOND)
    row.get_by_role("button", name=re.compile("^Approve")).click()
    expect(facilitator.get_by_role("status").first).to_contain_text("approved")

    link = wait_for(lambda: published(author))
    link.click()
    said = main.get_by_role("article").filter(has_text=SECOND)
    expect(said).to_be_visible()
    expect(said).not_to_contain_text("Waits for")


def waiting(facilitator: Page, words: str):
    facilitator.goto("/forum/moderation/queue/")
    return facilitator.get_by_role("main").locator(".row").filter(has_text=words)


def published(author: Page):
    """The word that it is published: a task tells it, a moment later."""
    author.goto("/notifications/")
    row = author.get_by_role("main").locator(".row").filter(has_text="is published")
    link = row.get_by_role("link", name=TOPIC)
    return link.first if link.count() else None
