"""A question until both sides agree to disagree, on the smallest phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press
from tests.browser.phone import is_within_the_screen, on_phone

ROOM = "Grey areas and boundaries"
TITLE = "Do you say hello first in the supermarket?"


@pytest.fixture
def member(new_context) -> Page:
    return on_phone(new_context, "member")


def test_a_question_from_asking_to_agreeing_to_disagree(member: Page):
    main = member.get_by_role("main")
    member.goto("/forum/")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=re.compile("^Write a topic")).first.click()
    member.get_by_label("Title").fill(TITLE)
    member.get_by_label("Your words").fill("I wait until they look at me.")
    member.get_by_label("I am asking something").check()
    assert is_within_the_screen(member)
    press(member, "Post")

    member.goto("/forum/questions/")
    expect(main.get_by_role("link", name=TITLE)).to_be_visible()
    assert is_within_the_screen(member)
    main.get_by_role("link", name=TITLE).click()

    main.locator("summary", has_text=re.compile("^More for this topic")).click()
    main.get_by_role("link", name="Say what became of it").click()
    member.get_by_label(re.compile("^We agree to disagree")).check()
    press(member, "Say so")
    expect(member.get_by_role("alert")).to_contain_text("Please write it down")
    member.get_by_label(re.compile("^In a few sentences")).fill("Wait: it is theirs to decide.")
    member.get_by_label(re.compile("^The other view")).fill("Say hello: not to would be shame.")
    assert is_within_the_screen(member)
    press(member, "Say so")

    standing = main.get_by_role("region", name="Agreed to disagree")
    expect(standing).to_contain_text("Wait: it is theirs to decide.")
    expect(standing).to_contain_text("Say hello: not to would be shame.")
    assert is_within_the_screen(member)
    member.goto("/forum/questions/")
    expect(main.get_by_role("link", name=TITLE)).to_have_count(0)

    member.go_back()
    main.get_by_role("link", name="Open it again").click()
    press(member, "Yes, open it again")
    expect(main.get_by_role("region", name="Agreed to disagree")).to_have_count(0)
