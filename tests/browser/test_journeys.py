"""What the site is for, from the first page to the last, with and without JavaScript."""

import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import Addresses
from tests.browser.people import press, sign_in
from tests.browser.site import RunningSite

PASSPHRASE = "two kererū on a fence post"
NOTES = {
    "name": "first-week.txt",
    "mimeType": "text/plain",
    "buffer": b"What I wish I had asked in my first week.\n",
}


@dataclass(frozen=True)
class Run:
    """One telling of the journeys; the words make it found among others."""

    javascript: bool

    @property
    def email(self) -> str:
        return f"new-{'with' if self.javascript else 'without'}-script@example.org"

    @property
    def subject(self) -> str:
        return f"Who reads my notes? A {'pohutukawa' if self.javascript else 'harakeke'} question"


RUNS = [Run(javascript=True), Run(javascript=False)]
both_ways = pytest.mark.parametrize("run", RUNS, ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def page(run: Run, new_context) -> Page:
    return new_context(java_script_enabled=run.javascript).new_page()


@both_ways
def test_a_visitor_reads_a_resource_and_an_event_and_finds_help(run, page: Page, addresses):
    page.goto("/")
    call = page.get_by_role("region", name="Help now").get_by_role("link", name=re.compile("1737"))
    expect(call.first).to_be_visible()
    expect(call.first).to_have_attribute("href", re.compile("^(tel|sms):1737$"))

    choose_from_menu(page, "Resources")
    resource = page.get_by_role("main").locator(".row__title a").first
    title = resource.inner_text()
    resource.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(call.first).to_be_visible()

    choose_from_menu(page, "Events")
    page.get_by_role("main").locator("article a, .row__title a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\d{4}, \d+.*[ap]m"))
    expect(call.first).to_be_visible()
    assert not page.context.cookies()


@both_ways
def test_b_a_new_peer_worker_signs_up_joins_and_starts_a_topic(
    run, page: Page, addresses: Addresses, site: RunningSite
):
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Join", exact=True).first.click()
    page.get_by_label("Your name").fill("Aroha N")
    page.get_by_label("E-mail address").fill(run.email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("main").get_by_role("button", name="Make an account").click()

    page.get_by_label("Code").fill(code_for(run.email, site))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("banner").locator("summary", has_text="Aroha N")).to_be_visible()

    choose_from_menu(page, "Communities")
    page.get_by_role("main").get_by_role("link", name=re.compile("Peer support workers")).click()
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I agree, and send it").click()
    expect(page.get_by_role("button", name="Leave")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="Walking alongside").first.click()
    page.get_by_role("link", name="Write a topic").click()
    page.get_by_label("Title").fill(run.subject)
    page.get_by_label("Your words").fill("My team keeps notes. **Who** may read what I write?")
    page.locator("summary", has_text="Add files").click()
    page.get_by_label("Choose a file").first.set_input_files(NOTES)
    press(page, "Post")

    expect(page.get_by_role("heading", level=1)).to_have_text(run.subject)
    expect(page.get_by_role("article").locator("strong")).to_have_text("Who")
    file = page.get_by_role("article").get_by_role("link", name=re.compile(r"first-week.*\.txt"))
    with page.expect_download() as download:
        file.click()
    assert download.value.path().read_bytes() == NOTES["buffer"]

    page.get_by_role("article").get_by_role("link", name=re.compile("^Edit")).click()
    page.get_by_label("Your words").fill("My team keeps notes. Who may read **all** I write?")
    press(page, "Save")

    expect(page.get_by_role("article").locator("strong")).to_have_text("all")
    expect(page.get_by_role("article")).to_contain_text("Edited")


@both_ways
def test_c_a_clinical_colleague_finds_it_by_search_and_answers(run, page: Page):
    sign_in(page, "clinician")
    found = search_until_found(page, run.subject)
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(run.subject)

    page.get_by_label("Your reply").fill("In our team only those who work with the person.")
    press(page, "Post")

    expect(page.get_by_role("heading", level=1)).to_have_text(run.subject)
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("article").last).to_contain_text("Catriona Beale")


def choose_from_menu(page: Page, name: str) -> None:
    """Through the main menu, which is folded where the window is narrow."""
    button = page.get_by_role("banner").locator("summary", has_text="Menu")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name=name)
    if not link.is_visible():
        button.click()
    link.click()


def code_for(email: str, site: RunningSite) -> str:
    """The code in the mail that the site printed for this address."""
    mail = re.compile(rf"^To: {re.escape(email)}$.*?Your code is\s+(\S+)", re.MULTILINE | re.DOTALL)
    return wait_for(lambda: (found := mail.search(site.said())) and found[1])


def search_until_found(page: Page, subject: str):
    """The topic among the results; the index is written by a task, a moment later."""

    def look():
        page.goto("/")
        page.get_by_role("searchbox", name="Search this site").fill(subject.split()[-2])
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/search/"))
        found = page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(subject)))
        return found.first if found.count() else None

    return wait_for(look)


def wait_for(question, seconds: float = 60.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.5)
    raise AssertionError(f"Waited {seconds} s in vain")
