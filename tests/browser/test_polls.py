"""Asking in a poll and voting in it: on the smallest phone without JavaScript, and by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import is_within_the_screen, on_phone
from tests.browser.test_keyboard import tab_to

ROOM = "Training and study"


def write_topic(page: Page, title: str) -> None:
    main = page.get_by_role("main")
    page.goto("/forum/")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=re.compile("^Write a topic")).first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your words").fill("Please all say.")
    page.get_by_text("Add a poll").click()


def test_choices_are_asked_to_be_put_in_order_and_are(new_context):
    page = on_phone(new_context, "member")
    write_topic(page, "Where shall we begin?")
    page.get_by_label("Question of the poll").fill("What first?")
    page.get_by_label("Put the choices in order").check()
    for n, text in enumerate(("Money", "Time", "Trust"), start=1):
        page.get_by_label(f"Choice {n}").fill(text)
    page.get_by_label("At the close").check()
    assert is_within_the_screen(page)
    press(page, "Post")

    poll = page.get_by_role("region", name="Poll")
    expect(poll).to_contain_text("Nobody can find out what you voted")
    poll.get_by_label("Time").select_option("1")
    poll.get_by_label("Trust").select_option("1")
    press(page, "Vote")
    expect(page.get_by_role("alert")).to_contain_text("each place to one choice only")
    expect(poll.get_by_label("Time")).to_have_value("1")
    assert is_within_the_screen(page)
    poll.get_by_label("Trust").select_option("2")
    press(page, "Vote")

    said = page.get_by_role("region", name=re.compile("^Poll"))
    expect(said).to_contain_text("You have voted. Thank you.")
    expect(said).to_contain_text("shown when the topic is closed")
    assert is_within_the_screen(page)


def test_a_step_of_a_scale_is_chosen_by_keyboard(new_context):
    page = new_context().new_page()
    sign_in(page, "member")
    write_topic(page, "How full is your week?")
    page.get_by_label("Question of the poll").fill("How full?")
    page.get_by_label("A scale from 1 to 5").check()
    page.get_by_label("What does 1 mean?").fill("roomy")
    page.get_by_label("What does 5 mean?").fill("bursting")
    press(page, "Post")

    tab_to(page, "^1 roomy")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "^Vote$")
    page.keyboard.press("Enter")
    said = page.get_by_role("region", name=re.compile("^Poll"))
    expect(said).to_contain_text("Fewer than six have voted yet")
