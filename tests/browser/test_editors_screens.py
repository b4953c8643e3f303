"""The editors' screens that are ours, light and dark: axe finds what is Wagtail's own, no more."""

import pytest
from playwright.sync_api import Page

from tests.browser.audit import AXE, COLOURS, EVERYTHING, RUN_AXE

WAGTAILS = {"landmark-unique"}
"""The search in its menu and the one above a list have the same name."""
WAGTAILS_FORMS = {"page-has-heading-one"}
"""The form of a snippet (a library topic, an organisation, an area) has no first heading."""
SETTLED = 700
"""Milliseconds: Wagtail's colours fade from light to dark, also where less motion is asked for."""

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
NEW = [
    *("/admin/rooms/new/", "/admin/invitations/new/", "/admin/announcements/new/"),
    "/admin/settings/frame/sitesettings/",
]


def faults(page: Page, address: str) -> list[str]:
    """What axe finds in light, and in dark of colours."""
    page.emulate_media(color_scheme="light")
    page.goto(address)
    its_own = WAGTAILS | (WAGTAILS_FORMS if "/admin/snippets/" in page.url else set())
    page.evaluate(AXE)
    found = []
    for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(SETTLED if scheme == "dark" else 0)
        found += [
            f"{page.url}, {scheme}: {fault['id']} {fault['nodes'][0]['html'][:120]}"
            for fault in page.evaluate(RUN_AXE, rules)["violations"]
            if fault["id"] not in its_own
        ]
    return found


@pytest.mark.parametrize("address", [START, *NEW])
def test_a_screen_has_no_fault(page: Page, address):
    assert faults(page, address) == []


@pytest.mark.parametrize("address", LISTS.values(), ids=LISTS)
def test_a_list_and_the_first_of_its_rows_have_no_fault(page: Page, address):
    found = faults(page, address)
    inside = page.locator(f"main table tbody a[href^='{address}']").first
    if inside.count():
        found += faults(page, str(inside.get_attribute("href")))

    assert found == []
