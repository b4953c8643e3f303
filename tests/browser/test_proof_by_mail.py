"""Whoever has no password shows by a code in their mail that it is them, also without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audit import TOO_WIDE, Audit
from tests.browser.linked import session_of
from tests.browser.site import RunningSite
from tests.browser.test_journeys import code_for
from tests.browser.test_pages import judge, lengthen


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_code_by_mail_leads_on_to_a_first_password(javascript, new_context, site: RunningSite):
    email = f"linked-{'with' if javascript else 'without'}-script@example.org"
    context = new_context(java_script_enabled=javascript)
    context.add_cookies([{"name": "session", "value": session_of(email, site), "url": site.url}])
    page: Page = context.new_page()
    audit = Audit(page)

    def is_well_made() -> None:
        if javascript:
            judge(audit)
            lengthen(page)
            assert page.evaluate(TOO_WIDE) is None
            page.reload()

    page.goto("/accounts/password/set/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    expect(page.get_by_role("main")).to_contain_text(email)
    is_well_made()
    page.get_by_role("button", name="Send me a code").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code we sent you")
    is_well_made()
    page.get_by_label("Code").fill("WRONG1")
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Code").fill(code_for(email, site))
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Set a password")
