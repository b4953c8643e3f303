"""The audit itself: it must see what it is there to see."""

from playwright.sync_api import Page

from tests.browser.audit import Audit
from tests.browser.people import Doors

FAULTY = """<!DOCTYPE html><html lang="en"><title>Faults</title><main><h1>Faults</h1>
<p id="pale">Too pale at night</p><img src="https://elsewhere.example/spy.png">
<div id="wide">Too wide</div></main><script>
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`#wide { width: 700px } :root { color-scheme: light dark }
    @media (prefers-color-scheme: dark) { #pale { background: #222; color: #333 } }`);
  document.adoptedStyleSheets = [sheet];
  console.error("something is wrong");
</script></html>"""


def test_the_audit_finds_every_sort_of_fault(doors: Doors):
    page: Page = doors.of("visitor").new_page()
    audit = Audit(page)
    page.route("**/faulty/", lambda route: route.fulfill(content_type="text/html", body=FAULTY))
    page.route("https://elsewhere.example/**", lambda route: route.abort())

    page.goto("/faulty/")
    audit.look()
    page.close()

    report = audit.report()
    assert "console: something is wrong" in report
    assert "asked another host: https://elsewhere.example/spy.png" in report
    assert "1280 px, light: image-alt" in report
    assert "320 px: scrolls sideways, " in report
    assert "1280 px: scrolls sideways" not in report
    assert "320 px, dark: color-contrast" in report
    assert "light: color-contrast" not in report
