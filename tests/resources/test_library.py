"""The library's list: what is in it, narrowing it down, and hostile addresses."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import PageViewRestriction

from resources.models import ResourcePage, Topic
from tests.factories.resources import ResourcePageFactory, SiteDocumentFactory, TopicFactory
from tests.shared import shared


def titles(client, address="/resources/"):
    response = client.get(address)
    assert response.status_code == 200
    rows = response.content.decode().split('<ul class="rows">')
    return [
        part.split("</a>")[0].split(">")[-1]
        for part in (rows[1] if len(rows) > 1 else "").split('class="row__title"')[1:]
    ]


def published(when, **fields):
    return ResourcePageFactory(first_published_at=datetime(when, 1, 1, tzinfo=UTC), **fields)


def test_the_newest_resource_comes_first(client, library):
    published(2023, parent=library, title="Older")
    published(2025, parent=library, title="Newer")
    ResourcePageFactory(parent=library, title="Draft", live=False)

    assert titles(client) == ["Newer", "Older"]
    assert [page.title for page in ResourcePage.objects.live().newest()] == ["Newer", "Older"]


@shared
def shelves(library):
    """Resources that differ in one thing each."""
    training, rights = TopicFactory(slug="training"), TopicFactory(slug="rights")
    published(2025, parent=library, title="Guide", topics=[training], year=2020)
    published(
        2024,
        parent=library,
        title="Policy",
        kind="policy",
        topics=[training, rights],
        audiences=["managers", "public"],
        year=2020,
    )
    published(2023, parent=library, title="Slides", kind="slides", audiences=[], year=2021)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Guide", "Policy", "Slides"]),
        ("kind=policy", ["Policy"]),
        ("topic=training", ["Guide", "Policy"]),
        ("topic=rights", ["Policy"]),
        ("audience=managers", ["Policy"]),
        ("audience=peer_workers", ["Guide"]),
        ("year=2020", ["Guide", "Policy"]),
        ("year=2020&kind=policy&topic=training&audience=public", ["Policy"]),
        ("kind=slides&topic=training", []),
        ("kind=&topic=&audience=&year=", ["Guide", "Policy", "Slides"]),
    ],
)
def test_the_list_is_narrowed_down_by_what_the_address_asks_for(client, shelves, asked, found):
    assert titles(client, f"/resources/?{asked}") == found


@pytest.mark.parametrize(
    "asked",
    [
        "kind=%00",
        "kind=nonsense",
        "topic=abc",
        "topic=%00",
        "topic='%20OR%201=1--",
        "audience=%25",
        "audience=%22",
        "year=99999999999999999999",
        "year=abc",
        "year=-1",
        "page=99999999999",
        "page=-1",
        "page=%00",
        "page=abc",
        "kind=%ff%fe&topic=%ed%a0%80",
        "kind=a&kind=b&page=1&page=2",
        "topic=" + "x" * 3000,
    ],
)
def test_what_an_address_asks_for_beyond_the_choices_is_left_aside(client, shelves, asked):
    assert titles(client, f"/resources/?{asked}") == ["Guide", "Policy", "Slides"]


def test_only_choices_that_lead_somewhere_are_offered(client, shelves, library):
    TopicFactory(name="Unused topic")

    text = client.get("/resources/").content.decode()

    assert "Unused topic" not in text
    assert ">Policy<" in text
    assert ">Transcript<" not in text
    assert text.index(">2021<") < text.index(">2020<")


def test_nothing_found_says_so_and_offers_everything(client, shelves):
    text = client.get("/resources/?kind=slides&topic=training").content.decode()

    assert "Nothing fits all of that" in text
    assert "0 resources" in text


def test_an_empty_library_says_what_will_be_here(client, library):
    assert "Nothing here yet" in client.get("/resources/").content.decode()


def test_twenty_resources_make_a_page_and_pages_keep_the_filters(client, library):
    for number in range(21):
        ResourcePageFactory(parent=library, kind="policy", title=f"Policy {number}")

    assert len(titles(client)) == 20
    assert len(titles(client, "/resources/?kind=policy&page=2")) == 1
    text = client.get("/resources/?kind=policy").content.decode()
    assert "?kind=policy&amp;page=2" in text
    assert "page 2 of 2" in client.get("/resources/?page=2").content.decode()


def test_what_is_chosen_is_said_and_can_be_cleared(client, shelves):
    asked = "/resources/?kind=policy&topic=rights&year=1066"
    fold = BeautifulSoup(client.get(asked).content, "html.parser").select_one(".filters")

    assert fold.has_attr("open")
    assert fold.select_one(".badge").get_text() == "2 chosen"
    chosen = fold.select("option[selected]:not([value=''])")
    assert [each["value"] for each in chosen] == ["policy", "rights"]
    assert fold.a["href"] == "/resources/"


def test_a_row_says_what_it_is_in_a_line_and_its_facts_in_another(client, library):
    ResourcePageFactory(
        parent=library,
        kind="practice_guide",
        search_description="How to walk beside somebody.",
        publisher="Te Pou",
        year=2014,
        document=SiteDocumentFactory(file_size=102400),
        easy_read_summary="Short words.",
    )

    row = BeautifulSoup(client.get("/resources/").content, "html.parser").select_one(".row")

    assert row.select_one(".row__start .icon--book")
    assert [text.get_text() for text in row.select(".row__text")] == [
        "How to walk beside somebody."
    ]
    assert [facts.get_text() for facts in row.select(".row__meta")] == [
        "Practice guide · Te Pou, 2014 · PDF, 100.0\xa0KB"
    ]
    assert row.select_one(".row__end").get_text(strip=True) == "Easy Read"


def test_what_is_for_a_group_is_listed_for_its_members_alone(
    client, member_client, member, library
):
    group = Group.objects.create(name="Steering group")
    secret = ResourcePageFactory(
        parent=library, title="Minutes", topics=[TopicFactory()], year=1999
    )
    restriction = PageViewRestriction.objects.create(page=secret, restriction_type="groups")
    restriction.groups.add(group)

    assert titles(client) == titles(member_client) == []
    assert '<option value="1999"' not in member_client.get("/resources/").content.decode()
    assert (
        "Topic" not in member_client.get("/resources/").content.decode().split("Topic</label>")[1]
    )
    assert not ResourcePage.objects.visible_to(AnonymousUser()).exists()
    member.groups.add(group)
    assert titles(member_client) == ["Minutes"]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_costs_the_same_for_one_row_and_for_twenty(
    client, library, rows, django_assert_num_queries
):
    topic = TopicFactory()
    for _row in range(rows):
        ResourcePageFactory(
            parent=library,
            topics=[topic],
            document=SiteDocumentFactory(),
            easy_read_document=SiteDocumentFactory(),
        )
    client.get("/resources/")

    with django_assert_num_queries(9):
        client.get("/resources/")


@pytest.mark.parametrize(
    ("name", "before", "address"),
    [
        ("Rōpū", "rōpū", "ropu"),
        ("Kōrero and whānau", "kōrero-and-whānau", "korero-and-whanau"),
        ("Ngā Hoa", "nga\u0304-hoa", "nga-hoa"),
        ("Straße", "straße", "strasse"),
        ("Здравствуйте", "здравствуйте", "zdravstvuite"),
        ("Training", "training", "training"),
    ],
)
def test_a_topic_is_addressed_in_plain_letters_and_its_old_address_leads_there(
    client, library, name, before, address
):
    topic = TopicFactory(name=name, slug=before)
    published(2025, parent=library, title="About it", topics=[topic])
    published(2024, parent=library, title="Another", topics=[TopicFactory(slug="rights")])

    assert topic.slug == address
    for asked in (before, address):
        path = f"/resources/?topic={quote(asked)}"
        assert titles(client, path) == ["About it"]
        assert f'<option value="{address}" selected>' in client.get(path).text
    assert titles(client, "/resources/?topic=rights") == ["Another"]


def test_of_two_whose_plain_addresses_are_one_each_keeps_its_own(client, library):
    plain = TopicFactory(name="Ropu", slug="ropu")
    Topic.objects.create(name="Rōpu", slug="rōpu")
    macrons = TopicFactory(name="Rōpū", slug="rōpū")
    published(2025, parent=library, title="Plain", topics=[plain])
    published(2024, parent=library, title="Macrons", topics=[macrons])

    assert (plain.slug, macrons.slug) == ("ropu", "ropu-3")
    assert titles(client, f"/resources/?topic={quote('rōpū')}") == ["Macrons"]
    assert titles(client, "/resources/?topic=ropu") == ["Plain"]


def test_an_editor_who_types_macrons_into_the_address_gets_plain_letters(coordinator_client):
    address = "/admin/snippets/resources/topic/"
    coordinator_client.post(f"{address}add/", {"name": "Kōrero", "slug": "kōrero"})
    coordinator_client.post(f"{address}add/", {"name": "Korero", "slug": "kōrero"})
    kept = Topic.objects.get(name="Kōrero")
    coordinator_client.post(f"{address}edit/{kept.pk}/", {"name": "Kōrero mai", "slug": kept.slug})

    assert dict(Topic.objects.values_list("name", "slug")) == {
        "Kōrero mai": "korero",
        "Korero": "korero-2",
    }
