"""Words that need care, from the form to the topic: on the smallest phone, and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import PHONE, is_within_the_screen, on_phone
from tests.browser.test_keyboard import tab_to


def to_a_topic(page: Page) -> None:
    """A topic of the demo in which the member may write."""
    sign_in(page, "member", "/forum/tracking/unread-topics/")
    page.goto("/forum/")
    main = page.get_by_role("main")
    main.get_by_role("link", name="Telling our stories").first.click()
    main.locator(".topics .row__title a").first.click()


@pytest.fixture
def author(new_context) -> Page:
    page = new_context(**PHONE).new_page()
    to_a_topic(page)
    return page


def test_a_number_that_names_somebody_is_told_changed_and_sent(author: Page):
    author.get_by_label("Your reply").fill("I walked with ZZZ0016 for a year.")
    press(author, "Post")

    main = author.get_by_role("main")
    told = main.get_by_role("region", name="Before others read this")
    expect(told).to_contain_text("An NHI number: ZZZ0016")
    expect(main).to_contain_text("Not sent yet: your words are all here.")
    assert is_within_the_screen(author)
    main.get_by_role("link", name="Please see what we noticed").click()
    told.get_by_role("link", name="Change my words").click()
    words = author.get_by_label("Your words")
    expect(words).to_have_value("I walked with ZZZ0016 for a year.")
    words.fill("I walked with somebody for a year, and kept no number.")
    press(author, "Post")

    said = main.get_by_role("article").filter(has_text="and kept no number.")
    expect(said).to_be_visible()


def test_hard_words_show_where_help_is_and_are_sent_all_the_same(author: Page):
    words = "Last winter I felt I can’t go on. Now I can say so."
    author.get_by_label("Your reply").fill(words)
    press(author, "Post")

    told = author.get_by_role("main").get_by_role("region", name="Before others read this")
    expect(told).to_contain_text("there is somebody to talk with, day and night")
    expect(told.get_by_role("link", name="1737").first).to_be_visible()
    assert is_within_the_screen(author)
    press(author, "Send it as it is")

    expect(author.get_by_role("article").filter(has_text=words)).to_be_visible()


def test_by_keyboard_one_hears_of_it_first_and_sends_it(new_context):
    page = new_context().new_page()
    to_a_topic(page)
    page.wait_for_timeout(5_500)  # Between two messages of one person.
    words = "Call the flat on 09 555 1234, they are glad of it."
    tab_to(page, "Your reply")
    page.keyboard.type(words)
    tab_to(page, "^Post$")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator(".care__line")).to_be_focused()
    tab_to(page, "Please see what we noticed")
    page.keyboard.press("Enter")
    tab_to(page, "Send it as it is")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("article").filter(has_text=words)).to_be_visible()


def test_a_noted_post_is_folded_opened_and_left_out(new_context):
    page = on_phone(new_context, "member")
    page.goto("/forum/")
    main = page.get_by_role("main")
    main.get_by_role("link", name="Telling our stories").first.click()
    main.get_by_role("link", name="How much of my story, and when?", exact=True).click()
    words = main.get_by_text("My cousin died by suicide")
    expect(words).to_be_hidden()
    main.get_by_text("Content note: Suicide").click()
    expect(words).to_be_visible()
    assert is_within_the_screen(page)
    topic = page.url

    main.get_by_role("link", name="Choose what you meet folded").first.click()
    wishes = main.get_by_role("group", name="Suicide")
    wishes.get_by_label("Leave out").check()
    assert is_within_the_screen(page)
    press(page, "Save")
    page.goto(topic)
    expect(main.get_by_text("A post is left out here, as you chose.")).to_be_visible()
    expect(words).to_have_count(0)
    assert is_within_the_screen(page)

    main.get_by_role("link", name="Show it this once").click()
    expect(words).to_be_visible()
