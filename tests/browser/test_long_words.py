"""One long word in what is typed: the preview does not scroll sideways at 320 px."""

from tests.browser.addresses import Addresses
from tests.browser.audit import TOO_WIDE


def test_a_preview_with_a_long_title_does_not_scroll_sideways(page_of, addresses: Addresses):
    page = page_of("member")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(addresses["new topic"])
    main = page.get_by_role("main")
    main.get_by_label("Title").fill("W" * 250)
    main.get_by_role("textbox").nth(1).fill("w" * 400)

    main.get_by_role("button", name="Preview").click()

    page.locator(".preview").wait_for()
    assert page.evaluate(TOO_WIDE) is None
