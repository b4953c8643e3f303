"""The pages readers see: the list, an event, a conference."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from events.models.index import PER_PAGE
from tests.factories.events import (
    ConferencePageFactory,
    EventPageFactory,
    InterestFactory,
    OnlineEventPageFactory,
)
from tests.shared import shared


def titles(response):
    return [page.title for page in response.context["page_obj"]]


def restrict_to_members(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@shared
def mixed(event_index):
    """One of each: on site, online, both, past, and a conference in a month."""
    EventPageFactory(parent=event_index, title="On site")
    OnlineEventPageFactory(
        parent=event_index, title="Online", starts_at=timezone.now() + timedelta(days=2)
    )
    EventPageFactory(
        parent=event_index, title="Both", held="both", starts_at=timezone.now() + timedelta(days=3)
    )
    EventPageFactory(parent=event_index, title="Past", starts_at=timezone.now() - timedelta(days=3))
    ConferencePageFactory(parent=event_index, title="Symposium")
    return event_index


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["On site", "Online", "Both", "Symposium"]),
        ({"when": "past"}, ["Past"]),
        ({"how": "online"}, ["Online", "Both"]),
        ({"how": "on-site"}, ["On site", "Both", "Symposium"]),
        ({"when": "past", "how": "online"}, []),
    ],
)
def test_the_list_by_time_and_by_how_it_is_held(client, mixed, query, expected):
    assert titles(client.get(mixed.get_url(), query)) == expected


def test_past_events_stay_past_when_they_are_narrowed_and_when_that_is_cleared(client, mixed):
    response = client.get(mixed.get_url(), {"when": "past", "how": "on-site"})
    fold = BeautifulSoup(response.content, "html.parser").select_one(".filters")

    assert titles(response) == ["Past"]
    assert fold.has_attr("open")
    assert fold.select_one("option[selected]")["value"] == "on-site"
    assert fold.select_one("[name=when]")["value"] == "past"
    assert fold.a["href"] == f"{mixed.get_url()}?when=past"


@pytest.mark.parametrize(
    "query",
    [
        "page=999999999999999",
        "page=%00",
        "page=-1",
        "page=1e9",
        "page=%F0%9F%92%A9",
        "when=zzz",
        "when=%00&how=%00",
        "how=online&how=zzz",
        "page=1&page=2&when=past&when=",
        "page=" + "9" * 5000,
    ],
)
def test_the_list_takes_any_parameter_calmly(client, mixed, query):
    assert client.get(f"{mixed.get_url()}?{query}").status_code == 200


def test_an_empty_list_says_what_will_be_here(client, event_index):
    assert "Nothing planned just now" in client.get(event_index.get_url()).content.decode()


def test_the_list_goes_on_on_the_next_page_and_keeps_the_filter(client, event_index):
    for n in range(PER_PAGE + 1):
        EventPageFactory(
            parent=event_index,
            title=f"Hui {n:02}",
            starts_at=timezone.now() + timedelta(days=1, minutes=n),
        )

    first = client.get(event_index.get_url(), {"how": "on-site"})
    second = client.get(event_index.get_url(), {"how": "on-site", "page": "2"})

    assert titles(first) == [f"Hui {n:02}" for n in range(PER_PAGE)]
    assert titles(second) == [f"Hui {PER_PAGE:02}"]
    assert "how=on-site&amp;page=2" in first.content.decode()


def test_a_members_only_event_is_listed_for_members_alone(client, member_client, event_index):
    restrict_to_members(EventPageFactory(parent=event_index, title="Only for members"))

    assert titles(client.get(event_index.get_url())) == []
    assert titles(member_client.get(event_index.get_url())) == ["Only for members"]


def test_an_unpublished_event_is_gone(client, event_index):
    event = EventPageFactory(parent=event_index)
    address = event.get_url()
    event.unpublish()

    assert client.get(address).status_code == 404
    assert titles(client.get(event_index.get_url())) == []


def test_an_event_shows_its_facts(client, event_index):
    event = EventPageFactory(
        parent=event_index,
        address="1 Jackson Street",
        host="Te Awakairangi peer network",
        for_whom="All peer support workers",
        cost="Free",
        contact="The host, hui@example.org",
    )

    text = client.get(event.get_url()).content.decode()

    for fact in (
        "Community House, Petone",
        "1 Jackson Street",
        "Te Awakairangi peer network",
        "All peer support workers",
        "Free",
        "mailto:hui@example.org",
        "(Auckland)",
    ):
        assert fact in text


class TestNextEvents:
    def render(self, user, limit=3):
        request = RequestFactory().get("/")
        request.user = user
        template = Template(
            "{% load events_tags %}{% next_events limit=limit as events %}"
            "{% for event in events %}{{ event.title }};{% endfor %}"
        )
        return template.render(Context({"request": request, "limit": limit}))

    def test_the_nearest_come_first_and_no_more_than_asked_for(self, mixed, member):
        assert self.render(member) == "On site;Online;Both;"
        assert self.render(member, limit=9) == "On site;Online;Both;Symposium;"

    def test_what_the_reader_may_not_see_is_left_out(self, mixed, member, rf):
        from django.contrib.auth.models import AnonymousUser

        restrict_to_members(mixed.get_children().get(title="On site"))

        assert self.render(AnonymousUser(), limit=1) == "Online;"
        assert self.render(member, limit=1) == "On site;"


class TestConference:
    @pytest.fixture
    def slides(self, db):
        def make(title, collection=None):
            return get_document_model().objects.create(
                title=title,
                file=f"documents/{title}.pdf",
                file_size=1000,
                collection=collection or Collection.get_first_root_node(),
            )

        return make

    @pytest.fixture
    def private(self, db):
        collection = Collection.get_first_root_node().add_child(name="Steering group")
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )
        return collection

    def session(self, title, *documents, at=time(10, 0), **fields):
        return (
            "session",
            {"starts": at, "title": title, "materials": list(documents)} | fields,
        )

    def test_sessions_belong_to_the_day_above_them(self, client, event_index):
        conference = ConferencePageFactory(
            parent=event_index,
            programme=[
                self.session("Early bird"),
                ("day", {"date": date(2026, 11, 19), "title": "Listening"}),
                self.session("Opening", at=time(9, 0), ends=time(9, 30), room="Rātā room"),
                self.session("Panel"),
                ("day", {"date": date(2026, 11, 20), "title": ""}),
                self.session("Close"),
            ],
        )

        days = [(day.title, [s["title"] for s in day.sessions]) for day in conference.days]
        assert days == [
            ("", ["Early bird"]),
            ("Listening", ["Opening", "Panel"]),
            ("", ["Close"]),
        ]
        text = client.get(conference.get_url()).content.decode()
        assert "Thursday 19 November 2026: <bdi>Listening" in text
        assert "Rātā room" in text

    def test_materials_are_listed_once_and_only_those_the_reader_may_open(
        self, client, member_client, event_index, slides, private
    ):
        summary, deck, minutes = (
            slides("Summary"),
            slides("Deck"),
            slides("Minutes", collection=private),
        )
        conference = ConferencePageFactory(
            parent=event_index,
            materials=[("document", summary)],
            programme=[
                self.session("Panel", deck, summary),
                self.session("Steering group", minutes),
            ],
        )

        visitor = client.get(conference.get_url())
        assert [d.title for d in visitor.context["materials"]] == ["Summary", "Deck"]
        assert "Minutes" not in visitor.content.decode()
        member = member_client.get(conference.get_url())
        assert [d.title for d in member.context["materials"]] == ["Summary", "Deck", "Minutes"]
        assert member.content.decode().count("Minutes</span>") == 2


class TestQueries:
    """The same however much there is."""

    def many(self, event_index, count):
        """So many events and as many conferences."""
        for n in range(count):
            EventPageFactory(
                parent=event_index, starts_at=timezone.now() + timedelta(days=1, minutes=n)
            )
            ConferencePageFactory(parent=event_index)

    @pytest.mark.parametrize("count", [1, 10])
    def test_the_list(self, client, member_client, event_index, count, django_assert_num_queries):
        self.many(event_index, count)
        client.get(event_index.get_url())

        with django_assert_num_queries(9):
            client.get(event_index.get_url())
        with django_assert_num_queries(11):
            member_client.get(event_index.get_url())

    @pytest.mark.parametrize("count", [1, 20])
    def test_an_event(
        self, client, member, member_client, event_index, count, django_assert_num_queries
    ):
        self.many(event_index, count)
        event = EventPageFactory(parent=event_index)
        InterestFactory.create_batch(count, event=event)
        InterestFactory(event=event, member=member)
        client.get(event.get_url())

        with django_assert_num_queries(5):
            client.get(event.get_url())
        with django_assert_num_queries(8):
            member_client.get(event.get_url())
