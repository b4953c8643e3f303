"""What a page's HTML holds, read with the standard library's parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
DATA_SCRIPTS = {"application/json", "application/ld+json"}


@dataclass
class Form:
    action: str
    method: str
    has_token: bool = False


@dataclass
class Reading(HTMLParser):
    """One page: where it leads, what it loads, and what is wrong with it."""

    url: str
    links: list[str] = field(default_factory=list)
    loads: list[tuple[str, str]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    lang: str = ""
    headings: int = 0
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, url: str, html: str) -> "Reading":
        page = cls(url)
        page.feed(html)
        page.close()
        page._conclude()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        self._judge(tag, given)
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "h1":
            self.headings += 1
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif tag == "input" and given.get("name") == "csrfmiddlewaretoken" and self.forms:
            self.forms[-1].has_token = True
        elif tag in ("script", "img") and given.get("src"):
            self.loads.append((tag, given["src"]))
        elif tag == "link" and given.get("href"):
            self.loads.append((given.get("rel", ""), given["href"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes what is not open (open: {self._open[-3:]})")
            if tag not in self._open:
                return
            while self._open[-1] != tag:
                self._open.pop()
        self._open.pop()

    def _judge(self, tag: str, given: dict[str, str]) -> None:
        if "style" in given or tag == "style":
            self.faults.append(f"inline style in <{tag} {given}>")
        if tag == "script" and not given.get("src") and given.get("type") not in DATA_SCRIPTS:
            self.faults.append("inline script")
        handlers = [name for name in given if name.startswith("on")]
        if handlers:
            self.faults.append(f"event handler {handlers} in <{tag}>")
        if tag == "img" and "alt" not in given:
            self.faults.append(f"picture without words: {given.get('src')}")
        if (name := given.get("id")) is not None:
            if not name or name in self.ids:
                self.faults.append(f"id {name!r} is empty or there twice")
            self.ids.add(name)

    def _conclude(self) -> None:
        if self._open:
            self.faults.append(f"never closed: {self._open}")
        if self.lang != "en-NZ":
            self.faults.append(f"lang is {self.lang!r}")
        if self.headings != 1:
            self.faults.append(f"{self.headings} headings of the first level")
        for link in self.links:
            to_here = link.startswith("#") and link[1:]
            if to_here and to_here not in self.ids:
                self.faults.append(f"{link} leads nowhere on the page")
        for form in self.forms:
            if form.method == "post" and not form.has_token:
                self.faults.append(f"the form to {form.action!r} has no token")

    def addresses(self, host: str) -> list[str]:
        """Where its links lead on this site, without fragments."""
        found = []
        for link in self.links:
            parts = urlsplit(urljoin(f"http://{host}{self.url}", link))
            if parts.scheme in ("http", "https") and parts.hostname == host.split(":")[0]:
                found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        return found
