"""A word of the list, from the form to a hand-over: on the smallest phone, without JavaScript.

Its author asks who is on duty, posts nothing, and reads how far it is.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press
from tests.browser.phone import PHONE, is_within_the_screen, on_phone
from tests.browser.test_care import to_a_topic
from tests.browser.test_keyboard import tab_to

WORDS = "Tonight I can’t go on with this shift."
REACH = "021 555 0100, after six"


def on(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()
    assert is_within_the_screen(page)


def opened(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_text(name, exact=True).click()
    assert is_within_the_screen(page)


@pytest.fixture
def author(new_context) -> Page:
    page = new_context(**PHONE).new_page()
    to_a_topic(page)
    return page


def test_a_crisis_word_from_the_form_to_a_hand_over(new_context, author):
    facilitator, coordinator = (
        on_phone(new_context, person) for person in ("facilitator", "coordinator")
    )
    topic = author.url
    author.get_by_label("Your reply").fill(WORDS)
    press(author, "Post")
    panel = author.get_by_role("region", name="Before others read this")
    expect(panel).to_contain_text("1737")
    expect(panel).to_contain_text("Not your words, nor where.")
    panel.get_by_label("How can they reach you?").fill(REACH)
    press(author, "Ask the facilitator on duty to get in touch")

    expect(panel).to_contain_text("You have asked a facilitator of")
    expect(panel).to_contain_text(re.compile("on duty now"))
    expect(author.get_by_label("Your words")).to_have_value(WORDS)
    assert is_within_the_screen(author)
    asked = panel.get_by_role("link", name="What you asked for").get_attribute("href")
    assert asked

    facilitator.goto("/")
    on(facilitator, r": \d+ waits? on duty$")
    on(facilitator, "^H.mi.* asks somebody to get in touch$")
    main = facilitator.get_by_role("main")
    expect(main).to_contain_text("can't go on")
    for hidden in ("shift", REACH):
        expect(main).not_to_contain_text(hidden)
    press(facilitator, "Take it")
    expect(main).to_contain_text(REACH)
    expect(main).to_contain_text("Nobody is alone with this")
    main.get_by_label("Second person").select_option(index=1)
    press(facilitator, "Name them")
    opened(facilitator, "Leave a note")
    main.get_by_label("A note").fill("Rang him. We talk again at eight.")
    press(facilitator, "Keep the note")
    opened(facilitator, "Hand it over")
    main.get_by_label("To whom").select_option(index=1)
    press(facilitator, "Ask them to take it over")
    expect(main).to_contain_text("to take it over.")
    assert is_within_the_screen(facilitator)

    author.goto(asked)
    expect(author.get_by_role("main")).to_contain_text("Somebody has it, and will get in touch")
    for name in ("Losa", "Marama"):
        expect(author.get_by_role("main")).not_to_contain_text(name)

    coordinator.goto("/notifications/")
    on(coordinator, "^Somebody on duty asks for your help$")
    expect(coordinator.get_by_role("main")).to_contain_text("Rang him. We talk again at eight.")
    press(coordinator, "Take it over")
    coordinator.get_by_role("main").get_by_label("Second person").select_option(index=1)
    press(coordinator, "Name them")
    on(coordinator, "^Close it$")
    coordinator.get_by_label("To the person who asked").fill("Good that you asked.")
    press(coordinator, "Close it")

    author.goto(asked)
    expect(author.get_by_role("main")).to_contain_text("Good that you asked.")
    author.goto(topic)
    expect(author.get_by_role("main")).not_to_contain_text(WORDS)
    facilitator.goto("/notifications/")
    on(facilitator, "^A question to you, after something hard$")
    press(facilitator, "I have talked it over")
    expect(facilitator.get_by_role("main")).to_contain_text("not asked again")


def test_with_a_script_and_by_keyboard_it_is_asked_and_taken_back(new_context):
    page = new_context().new_page()
    to_a_topic(page)
    words = "I wrote that it is not worth living, and crossed it out."
    tab_to(page, "Your reply")
    page.keyboard.type(words)
    tab_to(page, "^Post$")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "^Ask the facilitator on duty", most=250)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="You have asked a facilitator of")
    expect(told).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value(words)

    page.goto("/duty/")
    page.get_by_role("region", name="What you asked for").get_by_role("link").first.click()
    press(page, "I do not need it any more")
    expect(page.get_by_role("main")).to_contain_text("Taken back")
