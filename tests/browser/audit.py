"""Everything a browser can tell about one page, gathered into one readable message."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What a colour scheme can change; the rest of a page is the same in each."""
WIDTHS = (1280, 768, 320)
LAYOUTS = (1280, 320)
"""The widths that between them show all that a page has: its menu open, and folded."""
HEIGHT = 900
RUN_AXE = """(only) => axe.run(document, {
  runOnly: only, resultTypes: ['violations'], preload: false, elementRef: false,
})"""
TOO_WIDE = """() => {
  const limit = window.innerWidth;
  if (document.documentElement.scrollWidth <= limit) return null;
  const wide = [...document.body.querySelectorAll('*')].filter(
    (el) => el.getBoundingClientRect().right > limit + 1 && el.getClientRects().length
  );
  const told = wide.slice(0, 4).map((el) => el.outerHTML.slice(0, 90));
  return `${document.documentElement.scrollWidth} px wide: ${told.join(' | ')}`;
}"""


class Audit:
    """Listens to a page from before it is loaded, then looks at it in every size and scheme."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        self._axe_runs = False
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.on("request", self._watch)

    def _note(self, what: str) -> None:
        if what not in self.found:
            self.found.append(what)

    def _hear(self, message: ConsoleMessage) -> None:
        # axe tries inline styles of its own, which our policy refuses aloud.
        if self._axe_runs:
            return
        # The browser reports the status of an error page as an error; the test asks for it.
        its_own_status = (
            message.location.get("url") == self.page.url and "status of" in message.text
        )
        if message.type in ("error", "warning") and not its_own_status:
            self._note(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        there, here = urlsplit(request.url), urlsplit(self.page.url)
        if there.scheme in ("http", "https") and here.netloc and there.netloc != here.netloc:
            self._note(f"asked another host: {request.url}")

    def look(self) -> None:
        """All widths, and every layout in both schemes; leaves the page wide and light."""
        self.page.evaluate(AXE)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if too_wide := self.page.evaluate(TOO_WIDE):
                self._note(f"{width} px: scrolls sideways, {too_wide}")
            if width not in LAYOUTS:
                continue
            for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
                self.page.emulate_media(color_scheme=scheme)
                for violation in self._axe(rules):
                    self._note(f"{width} px, {scheme}: {violation}")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})

    def _axe(self, rules: dict[str, Any]) -> list[str]:
        self._axe_runs = True
        answer = self.page.evaluate(RUN_AXE, rules)
        self._axe_runs = False
        return [
            f"{violation['id']} ({len(violation['nodes'])}×): {self._tell(violation['nodes'])}"
            for violation in answer["violations"]
        ]

    @staticmethod
    def _tell(nodes: list[dict[str, Any]]) -> str:
        return " | ".join(
            f"{' '.join(map(str, node['target']))} {node['html'][:120]} "
            f"[{node['failureSummary'].splitlines()[-1].strip()}]"
            for node in nodes[:3]
        )

    def report(self) -> str:
        return "\n".join(f"- {what}" for what in self.found)
