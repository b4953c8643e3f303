"""A word is never lost: whatever ends while one types, the words are back, and sent once."""

import os
import random
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from demo.accounts import PASSWORD
from tests.browser import site as sites
from tests.browser.people import ADDRESS, sign_in
from tests.browser.site import RunningSite

MOMENTS = 20
WORDS = ["kia ora", "the night", "was long", "and nobody", "came", "until it", "boiled", "twice"]
BOX = "textarea[name=content]"


class House:
    """The demo once more, behind a server of its own that can be killed and started again."""

    def __init__(self, site: RunningSite) -> None:
        self.port = sites.free_port()
        self.folder = site.console.parent
        self.start()

    def start(self) -> None:
        command = ["-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{self.port}"]
        self.running = sites.start(command, self.folder, self.port, ready="/healthz")

    def kill(self) -> None:
        os.killpg(self.running.process.pid, signal.SIGKILL)
        self.running.process.wait()


@pytest.fixture
def house(site: RunningSite) -> Iterator[House]:
    house = House(site)
    yield house
    house.running.stop()


class Writer:
    """Somebody who answers in a topic, and to whom things happen."""

    def __init__(self, house: House, browser: Browser, topic: str) -> None:
        self.house, self.topic = house, topic
        self.context: BrowserContext = browser.new_context(
            base_url=house.running.url, extra_http_headers={"X-Forwarded-For": "203.0.113.250"}
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        sign_in(self.page, "coordinator", topic)

    def tab(self) -> None:
        self.page.close()
        self.page = self.context.new_page()

    def network(self) -> None:
        self.context.set_offline(True)
        self.reload()
        self.context.set_offline(False)

    def server(self) -> None:
        self.house.kill()
        self.reload()
        self.house.start()

    def session(self) -> None:
        self.context.clear_cookies(name="sessionid")

    def reload(self) -> None:
        with pytest.raises(Error):
            self.page.reload(timeout=3_000)

    def come_back(self) -> None:
        """To the topic, signing in where the session has ended."""
        try:
            self.page.goto(self.topic)
        except Error:  # What was under way was answered meanwhile, and led elsewhere.
            self.page.goto(self.topic)
        self.page.wait_for_load_state("networkidle")
        if not self.page.locator(BOX).count():
            sign_in(self.page, "coordinator", self.topic)

    def type(self, words: str) -> None:
        box = self.page.locator(BOX)
        box.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def press_post(self, *, wait: bool = True) -> None:
        button = self.page.locator("#reply").get_by_role("button", name="Post", exact=True)
        button.click(no_wait_after=not wait)

    def send(self) -> None:
        """To the end: through the sign-in, and with the button pressed again where that asks."""
        self.press_post()
        self.page.wait_for_load_state()
        if "/accounts/login/" in self.page.url:
            self.page.get_by_label("E-mail address").fill(ADDRESS["coordinator"])
            self.page.get_by_label("Password", exact=True).fill(PASSWORD)
            main = self.page.get_by_role("main")
            main.get_by_role("button", name="Sign in", exact=True).click()
            expect(self.page.get_by_text("Your words are back").first).to_be_visible()
            main.get_by_role("button", name="Post", exact=True).click()
            self.page.wait_for_load_state()


def test_a_word_is_never_lost(house: House, browser: Browser, addresses) -> None:
    chance = random.Random(48)  # noqa: S311 -- the same moments each time
    ends = ["tab", "network", "server", "session"] * (MOMENTS // 4)
    chance.shuffle(ends)
    writer = Writer(house, browser, f"{addresses['public topic']}?page=last")
    sent = []
    for number, end in enumerate(ends):
        words = f"Moment {number}: {' '.join(chance.choices(WORDS, k=6))}"
        cut = chance.randrange(10, len(words))
        while_sending = chance.random() < 0.3
        writer.come_back()
        expect(writer.page.locator(BOX)).to_have_value("")
        writer.type(words if while_sending else words[:cut])
        if chance.random() < 0.3:
            writer.page.wait_for_timeout(3_300)  # The site has them by now.
        if while_sending:
            writer.press_post(wait=False)
        getattr(writer, end)()

        if end == "session" and not while_sending:
            writer.type(words[cut:])
            writer.send()
            sent.append(words)
            continue
        writer.come_back()
        writer.page.wait_for_load_state("networkidle")
        expected = words if while_sending else words[:cut]
        if while_sending and not writer.page.locator(BOX).input_value():
            writer.page.reload()  # It had arrived, perhaps after this page was made.
            expect(writer.page.locator(".post__text", has_text=words)).to_have_count(1)
        else:
            expect(writer.page.locator(BOX)).to_have_value(expected)
            writer.type(words[len(expected) :])
            writer.send()
        sent.append(words)

    found = posts_in(writer.page, addresses["public topic"])
    assert [sum(words in post for post in found) for words in sent] == [1] * MOMENTS
    writer.page.goto("/forum/drafts/")
    expect(writer.page.get_by_text("Moment")).to_have_count(0)
    writer.context.close()


def posts_in(page: Page, topic: str) -> list[str]:
    """What is said in the topic, on all of its pages."""
    page.goto(topic)
    found = page.locator(".post__text").all_inner_texts()
    while (following := page.locator("a[rel=next]").first).count():
        following.click()
        page.wait_for_load_state()
        found += page.locator(".post__text").all_inner_texts()
    return found
