"""Every kind of page, as those who see it differently, in three widths and both schemes."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.addresses import Addresses
from tests.browser.audit import TOO_WIDE, Audit
from tests.browser.seen import BOTH, FIXED, SEEN_BY
from tests.browser.site import RunningSite

CASES = [(name, person) for name, people in SEEN_BY.items() for person in people]


# Words of the site's own are left: they are short, and stand on buttons that keep them whole.
LENGTHEN = """() => {
  const own = 'button, .button, .badge, .avatar, time, label, legend, select, textarea, script';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const node of found) {
    const place = node.parentElement;
    if (!/\\p{L}/u.test(node.nodeValue) || place.closest(own) || !place.closest('main')) continue;
    node.nodeValue = 'Whakawhanaungatanga'.repeat(12);
  }
}"""


def lengthen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(LENGTHEN)


def judge(audit: Audit) -> None:
    audit.look()
    assert not audit.found, f"{audit.page.url}\n{audit.report()}"


@pytest.mark.parametrize(("name", "person"), CASES, ids=[f"{n} as {p}" for n, p in CASES])
def test_page_has_no_fault(name, person, page_of, addresses: Addresses):
    page = page_of(person)
    audit = Audit(page)

    answer = page.goto(FIXED.get(name) or addresses[name])

    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    judge(audit)
    lengthen(page)
    assert page.evaluate(TOO_WIDE) is None


@pytest.mark.parametrize(
    ("name", "person", "button"),
    [
        ("sign in", "visitor", "Sign in"),
        ("sign up", "visitor", "Make an account"),
        ("forgotten password", "visitor", re.compile("Send")),
        ("new topic", "member", "Post"),
        ("reply", "member", "Post"),
        ("my name", "member", re.compile("Save|Change")),
    ],
)
def test_form_that_comes_back_has_no_fault(name, person, button, page_of, addresses: Addresses):
    page = page_of(person)
    audit = Audit(page)
    page.goto(FIXED.get(name) or addresses[name])
    main = page.get_by_role("main")
    for box in main.get_by_role("textbox").all():
        box.fill("")
    page.evaluate("document.querySelectorAll('main form').forEach((f) => (f.noValidate = true))")

    main.get_by_role("button", name=button, exact=True).first.click()

    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link").first).to_be_visible()
    judge(audit)


@pytest.mark.parametrize("menu", ["^Menu$", "your menu"])
def test_open_menu_has_no_fault(menu, page_of):
    page = page_of("member")
    audit = Audit(page)
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("/")

    page.get_by_role("banner").locator("summary", has_text=re.compile(menu)).click()

    audit.look()
    assert not audit.found, audit.report()


@pytest.mark.parametrize("person", BOTH)
def test_on_a_phone_what_stands_above_a_page_leaves_it_the_screen(person, page_of):
    page = page_of(person)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/communities/")

    masthead = page.get_by_role("banner").bounding_box()

    assert masthead is not None
    assert masthead["y"] + masthead["height"] <= 96
    expect(page.get_by_role("link", name="1737")).to_be_in_viewport()


ERRORS = {
    "/nothing/here/": 404,
    "/forum/forum/nothing-1000/": 404,
    "/bad/": 400,
    "/breaks/": 500,
}


@pytest.fixture
def broken_page(broken_site: RunningSite, new_context):
    context: BrowserContext = new_context(base_url=broken_site.url)
    return context.new_page()


@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_error_page_has_no_fault_and_says_where_help_is(path, status, broken_page: Page):
    audit = Audit(broken_page)

    answer = broken_page.goto(path)

    assert answer is not None
    assert answer.status == status
    expect(broken_page.get_by_role("link", name="1737").first).to_be_visible()
    judge(audit)


def test_page_for_whoever_goes_too_fast_has_no_fault(broken_page: Page):
    audit = Audit(broken_page)
    for _ in range(40):
        answer = broken_page.request.get("/search/?q=tea")
        if answer.status == 429:
            break

    answer = broken_page.goto("/search/?q=tea")

    assert answer is not None
    assert answer.status == 429
    judge(audit)


SPACED_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.body.querySelectorAll('*')].filter((el) => {
  const style = getComputedStyle(el);
  const hides = (way) => ['hidden', 'clip'].includes(way);
  if (el.clientWidth <= 1 || !el.textContent.trim()) return false;
  if (el.closest('.visually-hidden, svg')) return false;
  // An excerpt ends in an ellipsis at any size, and its row leads to the whole.
  if (style.webkitLineClamp !== 'none') return false;
  return (hides(style.overflowX) && el.scrollWidth > el.clientWidth + 1)
    || (hides(style.overflowY) && el.scrollHeight > el.clientHeight + 1);
}).map((el) => el.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["home", "resource", "event on site", "topic", "new topic"])
def test_nothing_is_lost_when_text_is_spaced_out(name, page_of, addresses: Addresses):
    page = page_of("member")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(addresses[name])

    page.evaluate(SPACED_OUT)

    assert page.evaluate(TOO_WIDE) is None
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", ["home", "topic", "new topic"])
def test_forced_colours_leave_every_button_and_box_an_edge(name, page_of, addresses: Addresses):
    page = page_of("member")
    page.emulate_media(forced_colors="active")
    page.goto(addresses[name])

    without = page.evaluate(
        """() => [...document.querySelectorAll('.button, .field input, textarea, select')]
          .filter((el) => !['checkbox', 'radio', 'file', 'hidden'].includes(el.type))
          .filter((el) => el.getClientRects().length)
          .filter((el) => getComputedStyle(el).borderTopWidth === '0px')
          .map((el) => el.outerHTML.slice(0, 100))"""
    )

    assert without == []
