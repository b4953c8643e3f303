"""The smallest phone, without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.people import sign_in

PHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}


def on_phone(new_context: Callable[..., BrowserContext], person: str) -> Page:
    """A page of this person, signed in on such a phone."""
    page = new_context(**PHONE).new_page()
    sign_in(page, person)
    return page


def is_within_the_screen(page: Page) -> bool:
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth") <= 320
