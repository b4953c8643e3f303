"""Into a community, and being welcomed there, on a small phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.site import RunningSite
from tests.browser.test_journeys import PASSPHRASE, code_for

PHONE = {"width": 320, "height": 640}
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])


@pytest.fixture
def page(script: bool, new_context) -> Page:
    return new_context(java_script_enabled=script, viewport=PHONE).new_page()


@both_ways
def test_a_newcomer_comes_into_a_community_by_the_welcome_and_is_welcomed(
    script: bool, page: Page, new_context, site: RunningSite
):
    name, email = f"Nikau {script}", f"nikau-{script}@example.org".lower()
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("main").get_by_role("button", name="Make an account").click()
    page.get_by_label("Code").fill(code_for(email, site))
    page.get_by_role("button", name="Confirm").click()

    page.goto("/welcome/")
    page.get_by_role("main").get_by_role("link", name="Begin").click()
    press(page, "I agree")
    page.get_by_role("link", name="Skip this step").click()
    page.get_by_role("link", name="Skip this step").click()
    page.get_by_role("button", name=re.compile("^Join Peer support workers")).click()
    expect(page.get_by_role("main").get_by_text("You are a member")).to_be_visible()
    assert page.url.endswith("/welcome/communities/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Peer support workers")).click()
    expect(page.get_by_role("link", name="Write a topic")).to_be_visible()
    community = page.url

    carer = new_context(java_script_enabled=script, viewport=PHONE).new_page()
    sign_in(carer, "facilitator")
    carer.goto(community)
    carer.get_by_role("link", name="Looking after this community").click()
    carer.get_by_role("link", name=re.compile("^Not welcomed yet")).click()
    carer.get_by_role("link", name=f"Say welcome {name}").click()
    words = carer.get_by_label("Your words")
    expect(words).to_have_value(re.compile(name))
    words.fill("Haere mai. The tea is on.")
    press(carer, "Say welcome")
    expect(carer.get_by_text(f"{name} is welcomed.")).to_be_visible()
    expect(carer.get_by_role("link", name=f"Say welcome {name}")).to_have_count(0)

    page.goto("/notifications/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Peer support workers")).click()
    expect(page.get_by_role("heading", name="Losa Faletolu welcomes you")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The tea is on.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
