"""Follow every link of the demo, as three people, also where the database only reads."""

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from tests.whole_site.read_only import Both
from tests.whole_site.reading import Reading

HOST = "testserver"
MOST_VARIANTS = 3
"""Addresses of one list or page that differ only after the question mark."""
READ = ("wagtail_serve", "forum:forum", "forum_conversation:topic", "wagtaildocs_serve")
MOST_ALIKE = 6
"""Addresses of one kind that is not there to be read: to answer, to edit, to move …"""
NOTED = (
    *("/forum/moderation/", "/forum/removed/", "/forum/changes/", "/forum/take-out/"),
    *("/membership/", "/reports/looking-after/", "/duty/"),
)
"""What people see of others by right: where that cannot be noted, it is not shown."""
NOT_OURS = ("/admin/", "/static/", "/media/")
KNOWN_SCHEMES = ("https", "mailto", "tel", "sms")


class Crawl:
    """Every address that a person is led to from the home page, and what is wrong there."""

    def __init__(self, client: Client) -> None:
        self._both = Both(client)
        self.twice = 0
        self.faults: list[str] = []
        self.visited: dict[str, str] = {}
        self._variants: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._waiting: deque[tuple[str, str]] = deque([("/", "the start")])

    def run(self) -> "Crawl":
        while self._waiting:
            url, seen_on = self._waiting.popleft()
            if url not in self.visited and self._is_new_enough(url):
                self.visited[url] = seen_on
                self._visit(url, seen_on)
        return self

    def _is_new_enough(self, url: str) -> bool:
        path, asks, _ = url.partition("?")
        if path.startswith(NOT_OURS):
            return False
        if asks:
            self._variants[path] += 1
        kind = view_at(path)
        if kind not in READ:
            self._kinds[kind] += 1
        may_be = not asks or self._variants[path] <= MOST_VARIANTS
        return may_be and self._kinds[kind] <= MOST_ALIKE

    def _visit(self, url: str, seen_on: str) -> None:
        """After redirects within the site; one to the sign-in page is an answer."""
        led_to = url
        for _ in range(4):
            *only_read, written = self._both.get(led_to)
            target = written.get("Location", "")
            at_the_end = not target or "/accounts/login/" in target
            self.twice += len(only_read)
            for answer in only_read:
                differs = at_the_end or answer.get("Location", "") != target
                if differs and not url.startswith(NOTED):
                    self._judge(url, answer, f"{seen_on}, of a database that only reads")
            if at_the_end:
                break
            led_to = urlsplit(urljoin(led_to, target))._replace(scheme="", netloc="").geturl()
        self._judge(url, written, seen_on)

    def _judge(self, url: str, response: HttpResponseBase, seen_on: str) -> None:
        if response.status_code != 200:
            self._note(url, f"{response.status_code}, linked from {seen_on}")
        elif response.streaming:
            b"".join(response.streaming_content)
        elif response.get("Content-Type", "").startswith("text/html"):
            self._read(url, response.content.decode())

    def _read(self, url: str, html: str) -> None:
        page = Reading.of(url, html)
        for fault in page.faults:
            self._note(url, fault)
        for link in page.links:
            scheme = urlsplit(link).scheme
            if scheme and scheme not in KNOWN_SCHEMES and not link.startswith(f"http://{HOST}"):
                self._note(url, f"leads to {link}")
        for form in page.forms:
            self._check_target(url, form.action)
        self._waiting.extend((found, url) for found in page.addresses(HOST))

    def _check_target(self, url: str, action: str) -> None:
        if not view_at(urlsplit(urljoin(url, action)).path):
            self._note(url, f"a form goes nowhere: {action}")

    def _note(self, url: str, fault: str) -> None:
        self.faults.append(f"{url}: {fault}")


def view_at(path: str) -> str:
    """The name of the view that answers there; empty when there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def told(faults: list[str]) -> str:
    """Each kind of fault once, with the first places where it is and how many more there are."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        url, _, what = fault.partition(": ")
        kinds.setdefault(re.sub(r"\d+", "#", what), []).append(url)
    return "\n".join(
        f"- {what}\n    {len(urls)}× " + ", ".join(urls[:4]) for what, urls in kinds.items()
    )


LED_TO = {
    "visitor": ["resource", "event on site", "conference", "public topic"],
    "member": [
        "topic",
        "topic with files",
        "my profile",
        "edit my profile",
        "people",
        "subscriptions",
    ],
    "coordinator": ["topic", "queue", "read a waiting post"],
}


@pytest.mark.parametrize("person", LED_TO)
def test_every_link_leads_to_a_sound_page_that_one_may_see(person, client_of, demo):
    crawl = Crawl(client_of(person)).run()

    assert {demo[name] for name in LED_TO[person]} <= set(crawl.visited)
    assert len(crawl.visited) > 60
    assert crawl.twice, "Nothing was refused: the database that only reads is none."
    assert not crawl.faults, f"{len(crawl.visited)} addresses\n{told(crawl.faults)}"


def test_everything_in_the_sitemap_can_be_read_by_a_visitor(client_of):
    visitor = client_of("visitor")
    listed = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", visitor.get("/sitemap.xml").text)

    assert len(listed) > 40
    assert {url: visitor.get(url).status_code for url in listed} == dict.fromkeys(listed, 200)


def test_what_a_member_found_in_a_community_is_closed_to_a_visitor(client_of, demo):
    inside = [demo["shared room"], demo["topic"], demo["topic with files"], demo["queue"]]
    visitor = client_of("visitor")

    assert {visitor.get(url).status_code for url in inside} <= {302, 404}
