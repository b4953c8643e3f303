"""A coordinator's work in the editor: three pages and a post that waits."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.addresses import Addresses

LEAFLET = {
    "name": "asking-for-supervision.txt",
    "mimeType": "text/plain",
    "buffer": b"Ten ways to ask for supervision.\n",
}


def add_page_below(page: Page, title: str) -> None:
    """Through Wagtail's list of pages to the form for a new one."""
    page.goto("/admin/pages/")
    for parent in ("Alongside", title):
        page.get_by_role("link", name=f"Explore child pages of '{parent}'").click()
        expect(page).to_have_title(re.compile(parent))
    page.get_by_role("link", name="Add child page").first.click()


def fill(page: Page, **words: str) -> None:
    """Boxes by their names in the form: labels name panels and anchors too."""
    for name, text in words.items():
        page.locator(f"form [name={name}]").fill(text)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages .success")).to_contain_text("published")


def in_days(days: int, at: str = "") -> str:
    day = timezone.localdate() + timedelta(days=days)
    return f"{day:%Y-%m-%d} {at}".strip()


def test_a_scholarship_notice_is_published(page: Page, new_context, addresses: Addresses):
    page.goto("/")
    page.get_by_role("banner").locator("summary", has_text="your menu").click()
    page.get_by_role("link", name="Edit the site").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    add_page_below(page, "Training and scholarships")
    page.locator("form [name=kind]").select_option("scholarship")
    fill(
        page,
        title="Five scholarships for night workers",
        search_description="For peer workers who are awake when courses sleep.",
        provider="Whitireia",
        places="5",
        closes_on=in_days(30),
        how_to_apply="Write to the coordinator.",
    )

    publish(page)

    visitor = new_context().new_page()
    visitor.goto(addresses["opportunities"])
    visitor.get_by_role("link", name="Five scholarships for night workers").click()
    expect(visitor.get_by_role("main")).to_contain_text("Write to the coordinator.")


def test_an_event_is_published(page: Page, new_context, addresses: Addresses):
    add_page_below(page, "Events")
    if "/add_subpage/" in page.url:
        page.get_by_role("main").get_by_role("link", name=re.compile("^Event")).click()
    fill(
        page,
        title="Breakfast for the early shift",
        search_description="Porridge and questions.",
        starts_at=in_days(9, "07:30"),
        ends_at=in_days(9, "08:30"),
        place="Community House, Petone",
    )

    publish(page)

    visitor = new_context().new_page()
    visitor.goto(addresses["events"])
    visitor.get_by_role("link", name="Breakfast for the early shift").click()
    expect(visitor.get_by_role("main")).to_contain_text(re.compile("7[.:]30"))


def test_a_resource_with_a_file_is_published(page: Page, new_context, addresses: Addresses):
    add_page_below(page, "Resources")
    fill(page, title="Ten ways to ask for supervision", search_description="One page for the wall.")
    page.locator("form [name=kind]").select_option(index=1)
    page.locator("form [name=audiences]").first.check()
    page.get_by_role("button", name="Choose a document").first.click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("tab", name="Upload").click()
    chooser.get_by_label("Title*").fill("Ten ways to ask")
    chooser.locator("input[type=file]").set_input_files(LEAFLET)
    chooser.get_by_role("button", name="Upload").click()
    expect(page.locator("form .chooser__title").first).to_have_text("Ten ways to ask")

    publish(page)

    visitor = new_context().new_page()
    visitor.goto(addresses["resources"])
    visitor.get_by_role("link", name="Ten ways to ask for supervision").click()
    with visitor.expect_download() as download:
        visitor.get_by_role("main").locator("a[href*='/documents/']").first.click()
    assert download.value.path().read_bytes() == LEAFLET["buffer"]


def test_a_waiting_post_is_approved(page: Page, addresses: Addresses):
    page.goto("/forum/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Waiting|Queue")).first.click()
    spared = addresses["read a waiting post"]  # other tests look at it
    waiting = page.get_by_role("main").get_by_role("region", name=re.compile("post"))
    waiting.locator(f".row__title a:not([href='{spared}'])").first.click()
    text = page.get_by_role("article").first.locator(".post__text").inner_text().split("\n")[0]

    page.get_by_role("main").get_by_role("button", name="Approve").click()

    expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_be_visible()
    page.goto("/forum/moderation/queue/")
    expect(page.get_by_role("main")).not_to_contain_text(text)
