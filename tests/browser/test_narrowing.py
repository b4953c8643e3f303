"""What narrows a list and stands beside a topic: folded on a phone, open where there is room."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])


@both_ways
def test_on_a_phone_a_list_is_narrowed_and_that_is_cleared(script, new_context):
    page = new_context(java_script_enabled=script, viewport=PHONE).new_page()
    page.goto("/events/?when=past")
    main, choice = page.get_by_role("main"), page.get_by_label("How people take part")
    expect(choice).to_be_hidden()

    main.get_by_text("Narrow the list").first.click()
    choice.select_option("Online")
    main.get_by_role("button", name="Show").click()

    expect(page).to_have_url("/events/?when=past&how=online")
    expect(choice).to_be_visible()
    expect(main.get_by_text("1 chosen")).to_be_visible()
    main.get_by_role("link", name="Clear what is chosen").click()
    expect(page).to_have_url("/events/?when=past")
    expect(choice).to_be_hidden()


@both_ways
def test_on_a_desk_it_lies_open_beside_the_list_and_goes_with_the_words(script, new_context):
    page = new_context(java_script_enabled=script, viewport=DESK).new_page()
    page.goto("/search/?q=peer")
    main, choice = page.get_by_role("main"), page.get_by_label("Where")
    expect(main.locator("summary")).to_be_hidden()
    expect(main.get_by_role("heading", name="Narrow the list")).to_be_visible()

    main.get_by_label("What are you looking for?").fill("supervision")
    choice.select_option("Resources")
    main.get_by_role("button", name="Show").click()

    expect(page).to_have_url("/search/?q=supervision&in=resources")
    left = choice.bounding_box()
    found = main.locator(".rows").bounding_box()
    assert left
    assert found
    assert left["x"] + left["width"] < found["x"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_who_takes_part_in_a_topic_stands_beside_it_or_is_folded(size, new_context, addresses):
    page = new_context(viewport=size).new_page()
    sign_in(page, "member", addresses["topic with files"])
    files = page.get_by_role("heading", name="Files", exact=True)

    if size == PHONE:
        expect(files).to_be_hidden()
        page.get_by_role("main").get_by_text("People and files").click()

    expect(files).to_be_visible()
    expect(page.get_by_role("heading", name="Who takes part")).to_be_visible()
