"""Several waiting posts, answered with the keyboard on the smallest phone, and answered back."""

import re

from playwright.sync_api import expect

from tests.browser.phone import is_within_the_screen, on_phone


def test_several_posts_are_published_and_wait_again_by_keyboard(new_context):
    page = on_phone(new_context, "facilitator")
    page.goto("/forum/moderation/queue/")
    main = page.get_by_role("main")
    waiting = main.get_by_role("checkbox")
    number = waiting.count()
    assert number >= 2
    assert is_within_the_screen(page)

    for each in waiting.all()[:2]:
        each.focus()
        page.keyboard.press("Space")
        expect(each).to_be_checked()
    while page.evaluate("document.activeElement.value") != "approve":
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("2 messages are published.")
    expect(main.get_by_role("checkbox")).to_have_count(number - 2)
    assert is_within_the_screen(page)

    undo = main.get_by_role("button", name=re.compile("^Undo"))
    undo.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("2 messages wait again.")
    expect(main.get_by_role("checkbox")).to_have_count(number)
