"""Splitting, merging, moving and putting back, on the smallest phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press
from tests.browser.phone import is_within_the_screen, on_phone

ROOM = "Pay, hours and rosters"
OTHER_ROOM = "Supervision and looking after ourselves"


@pytest.fixture
def facilitator(new_context) -> Page:
    return on_phone(new_context, "facilitator")


def write(page: Page, title: str, *answers: str) -> str:
    """A topic with answers; where it is."""
    main = page.get_by_role("main")
    page.goto("/forum/")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=re.compile("^Write a topic")).first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your words").fill("It begins here.")
    press(page, "Post")
    address = page.url
    for words in answers:
        page.goto(address)
        page.get_by_label("Your reply").fill(words)
        press(page, "Post")
    page.goto(address)
    return address


def choose(page: Page, what: str) -> None:
    page.locator("summary", has_text=re.compile("^More for this topic")).click()
    page.get_by_role("main").get_by_role("link", name=what).click()
    assert is_within_the_screen(page)


def test_splitting_a_topic_and_putting_it_back(facilitator: Page):
    page, main = facilitator, facilitator.get_by_role("main")
    old = write(page, "Boots and mileage", "Boots are dear.", "Mileage is paid.", "By kilometre.")

    choose(page, "Choose messages to move")
    page.get_by_role("checkbox", name=re.compile("Mileage is paid")).check()
    page.get_by_role("checkbox", name=re.compile("By kilometre")).check()
    page.get_by_role("button", name="Go on").last.click()
    page.get_by_label("Title of the new topic").fill("Mileage alone")
    press(page, "Show how it would be")
    expect(main).to_contain_text(
        "These 2 messages go from “Boots and mileage” to a new topic, “Mileage alone”"
    )
    assert is_within_the_screen(page)
    press(page, "Yes, make it a topic of its own")

    expect(page.get_by_role("heading", level=1)).to_have_text("Mileage alone")
    expect(main).to_contain_text("Moved here from Boots and mileage")
    expect(main).not_to_contain_text("Boots are dear.")
    assert is_within_the_screen(page)
    main.get_by_role("link", name="What was moved").click()
    assert is_within_the_screen(page)
    press(page, "Put it back")

    page.goto(old)
    for words in ("Boots are dear.", "Mileage is paid.", "By kilometre."):
        expect(main).to_contain_text(words)


def test_from_one_message_on_with_the_keyboard_alone(facilitator: Page):
    page, main = facilitator, facilitator.get_by_role("main")
    write(page, "Keys and cars", "The keys.", "The cars.", "All of them.")
    choose(page, "Choose messages to move")

    page.get_by_role("button", name=re.compile("^This one and all that follow")).nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Title of the new topic").focus()
    page.keyboard.type("Cars")
    page.keyboard.press("Enter")
    yes = page.get_by_role("button", name="Yes, make it a topic of its own")
    expect(yes).to_be_visible()
    yes.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cars")
    expect(main).to_contain_text("All of them.")
    expect(main).not_to_contain_text("The keys.")


def test_merging_two_topics(facilitator: Page):
    page, main = facilitator, facilitator.get_by_role("main")
    earlier = write(page, "Lunch", "At noon.")
    later = write(page, "Lunch again", "At one.")

    choose(page, "Merge into another topic")
    page.get_by_label("Find the other topic").fill(earlier)
    press(page, "Find it")
    page.get_by_role("radio", name=re.compile("^Lunch, in")).check()
    press(page, "Show how it would be")
    expect(main).to_contain_text("All 2 messages of “Lunch again” go into “Lunch”")
    assert is_within_the_screen(page)
    press(page, "Yes, merge them")

    for words in ("At noon.", "At one."):
        expect(main).to_contain_text(words)
    page.goto(later)
    assert page.url == earlier


def test_moving_a_topic_to_another_room(facilitator: Page):
    page, main = facilitator, facilitator.get_by_role("main")
    old = write(page, "Somebody to talk with")

    choose(page, "Move to another room")
    page.get_by_label("Move it to").select_option(label=OTHER_ROOM)
    press(page, "Show how it would be")
    expect(main).to_contain_text(f"goes from the room “{ROOM}” to the room “{OTHER_ROOM}”")
    assert is_within_the_screen(page)
    press(page, "Yes, move it")

    expect(main).to_contain_text(f"Moved here from the room {ROOM}")
    page.goto(old)
    assert page.url != old
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody to talk with")


def test_pinning_until_a_day(facilitator: Page):
    page, main = facilitator, facilitator.get_by_role("main")
    write(page, "Read this first")

    choose(page, "Pin to the top")
    expect(page.get_by_label("Until the end of")).not_to_have_value("")
    press(page, "Yes, change it")

    expect(main).to_contain_text("Pinned until")
    assert is_within_the_screen(page)
