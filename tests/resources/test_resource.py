"""One resource: what it shows of itself, its Easy Read version, its neighbours."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction

from resources.models import ResourcePage, SiteDocument
from tests.factories.resources import (
    ResourcePageFactory,
    SiteDocumentFactory,
    TopicFactory,
)


def shown(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_resource_says_what_it_is_for_whom_and_who_published_it(client, library):
    page = ResourcePageFactory(
        parent=library,
        title="Walking alongside",
        lead="A guide to the first month.",
        audiences=["public", "peer_workers"],
        authors="Repper, J. and Carter, T.",
        publisher="Te Pou",
        year=2021,
        summary="What helps in the first month.",
        key_points="Meet early\n\n- Agree on words\n",
        link="https://www.example.org/paper",
    )

    text = shown(client, page)

    assert '<h1 dir="auto">Walking alongside</h1>' in text
    assert "Practice guide" in text
    assert "A guide to the first month." in text
    assert "Peer support workers, Tāngata whaiora, whānau and the public</dd>" in text
    assert "<li><bdi>Meet early</bdi></li><li><bdi>Agree on words</bdi></li>" in text
    assert "What helps in the first month." in text
    assert 'href="https://www.example.org/paper" rel="noopener noreferrer"' in text
    assert ">example.org<" in text
    assert "Repper, J. and Carter, T. (2021). Walking alongside. Te Pou." in text


@pytest.mark.django_db  # a page asks for its language
@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({}, "Lean on me."),
        ({"year": 2014}, "Lean on me. (2014)."),
        ({"authors": "Carter, T."}, "Carter, T. Lean on me."),
        ({"publisher": "Te Pou", "year": 2014}, "Lean on me. (2014). Te Pou."),
    ],
)
def test_a_citation_leaves_out_what_is_not_known(fields, citation):
    assert ResourcePage(title="Lean on me", **fields).citation == citation


def test_a_title_in_maori_is_marked_as_such(client, library):
    page = ResourcePageFactory(parent=library, title="He kōrero", slug="he-korero", language="mi")

    assert '<h1 dir="auto"><span lang="mi">He kōrero</span></h1>' in shown(client, page)
    assert '<span lang="mi">He kōrero</span></a>' in shown(client, library)


def test_a_file_is_offered_with_its_type_and_size(client, library):
    document = SiteDocumentFactory(title="The guide", file_size=2_500_000)
    page = ResourcePageFactory(parent=library, document=document)

    text = shown(client, page)

    assert f'href="{document.url}"' in text
    assert "The guide" in text
    assert "PDF, 2.4\xa0MB" in text


def test_a_file_whose_size_is_not_known_is_offered_without_it(client, library):
    page = ResourcePageFactory(parent=library, document=SiteDocumentFactory(file_size=None))

    assert '<span class="button__facts">PDF</span>' in shown(client, page)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.pdf", "PDF"), ("a.DOCX", "Word"), ("a.xyz", "XYZ"), ("a", "")]
)
def test_the_kind_of_a_file_is_told_by_its_extension(db, name, kind):
    assert SiteDocument(file=name).kind == kind


def test_the_download_is_the_main_action_and_stands_in_the_head(client, library):
    page = ResourcePageFactory(
        parent=library, document=SiteDocumentFactory(), link="https://example.org/guide"
    )

    head = BeautifulSoup(shown(client, page), "html.parser").select_one(".page-head")
    download, elsewhere = head.select(".page-head__action a")

    assert (download["href"], download["class"]) == (page.document.url, ["button"])
    assert (elsewhere["href"], elsewhere["class"]) == (page.link, ["button", "button--plain"])


def test_what_can_only_be_read_elsewhere_is_the_main_action(client, library):
    page = ResourcePageFactory(parent=library, link="https://example.org/guide")

    head = BeautifulSoup(shown(client, page), "html.parser").select_one(".page-head")

    assert [a["class"] for a in head.select("a")] == [["button"]]


def test_a_record_without_file_and_link_has_no_action(client, library):
    page = ResourcePageFactory(parent=library, easy_read_summary="You choose.")

    assert "page-head__action" not in shown(client, page)
    assert "page-head__action" not in shown(client, page, "?version=easy-read")


def test_the_easy_read_version_is_a_switch_away(client, library):
    page = ResourcePageFactory(
        parent=library,
        summary="The long version.",
        document=SiteDocumentFactory(title="Full"),
        easy_read_summary="You choose.\nYou can change your mind.",
        easy_read_document=SiteDocumentFactory(title="Easy"),
    )

    full, easy = shown(client, page), shown(client, page, "?version=easy-read")

    assert 'href="/resources/' in full
    assert "?version=easy-read" in full
    assert "The long version." in full
    assert "You choose." not in full
    assert "You choose." in easy
    assert "<bdi>Full</bdi>" in full
    assert "<bdi>Easy</bdi>" in easy
    assert "<bdi>Full</bdi>" not in easy
    assert "The long version." not in easy


def test_a_resource_without_easy_read_shows_its_only_version(client, library):
    page = ResourcePageFactory(parent=library, summary="The long version.")

    assert "Easy Read" not in shown(client, page)
    assert "The long version." in shown(client, page, "?version=easy-read")


def test_up_to_four_neighbours_share_most_topics_and_are_open_to_the_reader(client, library):
    rights, roles = TopicFactory(slug="rights"), TopicFactory(slug="roles")
    page = ResourcePageFactory(parent=library, title="This", topics=[rights, roles])
    ResourcePageFactory(parent=library, title="One", topics=[rights])
    ResourcePageFactory(parent=library, title="Both", topics=[rights, roles])
    ResourcePageFactory(parent=library, title="Two", topics=[roles])
    ResourcePageFactory(parent=library, title="Three", topics=[roles])
    ResourcePageFactory(parent=library, title="Four", topics=[roles])
    ResourcePageFactory(parent=library, title="None of them")
    closed = ResourcePageFactory(parent=library, title="Closed", topics=[rights, roles])
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    related = client.get(page.url).context["related"]

    assert [other.title for other in related] == ["Both", "Four", "Three", "Two"]


def test_topics_lead_to_the_library_narrowed_down(client, library):
    page = ResourcePageFactory(parent=library, topics=[TopicFactory(name="Rōpū", slug="rōpū")])

    assert 'href="/resources/?topic=ropu" dir="auto">Rōpū</a>' in shown(client, page)


def test_an_unknown_audience_is_refused(library):
    page = ResourcePageFactory.build(parent=None, audiences=["everybody"])

    with pytest.raises(ValidationError) as refusal:
        page.clean_fields(exclude=["path", "depth", "title", "slug"])

    assert refusal.value.message_dict["audiences"] == ["Choose from the list who this is for."]


@pytest.mark.parametrize("neighbours", [1, 20])
def test_a_resource_takes_eight_queries_however_many_neighbours_it_has(
    client, library, neighbours, django_assert_num_queries
):
    topics = TopicFactory.create_batch(2)
    for _neighbour in range(neighbours):
        ResourcePageFactory(parent=library, topics=topics)
    page = ResourcePageFactory(
        parent=library,
        topics=topics,
        document=SiteDocumentFactory(),
        easy_read_document=SiteDocumentFactory(),
        year=2020,
    )
    client.get(page.url)

    with django_assert_num_queries(8):
        client.get(page.url)
    with django_assert_num_queries(7):
        client.get(page.url + "?version=easy-read")
