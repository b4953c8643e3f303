"""The list of opportunities, and one notice."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from wagtail.models import PageViewRestriction

from core.days import site_today
from core.templatetags.ui import nz_date
from opportunities.models import PER_PAGE, RECENTLY_CLOSED
from tests.factories.opportunities import OpportunityPageFactory
from tests.shared import shared


def titles(pages):
    return [page.title for page in pages]


def closed(**fields):
    return OpportunityPageFactory(closes_on=site_today() - timedelta(days=1), **fields)


def restrict_to_members(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@shared
def mixed(opportunity_index):
    OpportunityPageFactory(parent=opportunity_index, title="Scholarship")
    OpportunityPageFactory(
        parent=opportunity_index, title="Job", kind="vacancy", closes_on=None, opens_on=None
    )
    OpportunityPageFactory(
        parent=opportunity_index,
        title="Course",
        kind="training",
        opens_on=site_today() + timedelta(days=3),
    )
    closed(parent=opportunity_index, title="Old course", kind="training")
    return opportunity_index


def test_the_list_has_three_parts(client, mixed):
    context = client.get(mixed.get_url()).context

    assert titles(context["page_obj"]) == ["Scholarship", "Job"]
    assert titles(context["opening_soon"]) == ["Course"]
    assert titles(context["recently_closed"]) == ["Old course"]


@pytest.mark.parametrize(
    ("kind", "open_now", "soon", "over"),
    [
        ("scholarship", ["Scholarship"], [], []),
        ("vacancy", ["Job"], [], []),
        ("training", [], ["Course"], ["Old course"]),
        ("zzz", ["Scholarship", "Job"], ["Course"], ["Old course"]),
    ],
)
def test_one_kind_alone(client, mixed, kind, open_now, soon, over):
    context = client.get(mixed.get_url(), {"kind": kind}).context

    assert titles(context["page_obj"]) == open_now
    assert titles(context["opening_soon"]) == soon
    assert titles(context["recently_closed"]) == over


def test_what_has_closed_is_narrowed_by_kind_too(client, mixed):
    url = mixed.get_url()
    response = client.get(url, {"kind": "training", "state": "closed"})
    fold = BeautifulSoup(response.content, "html.parser").select_one(".filters")

    assert titles(response.context["page_obj"]) == ["Old course"]
    assert fold.has_attr("open")
    assert fold.select_one("option[selected]").get_text() == "Training"
    assert fold.select_one("[name=state]")["value"] == "closed"
    assert fold.a["href"] == f"{url}?state=closed"
    assert 'href="/training/?kind=training"' in response.text.replace(url, "/training/")


def test_everything_that_has_closed_is_kept_by_pages(client, opportunity_index):
    for n in range(PER_PAGE + 1):
        closed(parent=opportunity_index, title=f"Notice {n:02}")

    first = client.get(opportunity_index.get_url())
    assert len(first.context["recently_closed"]) == RECENTLY_CLOSED
    assert "state=closed" in first.content.decode()
    last = client.get(opportunity_index.get_url(), {"state": "closed", "page": "2"})
    assert titles(last.context["page_obj"]) == ["Notice 00"]


@pytest.mark.parametrize(
    "query",
    [
        "page=999999999999999",
        "page=%00",
        "kind=%00",
        "state=zzz&kind=",
        "state=closed&page=-7",
        "page=" + "9" * 5000,
        "kind=vacancy&kind=training",
    ],
)
def test_the_list_takes_any_parameter_calmly(client, mixed, query):
    assert client.get(f"{mixed.get_url()}?{query}").status_code == 200


def test_an_empty_list_says_what_will_be_here(client, opportunity_index):
    text = client.get(opportunity_index.get_url()).content.decode()

    assert "Nothing is open just now" in text


def test_a_members_only_notice_is_listed_for_members_alone(
    client, member_client, opportunity_index
):
    restrict_to_members(OpportunityPageFactory(parent=opportunity_index, title="For members"))

    assert titles(client.get(opportunity_index.get_url()).context["page_obj"]) == []
    shown = member_client.get(opportunity_index.get_url()).context["page_obj"]
    assert titles(shown) == ["For members"]


def test_a_notice_shows_its_facts_and_where_to_apply(client, opportunity_index):
    page = OpportunityPageFactory(
        parent=opportunity_index,
        provider="Whitireia",
        level="NZQF Level 4",
        places=20,
        who_may_apply="People working at community NGO providers.",
        how_to_apply="Write to training@example.org.",
        link="https://example.org/apply",
    )

    text = client.get(page.get_url()).content.decode()

    for fact in (
        "Whitireia",
        "NZQF Level 4",
        "<dd>20</dd>",
        "Closes in 12 days",
        "People working at community NGO providers.",
        "mailto:training@example.org",
        'href="https://example.org/apply"',
    ):
        assert fact in text


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(-9, -1, "This has closed."), (2, 9, "You cannot apply yet")],
)
def test_there_is_no_way_to_apply_before_and_after(client, opportunity_index, opens, closes, words):
    page = OpportunityPageFactory(
        parent=opportunity_index,
        opens_on=site_today() + timedelta(days=opens),
        closes_on=site_today() + timedelta(days=closes),
        link="https://example.org/apply",
    )

    text = client.get(page.get_url()).content.decode()

    assert words in text
    assert "https://example.org/apply" not in text
    assert [text.count(nz_date(day)) for day in (page.opens_on, page.closes_on)] == [1, 1]


def test_an_unpublished_notice_is_gone(client, opportunity_index):
    page = OpportunityPageFactory(parent=opportunity_index)
    address = page.get_url()
    page.unpublish()

    assert client.get(address).status_code == 404


def test_the_tag_offers_what_is_open_and_may_be_seen(mixed, member, rf):
    restrict_to_members(mixed.get_children().get(title="Scholarship"))
    template = Template(
        "{% load opportunities_tags %}{% open_opportunities limit=4 as notices %}"
        "{% for notice in notices %}{{ notice.title }};{% endfor %}"
    )
    request = rf.get("/")

    request.user = AnonymousUser()
    assert template.render(Context({"request": request})) == "Job;"
    request.user = member
    assert template.render(Context({"request": request})) == "Scholarship;Job;"


class TestQueries:
    """The same however much there is."""

    def many(self, index, count):
        soon = site_today() + timedelta(days=3)
        OpportunityPageFactory.create_batch(count, parent=index)
        OpportunityPageFactory.create_batch(count, parent=index, opens_on=soon)
        for _ in range(count):
            closed(parent=index)

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_list(
        self, client, member_client, opportunity_index, count, django_assert_num_queries
    ):
        self.many(opportunity_index, count)
        address = opportunity_index.get_url()
        client.get(address)

        with django_assert_num_queries(9):
            client.get(address)
        with django_assert_num_queries(11):
            member_client.get(address)

    @pytest.mark.parametrize("count", [1, 20])
    def test_a_notice(
        self, client, member_client, opportunity_index, count, django_assert_num_queries
    ):
        self.many(opportunity_index, count)
        address = OpportunityPageFactory(parent=opportunity_index).get_url()
        client.get(address)

        with django_assert_num_queries(5):
            client.get(address)
        with django_assert_num_queries(7):
            member_client.get(address)
