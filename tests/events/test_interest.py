"""Saying that one would like to come."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.models import Interest
from events.services import register_interest, withdraw_interest
from events.signals import interest_registered, interest_withdrawn
from tests.factories.events import EventPageFactory, InterestFactory, OnlineEventPageFactory
from tests.factories.members import UserFactory


@pytest.fixture
def heard():
    """What the two signals said, in order."""
    said = []

    def listen_to_registered(interest, **kwargs):
        said.append(("registered", interest.event, interest.member))

    def listen_to_withdrawn(event, member, **kwargs):
        said.append(("withdrawn", event, member))

    interest_registered.connect(listen_to_registered)
    interest_withdrawn.connect(listen_to_withdrawn)
    yield said
    interest_registered.disconnect(listen_to_registered)
    interest_withdrawn.disconnect(listen_to_withdrawn)


def register_url(event):
    return reverse("events:register_interest", args=[event.pk])


def withdraw_url(event):
    return reverse("events:withdraw_interest", args=[event.pk])


def calendar_url(event):
    return reverse("events:calendar", args=[event.pk])


def make_past(event):
    event.starts_at, event.ends_at = (
        timezone.now() - timedelta(hours=2),
        timezone.now() - timedelta(minutes=1),
    )
    event.save()


def test_registering_twice_keeps_one_row_and_announces_once(member, heard):
    event = EventPageFactory()

    first = register_interest(event=event, member=member)
    second = register_interest(event=event, member=member)

    assert first == second
    assert Interest.objects.count() == 1
    assert heard == [("registered", event, member)]


def test_withdrawing_twice_removes_the_row_and_announces_once(member, heard):
    interest = InterestFactory(member=member)

    assert withdraw_interest(event=interest.event, member=member) is True
    assert withdraw_interest(event=interest.event, member=member) is False

    assert Interest.objects.count() == 0
    assert heard == [("withdrawn", interest.event, member)]


def test_withdrawing_leaves_the_interest_of_others(member):
    interest = InterestFactory(member=member)
    other = InterestFactory(event=interest.event)

    withdraw_interest(event=interest.event, member=member)

    assert list(Interest.objects.all()) == [other]


def test_the_database_keeps_one_interest_for_a_member_and_an_event(member):
    interest = InterestFactory(member=member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(event=interest.event, member=member)


def test_a_member_registers_sees_it_on_the_page_and_withdraws(member, member_client):
    event = EventPageFactory()

    page = member_client.post(register_url(event), follow=True)
    assert page.redirect_chain == [(event.get_url(), 302)]
    assert "You have registered interest" in page.content.decode()
    assert Interest.objects.get().member == member

    page = member_client.post(withdraw_url(event), follow=True)
    assert "Your interest is withdrawn." in page.content.decode()
    assert Interest.objects.count() == 0


@pytest.mark.parametrize("address", [register_url, withdraw_url])
def test_a_visitor_signs_in_first_and_comes_back_to_the_event(db, client, address):
    event = EventPageFactory()

    response = client.post(address(event))

    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={event.get_url()}"
    assert Interest.objects.count() == 0


def test_a_visitor_sees_a_link_to_sign_in_and_gets_no_cookie(db, client):
    event = EventPageFactory()

    response = client.get(event.get_url())

    assert f'href="/accounts/login/?next={event.get_url()}"' in response.content.decode()
    assert response.cookies == {}


@pytest.mark.parametrize("address", [register_url, withdraw_url])
def test_reading_an_address_that_writes_is_refused(member_client, address):
    assert member_client.get(address(EventPageFactory())).status_code == 405


def test_nobody_registers_for_an_event_that_is_over(member_client):
    event = EventPageFactory()
    make_past(event)

    page = member_client.post(register_url(event), follow=True)

    assert "This event is over" in page.content.decode()
    assert Interest.objects.count() == 0
    assert "Register interest" not in page.content.decode()


def test_interest_can_be_withdrawn_after_the_event(member, member_client):
    interest = InterestFactory(member=member)
    make_past(interest.event)

    member_client.post(withdraw_url(interest.event))

    assert Interest.objects.count() == 0


@pytest.mark.parametrize("address", [register_url, withdraw_url])
def test_an_unpublished_event_is_not_there(member, member_client, address):
    interest = InterestFactory(member=member)
    interest.event.unpublish()

    assert member_client.post(address(interest.event)).status_code == 404
    assert Interest.objects.count() == 1


@pytest.mark.parametrize("event_id", ["0", "999999999999999999999999"])
def test_an_event_that_never_was_is_not_there(member_client, event_id):
    for verb in ("register-interest", "withdraw-interest"):
        assert member_client.post(f"/events/{event_id}/{verb}/").status_code == 404
    assert member_client.get(f"/events/{event_id}/calendar.ics").status_code == 404


class TestPrivateEvent:
    @pytest.fixture
    def event(self, db):
        event = OnlineEventPageFactory()
        restriction = PageViewRestriction.objects.create(
            page=event, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name="Community: Clinical teams"))
        return event

    @pytest.fixture
    def insider(self, event):
        insider = UserFactory()
        insider.groups.add(Group.objects.get(name="Community: Clinical teams"))
        return insider

    def test_it_is_not_there_for_a_visitor(self, client, event):
        assert client.post(register_url(event)).status_code == 404
        assert client.post(withdraw_url(event)).status_code == 404
        assert client.get(calendar_url(event)).status_code == 404

    def test_it_is_not_there_for_another_member(self, member_client, event):
        assert member_client.post(register_url(event)).status_code == 404
        assert member_client.post(withdraw_url(event)).status_code == 404
        assert member_client.get(calendar_url(event)).status_code == 404
        assert Interest.objects.count() == 0

    def test_it_is_not_in_the_list_of_another_member(self, member_client, event):
        listed = member_client.get(event.get_parent().get_url())

        assert event.title not in listed.content.decode()

    def test_its_own_people_see_it_and_register(self, client, event, insider):
        client.force_login(insider)

        assert event.title in client.get(event.get_parent().get_url()).content.decode()
        client.post(register_url(event))

        assert Interest.objects.get().member == insider
        assert client.get(calendar_url(event)).status_code == 200


class TestLinkToJoin:
    def test_only_somebody_who_registered_interest_sees_it(self, client, member):
        event = OnlineEventPageFactory()
        InterestFactory(event=event)

        assert "secret-room" not in client.get(event.get_url()).content.decode()
        client.force_login(member)
        assert "secret-room" not in client.get(event.get_url()).content.decode()
        InterestFactory(event=event, member=member)
        assert "secret-room" in client.get(event.get_url()).content.decode()

    def test_nobody_sees_it_once_the_event_is_over(self, member, member_client):
        event = OnlineEventPageFactory()
        InterestFactory(event=event, member=member)
        make_past(event)

        assert "secret-room" not in member_client.get(event.get_url()).content.decode()
        assert "secret-room" not in member_client.get(calendar_url(event)).content.decode()

    def test_the_list_never_shows_it(self, member, member_client):
        event = OnlineEventPageFactory()
        InterestFactory(event=event, member=member)

        listed = member_client.get(event.get_parent().get_url())

        assert event.title in listed.content.decode()
        assert "secret-room" not in listed.content.decode()


class TestWhoIsInterested:
    def test_members_see_no_number_and_no_names(self, member_client):
        interest = InterestFactory(member=UserFactory(display_name="Aroha"))

        page = member_client.get(interest.event.get_url()).content.decode()

        assert "is interested" not in page
        assert "Aroha" not in page

    def test_a_coordinator_sees_the_number_on_the_page_and_the_names_in_the_report(
        self, coordinator_client
    ):
        aroha = UserFactory(display_name="Aroha", email="aroha@example.org")
        interest = InterestFactory(member=aroha)
        other = InterestFactory(member__display_name="Wiremu")

        page = coordinator_client.get(interest.event.get_url()).content.decode()
        assert "1 person is interested" in page

        report = coordinator_client.get(reverse("event_interest"), {"event": interest.event.pk})
        text = report.content.decode()
        assert "Aroha" in text
        assert other.member.display_name not in text
        assert "aroha@example.org" not in text

    def test_the_report_exports_without_addresses(self, coordinator_client):
        InterestFactory(member=UserFactory(display_name="Aroha", email="aroha@example.org"))

        response = coordinator_client.get(reverse("event_interest"), {"export": "csv"})
        rows = b"".join(response.streaming_content).decode()

        assert "Aroha" in rows
        assert "aroha@example.org" not in rows

    def test_a_name_is_never_a_formula_in_the_exported_file(self, coordinator_client):
        InterestFactory(member=UserFactory(display_name="=1+1"))

        response = coordinator_client.get(reverse("event_interest"), {"export": "csv"})

        assert ",'=1+1," in b"".join(response.streaming_content).decode()

    def test_a_member_does_not_get_the_report(self, member_client):
        response = member_client.get(reverse("event_interest"))

        assert response.status_code in (302, 403)
        assert b"Interest in events" not in response.content
