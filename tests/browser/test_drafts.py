"""A draft: kept, found, written on and sent; without a script, on a small phone, by keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import is_within_the_screen, on_phone

WORDS = "I began this on the bus."


def test_on_a_phone_without_a_script(new_context, addresses):
    page = on_phone(new_context, "member")
    page.goto(addresses["reply"])
    page.get_by_label("Your words").fill(WORDS)
    assert is_within_the_screen(page)
    page.get_by_role("button", name="Save as draft").click()

    expect(page.get_by_text("Your draft is kept.")).to_be_visible()
    assert is_within_the_screen(page)
    page.goto("/")
    page.goto("/forum/")
    page.get_by_role("main").get_by_role("link", name="Drafts").click()
    row = page.locator(".row", has_text=WORDS)
    row.get_by_role("link", name="Write on").click()
    expect(page.get_by_label("Your words")).to_have_value(WORDS)
    assert is_within_the_screen(page)
    page.get_by_label("Your words").fill(f"{WORDS} And at home.")
    press(page, "Post")

    expect(page.locator(".post__text", has_text=f"{WORDS} And at home.")).to_have_count(1)
    page.goto("/forum/drafts/")
    expect(page.get_by_text(WORDS)).to_have_count(0)


def test_by_keyboard_with_a_script_the_words_are_kept_as_they_are_typed(new_context, addresses):
    page: Page = new_context().new_page()
    sign_in(page, "member", addresses["reply"])
    page.get_by_label("Your words").focus()
    page.keyboard.type("Typed, and nothing pressed.")
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    page.close()

    page = page.context.new_page()
    page.goto("/forum/drafts/")
    row = page.locator(".row", has_text="Typed, and nothing pressed.")
    row.get_by_role("link", name="Delete").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, delete them").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your words are deleted.")).to_be_visible()
    expect(page.get_by_text("Typed, and nothing pressed.")).to_have_count(0)
    page.goto(addresses["reply"])
    expect(page.get_by_label("Your words")).to_have_value("")


def test_what_the_site_could_not_be_told_is_in_this_browser_until_sign_out(new_context, addresses):
    page: Page = new_context().new_page()
    sign_in(page, "clinician", addresses["reply"])
    page.context.set_offline(True)
    page.get_by_label("Your words").fill("Said to nobody yet.")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()
    assert page.evaluate("localStorage.length") == 1
    page.context.set_offline(False)
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()

    assert page.evaluate("localStorage.length") == 0


def test_nobody_else_at_this_browser_finds_words_of_who_was_here(new_context, addresses):
    page: Page = new_context().new_page()
    page.goto("/")
    kept = '{"words": [["content", "Secret"]], "at": 1e15}'
    page.evaluate(f"localStorage.setItem('words somebody topic-1 key', '{kept}')")
    sign_in(page, "member", addresses["reply"])
    page.wait_for_load_state("networkidle")

    assert page.evaluate("localStorage.length") == 0
