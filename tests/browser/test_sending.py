"""Two presses on a button, and words that were typed while the session ended, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.accounts import PASSWORD
from tests.browser.people import ADDRESS, press, sign_in

NOTES = {"name": "roster.txt", "mimeType": "text/plain", "buffer": b"Monday: Ana\n"}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, new_context) -> Page:
    return new_context(java_script_enabled=request.param).new_page()


def test_two_quick_presses_post_one_reply(page: Page, addresses, request):
    """A coordinator's, whom no pause between two posts holds up."""
    words = f"Pressed twice, {request.node.callspec.id}"
    sign_in(page, "coordinator", addresses["topic"])
    page.get_by_label("Your reply").fill(words)
    page.get_by_role("button", name="Post", exact=True).dblclick(no_wait_after=True)

    expect(page.get_by_role("main").locator(".post", has_text=words)).to_have_count(1)
    page.reload()
    expect(page.get_by_role("main").locator(".post", has_text=words)).to_have_count(1)
    expect(page.get_by_text("press the button again")).to_have_count(0)


def test_words_and_files_are_there_after_signing_in_again(page: Page, addresses, request):
    words = f"Typed for an hour, {request.node.callspec.id}"
    sign_in(page, "member", addresses["reply"])
    page.get_by_label("Your words").fill(words)
    page.locator("summary", has_text="Add files").click()
    page.get_by_label("Choose a file").first.set_input_files(NOTES)
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    other.close()

    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("Your words are kept")).to_be_visible()
    page.get_by_label("E-mail address").fill(ADDRESS["member"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Your words are back")).to_be_visible()
    expect(page.locator("textarea[name=content]")).to_have_value(words)
    expect(page.get_by_label("Leave out roster.txt")).to_be_visible()
    press(page, "Post")

    post = page.get_by_role("main").locator(".post", has_text=words)
    expect(post).to_have_count(1)
    expect(post.get_by_role("link", name=re.compile("roster"))).to_be_visible()
