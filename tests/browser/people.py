"""Who looks at the site, and how they get in."""

import re
from itertools import count

from playwright.sync_api import Browser, BrowserContext, Page

from demo.accounts import PASSWORD
from tests.browser.site import RunningSite

ADDRESS = {
    "newcomer": "newcomer@example.org",
    "member": "peer@example.org",
    "clinician": "clinician@example.org",
    "facilitator": "facilitator@example.org",
    "coordinator": "coordinator@example.org",
}


def sign_in(page: Page, person: str, following: str = "/") -> None:
    """Through the form, as people do."""
    page.goto(f"/accounts/login/?next={following}")
    page.get_by_label("E-mail address").fill(ADDRESS[person])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def press(page: Page, name: str) -> None:
    """A button that sends what was written; again after a pause when that was too quick."""
    button = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    with page.expect_navigation():
        button.click()
    too_quick = page.get_by_text(re.compile(r"That was quick! Please wait (\d+) second"))
    if too_quick.count():
        seconds = re.search(r"\d+", too_quick.inner_text())
        assert seconds
        page.wait_for_timeout((int(seconds[0]) + 1) * 1000)
        with page.expect_navigation():
            button.click()


class Doors:
    """Contexts of one browser; whoever signs in does so once and stays."""

    def __init__(self, site: RunningSite, browser: Browser) -> None:
        self.site = site
        self.browser = browser
        self._addresses = count(1)
        self._open: dict[str, BrowserContext] = {}

    def fresh(self, **options) -> BrowserContext:
        """A new browser, at a network address of its own."""
        n = next(self._addresses)
        options = {
            "base_url": self.site.url,
            "extra_http_headers": {"X-Forwarded-For": f"203.0.113.{n}"},
            "reduced_motion": "reduce",
            "locale": "en-NZ",
        } | options
        context = self.browser.new_context(**options)
        context.set_default_timeout(15_000)
        return context

    def of(self, person: str) -> BrowserContext:
        """The browser of a visitor or of somebody of the demo."""
        if person not in self._open:
            context = self.fresh()
            if person != "visitor":
                page = context.new_page()
                sign_in(page, person)
                page.close()
            self._open[person] = context
        return self._open[person]

    def close(self) -> None:
        for context in self._open.values():
            context.close()
