"""Quoting a message, and calling somebody: on a small phone, and by keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import is_within_the_screen, on_phone
from tests.browser.test_keyboard import tab_to

TOPIC = "Peers: what do you wish we would stop doing?"
ASKED = 'asks "what did I not hear?"'


def to_the_topic(page: Page) -> None:
    page.goto("/forum/")
    main = page.get_by_role("main")
    main.get_by_role("link", name="Alongside").first.click()
    main.get_by_role("link", name=TOPIC, exact=True).click()


def test_a_message_is_quoted_shortened_and_read(new_context):
    author = on_phone(new_context, "member")
    to_the_topic(author)
    main = author.get_by_role("main")
    main.get_by_role("link", name="Quote the post by Gus").first.click()
    quoted = author.get_by_label("The words that you quote")
    assert "She has no idea how rare she is." in quoted.input_value()
    assert is_within_the_screen(author)

    quoted.fill("She has every idea how rare she is.")
    author.get_by_label("Your words").fill("So does ours, @Gus (Kāpiti).")
    press(author, "Post")
    expect(main.get_by_role("link", name="does not stand in the message")).to_be_visible()
    expect(author.get_by_label("Your words")).to_have_value("So does ours, @Gus (Kāpiti).")
    quoted.fill("She has no idea how rare she is.")
    press(author, "Post")

    for person in ("member", "facilitator"):
        page = author if person == "member" else on_phone(new_context, person)
        to_the_topic(page)
        said = page.get_by_role("article").filter(has_text="So does ours, @Gus")
        expect(said).to_have_count(1)
        expect(said.locator("blockquote")).to_have_text("She has no idea how rare she is.")
        assert is_within_the_screen(page)
        said.get_by_role("link", name="Gus (Kāpiti)").first.click()
        expect(page.locator("article:target")).to_contain_text(ASKED)


def test_by_keyboard_a_name_is_chosen_from_those_that_are_offered(new_context):
    page = new_context().new_page()
    sign_in(page, "member", "/forum/")
    to_the_topic(page)
    tab_to(page, "^Your reply$", most=200)
    page.keyboard.type("Kia ora @ca")
    names = page.get_by_role("group", name="Names to choose from")
    expect(names.get_by_role("button")).to_have_text(["@Catriona Beale"])
    expect(page.get_by_role("status").filter(has_text="press Tab")).to_have_count(1)

    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    page.keyboard.type("t")
    expect(names.get_by_role("button")).to_have_count(1)
    tab_to(page, "^@Catriona Beale$")
    page.keyboard.press("Enter")

    box = page.get_by_label("Your reply")
    expect(box).to_be_focused()
    expect(box).to_have_value("Kia ora @Catriona Beale ")
    expect(names).to_be_hidden()
    page.keyboard.type("thank you, @facil")
    expect(names.get_by_role("button")).to_have_text(["@facilitators"])
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(box).to_have_value("Kia ora @Catriona Beale thank you, @facilitators ")
