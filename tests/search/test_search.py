"""The search page finds what the reader may see, and nothing else."""

import unicodedata
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)

from communities.services import join
from forum.rooms.enums import Audience
from resources.models import SiteDocument
from search.sections import SECTIONS
from search.templatetags.search_tags import highlighted
from tests.factories.communities import CommunityFactory
from tests.factories.events import ConferencePageFactory, EventPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.factories.opportunities import OpportunityPageFactory
from tests.factories.resources import ResourcePageFactory

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """The texts of the links inside the results."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "h3":
            self._in_title = True
            self.found.append("")

    def handle_endtag(self, tag):
        if tag == "h3":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.found[-1] += data


@pytest.fixture
def indexed():
    """Call it when the data is there: brings the index up to date."""
    return lambda: call_command("wagtail_update_index", verbosity=0)


def found(client: Client, **query: str) -> list[str]:
    response = client.get("/search/", query)
    assert response.status_code == 200
    return Links(response.content.decode()).found


def test_nothing_is_searched_before_there_are_words(client):
    assert found(client) == []
    assert found(client, q=' " ') == []


def test_a_word_is_found_with_and_without_its_macron(client, indexed):
    StandardPageFactory(title="Māori peer workers")
    indexed()

    assert found(client, q="maori") == ["Māori peer workers"]
    assert found(client, q="Māori") == ["Māori peer workers"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Kōrero with O’Brien", "obrien"),
        ("Kōrero with O’Brien", "O'Brien korero"),
        ("Kōrero with OBrien", "O’Brien"),
        ("Hawaiʻi and back", "hawaii"),
        ("Zoe\u0308 and Søren", "zoë soren"),
        ("A peer-led group", "peer led"),
        ("A peer‑led group", "peer-led"),
        ("Straße und Łódź", "strasse lodz"),
    ],
)
def test_words_are_found_however_they_are_spelt(client, indexed, title, typed):
    StandardPageFactory(title=title)
    StandardPageFactory(title="Something else")
    TopicFactory(room=RoomFactory(audience=Audience.PUBLIC), subject="A topic", text=f"x {title} y")
    SiteDocument.objects.create(title=f"{title} (PDF)", file=ContentFile(b"%PDF", "s.pdf"))
    indexed()

    names = [unicodedata.normalize("NFC", name) for name in found(client, q=typed)]
    title = unicodedata.normalize("NFC", title)
    assert names == [title, "A topic", f"{title} (PDF)"]


@pytest.mark.parametrize("typed", ["'", "ʻ ’", "-", "\u0304"])
def test_signs_alone_find_nothing(client, indexed, typed):
    StandardPageFactory(title="Aroha’s - page")
    indexed()

    assert found(client, q=typed) == []


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("With Tāne O’Brien today", "obrien", "With Tāne <mark>O’Brien</mark> today"),
        ("With OBrien today", "o'brien", "With <mark>OBrien</mark> today"),
        ("Straße, Hawaiʻi", "strasse hawaii", "<mark>Straße</mark>, <mark>Hawaiʻi</mark>"),
        ("Zoe\u0308 said", "zoe", "<mark>Zoë</mark> said"),
        ("A peer-led group", "peer-led", "A <mark>peer</mark>-<mark>led</mark> group"),
        ("ﬁne print", "fine", "<mark>ﬁne</mark> print"),
    ],
)
def test_what_was_found_is_marked_as_it_is_written(text, words, shown):
    assert highlighted(text, words) == shown


def test_the_root_of_the_tree_is_no_page_to_be_found(client, indexed):
    StandardPageFactory(title="Root vegetables")
    indexed()

    assert found(client, q="root") == ["Root vegetables"]


def test_pages_discussions_and_files_are_found_together(client, indexed):
    StandardPageFactory(title="Supervision for peers")
    TopicFactory(room=RoomFactory(audience=Audience.PUBLIC), subject="Supervision by a clinician?")
    SiteDocument.objects.create(title="Supervision policy", file=ContentFile(b"%PDF", "s.pdf"))
    indexed()

    assert found(client, q="supervision") == [
        "Supervision for peers",
        "Supervision by a clinician?",
        "Supervision policy",
    ]


def test_a_page_for_members_is_found_by_members_alone(client, member_client, indexed):
    page = StandardPageFactory(title="Quiet notes")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    indexed()

    assert found(client, q="quiet") == []
    assert found(member_client, q="quiet") == ["Quiet notes"]


def test_a_communitys_topic_is_found_by_its_members_alone(client, member, member_client, indexed):
    community = CommunityFactory()
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
    insider = UserFactory()
    join(community=community, member=insider)
    TopicFactory(room=room, author=insider, subject="Disclosure at the supermarket")
    indexed()

    assert found(client, q="disclosure") == []
    assert found(member_client, q="disclosure") == []
    join(community=community, member=member)
    assert found(member_client, q="disclosure") == ["Disclosure at the supermarket"]


def test_a_file_in_a_communitys_collection_is_found_by_its_members_alone(
    client, member, member_client, indexed
):
    community = CommunityFactory()
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="peers"))
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(community.group)
    SiteDocument.objects.create(
        title="Minutes of the rōpū", file=ContentFile(b"%PDF", "m.pdf"), collection=collection
    )
    indexed()

    assert found(client, q="minutes") == []
    assert found(member_client, q="minutes") == []
    join(community=community, member=member)
    assert found(member_client, q="minutes") == ["Minutes of the rōpū"]


def test_a_section_shows_all_of_its_own_in_pages(client, indexed):
    for number in range(23):
        StandardPageFactory(title=f"Guide {number}")
    indexed()

    assert len(found(client, q="guide")) == 5
    assert len(found(client, q="guide", **{"in": "pages"})) == 20
    assert len(found(client, q="guide", **{"in": "pages", "page": "2"})) == 3
    assert found(client, q="guide", **{"in": "files"}) == []


def test_each_section_finds_its_own_kind_and_no_other(client, indexed):
    room = RoomFactory(audience=Audience.PUBLIC)
    TopicFactory(room=room, subject="Kete of talk", text="kete")
    SiteDocument.objects.create(title="Kete of files", file=ContentFile(b"%PDF", "kete.pdf"))
    pages = {
        "pages": StandardPageFactory(title="Kete of words"),
        "resources": ResourcePageFactory(title="Kete of resources"),
        "events": EventPageFactory(title="Kete of events"),
        "conference": ConferencePageFactory(title="Kete of conferences"),
        "opportunities": OpportunityPageFactory(title="Kete of chances"),
        "communities": CommunityFactory(title="Kete of people"),
    }
    titles = {name: page.title for name, page in pages.items()}
    indexed()

    sections = {section.key for section in SECTIONS}
    assert {key: set(found(client, q="kete", **{"in": key})) for key in sections} == {
        "pages": set(titles.values()),
        "discussions": {"Kete of talk"},
        "files": {"Kete of files"},
        "resources": {titles["resources"]},
        "events": {titles["events"], titles["conference"]},
        "opportunities": {titles["opportunities"]},
        "communities": {titles["communities"]},
    }


def test_where_to_search_stands_beside_what_was_found_and_keeps_the_words(client):
    page = BeautifulSoup(
        client.get("/search/", {"q": "kōrero", "in": "files"}).content, "html.parser"
    )
    fold = page.select_one(".filters")

    assert page.select_one("form#find [name=q]")["value"] == "kōrero"
    assert fold.has_attr("open")
    assert fold.select_one("option[selected]")["value"] == "files"
    assert {each["form"] for each in fold.select("select, button")} == {"find"}
    assert fold.a["href"] == "/search/?q=k%C5%8Drero"
    assert not BeautifulSoup(client.get("/search/").content, "html.parser").select(".filters")


@pytest.mark.parametrize(
    "query",
    [
        {"q": '"'},
        {"q": "\x00"},
        {"q": "word " * 2000},
        {"q": "'; DROP TABLE members_user; --"},
        {"q": "peer", "in": "nowhere"},
        {"q": "peer", "in": "pages", "page": "99999999999999999999"},
        {"q": "peer", "in": "pages", "page": "-1"},
        {"q": "peer", "in": "discussions", "page": "\x00"},
        {"q": "<script>alert(1)</script>"},
    ],
)
def test_hostile_input_is_answered_calmly(member_client, query):
    response = member_client.get("/search/", query)

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_only_reading_is_answered(client):
    assert client.post("/search/", {"q": "peer"}).status_code == 405


def test_a_visitor_may_search_fifteen_times_a_minute(client, monkeypatch):
    monkeypatch.setattr("core.limits.time.time", lambda: 1_800_000_001.0)
    statuses = [client.get("/search/", {"q": "peer"}).status_code for _ in range(17)]

    assert statuses == [200] * 15 + [429] * 2
    assert client.get("/search/", {"q": "peer"})["Retry-After"] == "60"


def test_a_member_may_search_as_often_as_they_like(member_client):
    statuses = {member_client.get("/search/", {"q": "peer"}).status_code for _ in range(20)}

    assert statuses == {200}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Kōrero with whānau", "korero", "<mark>Kōrero</mark> with whānau"),
        ("Supervising supervisors", "superv", "<mark>Supervising</mark> <mark>supervisors</mark>"),
        ("<b>bold</b> & brave", "bold", "&lt;b&gt;<mark>bold</mark>&lt;/b&gt; &amp; brave"),
        ("nothing here", "absent", "nothing here"),
        ("", "word", ""),
        ("any (text) [at] all*", "( [ *", "any (text) [at] all*"),
    ],
)
def test_the_words_found_are_marked_and_the_rest_is_escaped(text, words, expected):
    assert highlighted(text, words) == expected


def test_a_long_text_is_cut_around_the_word():
    snippet = highlighted("before " * 100 + "supervision" + " after" * 100, "supervision")

    assert "<mark>supervision</mark>" in snippet
    assert strip_tags(snippet).startswith("… before")
    assert snippet.endswith("after …")
    assert len(strip_tags(snippet)) < 240


@pytest.fixture
def much(indexed):
    """As much of everything as asked for."""

    def write(number: int) -> None:
        room = RoomFactory(audience=Audience.PUBLIC)
        for n in range(number):
            StandardPageFactory(title=f"Practice {n}", slug=f"practice-{number}-{n}")
            TopicFactory(room=room, subject=f"Practice question {n}")
            SiteDocument.objects.create(title=f"Practice {n}", file=ContentFile(b"%PDF", "s.pdf"))
        indexed()

    return write


@pytest.mark.parametrize(
    ("who", "where", "queries"),
    [("client", "", 8), ("member_client", "", 9), ("member_client", "discussions", 7)],
)
def test_the_number_of_queries_is_the_same_for_one_and_for_twenty(
    request, who, where, queries, much, django_assert_num_queries
):
    reader = request.getfixturevalue(who)
    query = {"q": "practice", "in": where}
    much(1)
    reader.get("/search/", query)
    with django_assert_num_queries(queries):
        reader.get("/search/", query)
    much(20)
    reader.get("/search/", query)
    with django_assert_num_queries(queries):
        reader.get("/search/", query)


def test_a_post_is_shown_as_it_reads_not_as_it_was_written(member_client, indexed):
    TopicFactory(subject="Notes", text="**Supervision** & [the guide](/resources/guide/) <b>")
    indexed()

    page = member_client.get("/search/", {"q": "supervision"}).content.decode()

    assert "<mark>Supervision</mark> &amp; the guide &lt;b&gt;" in page


def test_a_topic_is_shown_once_however_many_of_its_posts_fit(member_client, indexed):
    talked_about = TopicFactory(subject="Supervision", text="supervision")
    for _ in range(8):
        PostFactory(topic=talked_about, text="More about supervision.")
    TopicFactory(subject="Another supervision question", text="supervision?")
    indexed()
    titles = ["Another supervision question", "Supervision"]

    assert sorted(found(member_client, q="supervision")) == titles
    assert sorted(found(member_client, q="supervision", **{"in": "discussions"})) == titles


def test_a_topic_comes_with_two_of_its_posts_and_the_number_of_the_others(member_client, indexed):
    topic = TopicFactory(subject="Supervision", text="supervision")
    PostFactory.create_batch(4, topic=topic, text="More about supervision.")
    indexed()

    response = member_client.get("/search/", {"q": "supervision", "in": "discussions"})
    page = BeautifulSoup(response.content, "html.parser")

    assert page.select_one("#found").get_text() == "Discussions: 1 found"
    assert len(page.select(".row .row__text mark")) == 2
    assert "3 more messages" in page.select_one(".row").get_text()
    posts = [link["href"].rpartition("#")[2] for link in page.select(".row a")]
    assert posts[0] == posts[1]  # The title leads to the best of them.
    assert all(topic.posts.filter(pk=pk).exists() for pk in posts)


def test_pages_of_topics_hold_each_topic_once(member_client, indexed):
    for number in range(23):
        topic = TopicFactory(subject=f"Kete {number}", text="kete")
        PostFactory(topic=topic, text="kete")
    indexed()
    pages = [
        found(member_client, q="kete", **{"in": "discussions", "page": number})
        for number in ("1", "2", "99")
    ]

    assert [len(page) for page in pages] == [20, 3, 3]
    assert len({*pages[0], *pages[1]}) == 23
