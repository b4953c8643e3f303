"""The editors' screens that are ours: axe finds what is Wagtail's own, and no more."""

import pytest
from playwright.sync_api import Page

from tests.browser.audit import AXE, EVERYTHING, RUN_AXE
from tests.browser.people import Doors

WAGTAILS = {"landmark-unique"}
"""The search in its menu and the one above a list have the same name."""

START = "/admin/"
LISTS = {
    "rooms": "/admin/rooms/",
    "library topics": "/admin/snippets/resources/topic/",
    "people waiting": "/admin/people-waiting/",
    "invitations": "/admin/invitations/",
    "confirmed roles": "/admin/confirmed-roles/",
    "announcements": "/admin/announcements/",
    "memberships": "/admin/memberships/",
    "organisations": "/admin/snippets/people/organisation/",
    "areas": "/admin/snippets/people/area/",
    "accounts": "/admin/users/",
    "interest in events": "/admin/reports/event-interest/",
    "mail and jobs": "/admin/reports/background-work/",
}
NEW = ["/admin/rooms/new/", "/admin/invitations/new/", "/admin/announcements/new/"]


@pytest.fixture
def page(doors: Doors) -> Page:
    page = doors.of("coordinator").new_page()
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.set_default_timeout(30_000)
    yield page
    page.close()


def faults(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(AXE)
    return [
        f"{page.url}: {fault['id']} {fault['nodes'][0]['html'][:120]}"
        for fault in page.evaluate(RUN_AXE, EVERYTHING)["violations"]
        if fault["id"] not in WAGTAILS
    ]


@pytest.mark.parametrize("address", [START, *NEW])
def test_a_screen_has_no_fault(page: Page, address):
    assert faults(page, address) == []


@pytest.mark.parametrize("address", LISTS.values(), ids=LISTS)
def test_a_list_and_the_first_of_its_rows_have_no_fault(page: Page, address):
    found = faults(page, address)
    inside = page.locator(f"main table a[href^='{address}']").first
    if inside.count():
        found += faults(page, str(inside.get_attribute("href")))

    assert found == []
