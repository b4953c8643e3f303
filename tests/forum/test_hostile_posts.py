"""Hostile posts, as somebody would send them: what is stored and shown is never more than text."""

import re

import nh3
import pytest
from bs4 import BeautifulSoup

from forum.care.hints import TOLD
from forum.topics.models import Post
from tests.factories.forum import TopicFactory
from tests.forum.addresses import reply_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.hostile import PAYLOADS
from tests.forum.test_markup import ATTRIBUTES, TAGS, Strict

HTML5 = nh3.Cleaner(
    tags=TAGS,
    attributes={tag: names - {"rel"} for tag, names in ATTRIBUTES.items()},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
    strip_comments=False,
)
"""A browser's way of reading HTML (html5ever), told to keep the subset and nothing else."""


@pytest.fixture
def stored(members_room, member):
    """The post that the text becomes when it is sent through the reply form, and once more as it
    is where something in it is pointed out."""
    topic = TopicFactory(room=members_room)
    client = client_of(member)

    def send(text):
        answer = client.post(reply_url(topic), {"content": text})
        told = BeautifulSoup(answer.content, "html.parser").find("input", {"name": TOLD})
        if told:
            answer = client.post(reply_url(topic), {"content": text, TOLD: told["value"]})
        return Post.objects.latest("pk") if answer.status_code == 302 else None

    send.topic, send.client = topic, client
    return send


def test_the_list_is_long_and_holds_each_once():
    assert len(PAYLOADS) >= 250
    assert len(set(PAYLOADS)) == len(PAYLOADS)


def test_what_is_stored_is_the_safe_subset_as_a_browser_reads_it(stored):
    refused = []
    for payload in PAYLOADS:
        post = stored(payload)
        if post is None:
            refused.append(payload)
            continue
        html = post.content.rendered
        Strict(re.sub(r"^<!--\d+-->", "", html))
        assert HTML5.clean(html) == html, payload

    # Of a block of code without a line in it nothing would be seen.
    assert refused == [payload for payload in PAYLOADS if payload.startswith("~~~")]


def test_the_page_that_shows_them_holds_no_more_than_the_page_that_shows_none(stored):
    def parts(text):
        stored(text)
        url = topic_url(stored.topic)
        page = BeautifulSoup(stored.client.get(url).content, "html.parser")
        handlers = {name for tag in page.find_all(True) for name in tag.attrs if name[:2] == "on"}
        counted = {
            name: len(page.find_all(name))
            for name in ("script", "style", "iframe", "img", "object", "embed", "form", "input")
        }
        return handlers, counted

    plain = parts("Nothing special")
    hostile = parts("\n\n".join(PAYLOADS[:120]).replace("\0", "")[:19_000])

    assert plain[0] == hostile[0] == set()
    assert plain[1] == hostile[1]
