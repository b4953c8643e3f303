"""A report from filing to closing: on the smallest phone, without JavaScript, by keyboard alone.

It is about a message of the only facilitator, who finds nothing of it; a coordinator decides.
"""

from playwright.sync_api import Page, expect

from tests.browser.phone import is_within_the_screen, on_phone
from tests.browser.test_keyboard import tab_to

ROOM = "Grey areas and boundaries"
TOPIC = "Asked to 'just watch' someone take their meds"
WORDS = "It reads as if that were the only way."
TO_REPORTER = "Thank you. We have talked about it."
TO_AUTHOR = "Somebody read it as the only way. Would you add a word?"


def on(page: Page, name: str, key: str = "Enter") -> None:
    """Walk to it by Tab, press it, and look at the page that answers."""
    tab_to(page, name, most=250)
    with page.expect_navigation():
        page.keyboard.press(key)
    assert is_within_the_screen(page)


def of_the_facilitator(page: Page) -> None:
    """Stand at a message that the only facilitator wrote in a room of the peers."""
    page.goto("/forum/")
    main = page.get_by_role("main")
    main.get_by_role("link", name=ROOM).first.click()
    main.get_by_role("link", name=TOPIC, exact=True).click()
    page.wait_for_url("**/topic/**")


def test_a_report_from_filing_to_closing_passes_by_whom_it_is_about(new_context):
    sender, facilitator, coordinator = (
        on_phone(new_context, person) for person in ("member", "facilitator", "coordinator")
    )

    of_the_facilitator(sender)
    tab_to(sender, "^More for the post by Losa", most=250)
    sender.keyboard.press("Enter")
    on(sender, "^Report this post$")
    tab_to(sender, "^It tells something private")
    sender.keyboard.press("ArrowDown")
    tab_to(sender, "^In your own words")
    sender.keyboard.type(WORDS)
    on(sender, "^Send the report$")
    expect(sender.get_by_role("main")).to_contain_text("One of them will look at it")
    key = sender.url.rstrip("/").rpartition("/")[2]
    report = f"/reports/looking-after/one/{key}/"

    answered = facilitator.goto(report)
    assert answered
    assert answered.status == 404
    facilitator.goto("/")
    on(facilitator, r": \d+ reports? waits?$")
    expect(facilitator.get_by_role("main")).not_to_contain_text(WORDS)

    coordinator.goto("/")
    on(coordinator, r": 1 report waits$")
    on(coordinator, TOPIC)
    expect(coordinator.get_by_role("main")).to_contain_text(WORDS)
    on(coordinator, "^Take it$")
    on(coordinator, "^Decide$")
    tab_to(coordinator, "^Your decision")
    chosen = coordinator.get_by_label("Your decision")
    while chosen.input_value() != "agreed:not_agreement":
        coordinator.keyboard.press("ArrowDown")
    tab_to(coordinator, "^To the person who reported it")
    coordinator.keyboard.type(TO_REPORTER)
    tab_to(coordinator, "^To the person whose it is")
    coordinator.keyboard.type(TO_AUTHOR)
    on(coordinator, "^Decide and tell them$")
    expect(coordinator.get_by_role("main")).to_contain_text("Undo this decision")

    sender.goto("/notifications/")
    on(sender, "^What you reported is decided$")
    expect(sender.get_by_role("main")).to_contain_text(TO_REPORTER)
    expect(sender.get_by_role("main")).not_to_contain_text(TO_AUTHOR)

    facilitator.goto("/notifications/")
    on(facilitator, "^Something is said to you about words of yours$")
    main = facilitator.get_by_role("main")
    expect(main).to_contain_text(TO_AUTHOR)
    for secret in ("Hemi", WORDS, TO_REPORTER):
        expect(main).not_to_contain_text(secret)
