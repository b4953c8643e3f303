"""A case until it is a scenario of the library: on the smallest phone, without JavaScript.

The coordinator sits at a desk: Wagtail's screens need both.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import is_within_the_screen, on_phone

ROOM = "Walking alongside"
TITLE = "A key that was given to us both"
DILEMMA = "A neighbour leaves a key with two people of one team."


@pytest.fixture
def peer(new_context) -> Page:
    return on_phone(new_context, "member")


@pytest.fixture
def clinician(new_context) -> Page:
    return on_phone(new_context, "clinician")


@pytest.fixture
def coordinator(new_context) -> Page:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, "coordinator")
    return page


def write_a_case(page: Page) -> None:
    main = page.get_by_role("main")
    page.goto("/forum/")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=re.compile("^Write a topic")).first.click()
    main.get_by_role("link", name="Write it as a case").click()
    words = page.get_by_label("Your words")
    expect(words).to_have_value(re.compile("## What happened"))
    page.wait_for_load_state()
    assert is_within_the_screen(page)
    page.get_by_label("Title").fill(TITLE)
    words.fill("## What happened\n\nA key was left with us.\n\n## What I am unsure of\n")
    page.get_by_label("Who may answer first?").select_option("24")
    press(page, "Post")
    expect(page.get_by_role("alert")).to_contain_text("tick this then")
    expect(words).to_have_value(re.compile("A key was left with us."))
    page.get_by_label(re.compile("^Nobody can be recognised")).check()
    press(page, "Post")
    expect(main.get_by_text(re.compile(r"^Case \d+$"))).to_be_visible()
    expect(main.get_by_text("What I am unsure of")).to_have_count(0)
    expect(main.get_by_text("Peers first", exact=True)).to_be_visible()
    assert is_within_the_screen(page)


def agree_to_disagree(page: Page) -> None:
    main = page.get_by_role("main")
    main.locator("summary", has_text=re.compile("^More for this topic")).click()
    main.get_by_role("link", name="Say what became of it").click()
    expect(main.get_by_text("One peer and one clinician sign it")).to_be_visible()
    page.get_by_label(re.compile("^We agree to disagree")).check()
    page.get_by_label(re.compile("^In a few sentences")).fill("Give it back.")
    page.get_by_label(re.compile("^The other view")).fill("Keep it, and say so.")
    press(page, "Say so")
    standing = main.get_by_role("region", name="Agreed to disagree")
    expect(standing).to_contain_text("It waits for a word from the other community.")
    assert is_within_the_screen(page)


def sign(page: Page, topic: str) -> None:
    main = page.get_by_role("main")
    page.goto(topic)
    expect(main.get_by_text(re.compile("only members of the peers. community"))).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_count(0)
    main.get_by_role("link", name="Read and sign it").click()
    expect(main).to_contain_text("Keep it, and say so.")
    page.wait_for_load_state()
    assert is_within_the_screen(page)
    press(page, "Yes, I sign it")
    standing = main.get_by_role("region", name="Agreed to disagree")
    expect(standing).to_contain_text("Signed for the peers")
    expect(standing).to_contain_text("Signed for the clinicians")
    expect(standing).not_to_contain_text("It waits")


def make_a_draft(page: Page, topic: str) -> str:
    page.goto(topic)
    page.get_by_role("link", name="Make a resource of it").click()
    page.get_by_label("Title").fill("The key")
    page.get_by_label("The dilemma").fill(DILEMMA)
    page.get_by_label(re.compile("^Questions for supervision")).fill("Whose key is it?")
    page.locator("summary", has_text="Quote from the messages").click()
    page.get_by_label(re.compile("^Words to quote from it")).first.fill("A key was left with us.")
    press(page, "Make the draft")
    page.wait_for_url(re.compile("/admin/pages/[0-9]+/edit/"))
    return page.url


def agree(page: Page, how: str) -> None:
    main = page.get_by_role("main")
    page.get_by_label(re.compile(f"^{how}")).check()
    page.wait_for_load_state()
    assert is_within_the_screen(page)
    press(page, "Yes, quote me")
    expect(main.get_by_role("heading", name="You are quoted")).to_be_visible()


def publish(page: Page, edit: str) -> None:
    page.goto(edit)
    with page.expect_navigation():
        page.locator("[name=action-publish]").first.evaluate("button => button.click()")


def test_a_case_from_writing_it_to_a_scenario_in_the_library(
    peer: Page, clinician: Page, coordinator: Page, new_context
):
    write_a_case(peer)
    topic = peer.url
    agree_to_disagree(peer)
    sign(clinician, topic)
    edit = make_a_draft(coordinator, topic)

    publish(coordinator, edit)
    expect(coordinator.get_by_text(re.compile("has not agreed, so it cannot be"))).to_be_visible()

    for _asked in range(2):
        peer.goto("/quotations/")
        waiting = peer.get_by_role("listitem").filter(has_text="You are asked")
        waiting.filter(has_text="The key").get_by_role("link", name="The key").first.click()
        agree(peer, "Without a name")
    publish(coordinator, edit)

    visitor = new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False
    ).new_page()
    visitor.goto("/resources/?kind=scenario")
    visitor.get_by_role("main").get_by_role("link", name="The key").click()
    main = visitor.get_by_role("main")
    for words in (DILEMMA, "Give it back.", "Keep it, and say so.", "Whose key is it?"):
        expect(main.get_by_text(words)).to_be_visible()
    expect(main.get_by_text("A key was left with us.")).to_be_visible()
    visitor.wait_for_load_state()
    assert is_within_the_screen(visitor)

    peer.goto(visitor.url)
    peer.get_by_role("link", name=re.compile("You can take them back")).click()
    given = peer.get_by_role("listitem").filter(has_text="A key was left with us.")
    given.get_by_role("link", name="The key").click()
    peer.get_by_role("link", name="Take my words back").click()
    peer.wait_for_load_state()
    assert is_within_the_screen(peer)
    press(peer, "Yes, take them back")
    visitor.reload()
    expect(main.get_by_text("A key was left with us.")).to_have_count(0)
    expect(main.get_by_text(DILEMMA)).to_be_visible()
