"""A slip in a search is forgiven, and tells nobody of a word that they may not read."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from communities.services import join
from forum.rooms.enums import Audience
from resources.models import SiteDocument
from search.suggestions import suggestion
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


@pytest.fixture
def public_room(db):
    return RoomFactory(audience=Audience.PUBLIC)


def meant(client, **query):
    """The words of the link and its address; None where there is no such link."""
    page = BeautifulSoup(client.get("/search/", query).content, "html.parser")
    link = page.select_one(".meant a")
    return link and (link.get_text(), link["href"])


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("supervison", "supervision"),
        ("superivsion", "supervision"),
        ("SUPERVISSION", "supervision"),
        ("whanu", "whānau"),
        ("korreo", "kōrero"),
        ("peer supervison", "peer supervision"),
        ("peer-supervison", "peer-supervision"),
        ("supervison whanu", "supervision whānau"),
        ("obrein", "o’brien"),
    ],
    ids=[
        "a letter left out", "two letters changed about", "capitals and a letter too many",
        "a macron and a letter missing", "a macron missing and a slip", "beside a known word",
        "after a hyphen", "two slips", "an apostrophe missing and a slip",
    ],
)  # fmt: skip
def test_a_slip_is_mended(typed, better):
    StandardPageFactory(title="Peer supervision")
    StandardPageFactory(title="Kōrero with whānau", search_description="With O’Brien.")

    assert suggestion(typed, VISITOR) == better


@pytest.mark.parametrize(
    "typed",
    [
        "supervision",
        "kōrero",
        "korero",
        "xylophone",
        "kor",
        "2026",
        "supervison koreror whanao peeer",
        "s" * 200,
        "\u202e",
        "%_' -- ;",
    ],
    ids=[
        "known", "known with its macron", "known without", "nothing near", "too short",
        "a number", "too many slips", "one huge word", "a sign alone", "signs",
    ],
)  # fmt: skip
def test_nothing_is_suggested_where_nothing_is_near_or_all_is_known(typed):
    StandardPageFactory(title="Peer supervision: kōrero with whānau")

    assert suggestion(typed, VISITOR) == ""


def test_words_come_from_pages_topics_and_files(public_room):
    StandardPageFactory(title="Something", search_description="About hauora.")
    TopicFactory(room=public_room, subject="Disclosure at work", text="x")
    SiteDocument.objects.create(title="Competencies", file=ContentFile(b"%PDF", "c.pdf"))

    assert suggestion("haoura", VISITOR) == "hauora"
    assert suggestion("disclosrue", VISITOR) == "disclosure"
    assert suggestion("competancies", VISITOR) == "competencies"


def test_a_word_of_a_communitys_room_is_suggested_to_its_members_alone(public_room):
    community = CommunityFactory()
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
    TopicFactory(room=room, subject="Disclosure", text="x")
    insider, outsider = UserFactory(), UserFactory()
    join(community=community, member=insider)

    assert suggestion("disclosrue", insider) == "disclosure"
    assert suggestion("disclosrue", outsider) == ""
    assert suggestion("disclosrue", VISITOR) == ""


def test_a_hidden_word_that_is_nearer_keeps_no_other_from_being_suggested(public_room):
    community = CommunityFactory()
    closed = RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
    TopicFactory(room=closed, subject="Disclosures", text="x")
    TopicFactory(room=public_room, subject="Disclosure", text="x")

    assert suggestion("disclosurse", UserFactory()) == "disclosure"


def test_a_word_that_is_hidden_from_now_on_is_not_suggested_any_more():
    page = StandardPageFactory(title="Disclosure")
    assert suggestion("disclosrue", VISITOR) == "disclosure"

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert suggestion("disclosrue", VISITOR) == ""
    assert suggestion("disclosrue", UserFactory()) == "disclosure"


def test_drafts_waiting_topics_and_closed_files_give_no_words(public_room):
    StandardPageFactory(title="Hauora", live=False)
    TopicFactory(room=public_room, subject="Disclosure", text="x", approved=False)
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="inside"))
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    SiteDocument.objects.create(
        title="Competencies", file=ContentFile(b"%PDF", "c.pdf"), collection=collection
    )

    typed = ("haoura", "disclosrue", "competancies")
    assert [suggestion(words, VISITOR) for words in typed] == ["", "", ""]
    assert suggestion("competancies", UserFactory()) == "competencies"


def test_the_words_of_a_post_are_not_read(public_room):
    TopicFactory(room=public_room, subject="A question", text="About disclosure.")

    assert suggestion("disclosrue", VISITOR) == ""


def test_a_search_that_finds_nothing_asks_whether_another_was_meant(client):
    StandardPageFactory(title="Peer supervision")
    call_command("wagtail_update_index", verbosity=0)

    assert meant(client, q="supervison") == ("supervision", "?q=supervision")
    assert meant(client, q="supervison", page="7") == ("supervision", "?q=supervision")
    assert meant(client, q="supervision") is None
    assert meant(client, q="supervison", **{"in": "pages"}) == (
        "supervision",
        "?q=supervision&in=pages",
    )


def test_nothing_is_suggested_that_would_find_nothing(client):
    StandardPageFactory(title="Peer supervision")
    call_command("wagtail_update_index", verbosity=0)

    assert meant(client, q="supervison zebra") is None
    assert meant(client, q="supervison", **{"in": "discussions"}) is None


@pytest.mark.parametrize(("who", "queries"), [("client", 9), ("member_client", 10)])
def test_the_number_of_queries_is_the_same_for_one_title_and_for_twenty(
    request, who, queries, public_room, django_assert_num_queries
):
    reader = request.getfixturevalue(who)
    for number in (1, 20):
        for n in range(number):
            StandardPageFactory(title=f"Peer supervision {n}", slug=f"page-{number}-{n}")
            TopicFactory(room=public_room, subject=f"Supervision {n}")
        call_command("wagtail_update_index", verbosity=0)
        reader.get("/search/", {"q": "supervison"})
        with django_assert_num_queries(queries):
            reader.get("/search/", {"q": "supervison"})
