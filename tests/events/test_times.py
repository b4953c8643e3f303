"""When things are: zones, daylight saving, what counts as past."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from events.models import ConferencePage, EventPage
from events.querysets import GatheringQuerySet
from events.templatetags.events_tags import beside_day, clock, first_day, when, where
from tests.factories.events import (
    ConferencePageFactory,
    EventPageFactory,
    InterestFactory,
    OnlineEventPageFactory,
)

# Making a page asks which language it is in.
pytestmark = pytest.mark.django_db

AUCKLAND = ZoneInfo("Pacific/Auckland")


def event_at(starts: datetime, hours: float = 2, **fields) -> EventPage:
    return EventPageFactory.build(
        parent=None, starts_at=starts, ends_at=starts + timedelta(hours=hours), **fields
    )


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        # The clock goes forward at 2 am on 27 September 2026: UTC+12 before, UTC+13 after.
        (
            datetime(2026, 9, 25, 22, 0, tzinfo=UTC),
            "Saturday 26 September 2026, 10 am to 12 noon (Auckland)",
        ),
        (
            datetime(2026, 9, 26, 21, 0, tzinfo=UTC),
            "Sunday 27 September 2026, 10 am to 12 noon (Auckland)",
        ),
        # And back at 3 am on 4 April 2027.
        (
            datetime(2027, 4, 3, 22, 0, tzinfo=UTC),
            "Sunday 4 April 2027, 10 am to 12 noon (Auckland)",
        ),
    ],
)
def test_ten_in_the_morning_stays_ten_when_the_clock_changes(starts, words):
    assert when(event_at(starts)) == words


def test_an_event_over_the_night_the_clock_goes_forward_names_both_days():
    event = event_at(datetime(2026, 9, 26, 20, 0, tzinfo=AUCKLAND).astimezone(UTC), hours=13)

    assert when(event) == (
        "Saturday 26 September 2026, 8 pm to Sunday 27 September 2026, 10 am (Auckland)"
    )


def test_an_event_elsewhere_is_shown_in_its_own_zone():
    event = event_at(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), time_zone="Australia/Sydney")

    assert when(event) == "Thursday 19 November 2026, 10.30 am to 12.30 pm (Sydney)"


def test_the_day_in_the_list_is_the_day_in_the_events_zone():
    event = event_at(datetime(2026, 11, 18, 21, 0, tzinfo=UTC))

    assert first_day(event) == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2026, 11, 19), date(2026, 11, 19), "Thursday 19 November 2026"),
        (date(2026, 11, 19), date(2026, 11, 20), "Thursday 19 to Friday 20 November 2026"),
        (
            date(2026, 11, 30),
            date(2026, 12, 1),
            "Monday 30 November to Tuesday 1 December 2026",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "Thursday 31 December 2026 to Friday 1 January 2027",
        ),
    ],
)
def test_a_conference_is_told_in_days(starts_on, ends_on, words):
    assert when(ConferencePage(starts_on=starts_on, ends_on=ends_on)) == words


def test_beside_its_day_an_event_has_its_hours():
    starts = datetime(2026, 11, 18, 21, 0, tzinfo=UTC)

    assert beside_day(event_at(starts)) == "10 am to 12 noon (Auckland)"
    assert beside_day(event_at(starts, hours=24)) == (
        "10 am to Friday 20 November 2026, 10 am (Auckland)"
    )


@pytest.mark.parametrize(("days", "words"), [(0, ""), (1, "to Friday 20 November 2026")])
def test_beside_its_day_a_conference_has_its_last(days, words):
    first = date(2026, 11, 19)
    conference = ConferencePage(starts_on=first, ends_on=first + timedelta(days=days))

    assert beside_day(conference) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(time(9, 0), "9 am"), (time(12, 0), "12 noon"), (time(14, 30), "2.30 pm")],
)
def test_a_programme_has_the_time_as_it_was_written(value, words):
    assert clock(value) == words


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("on_site", "Community House"),
        ("online", "Online"),
        ("both", "Community House, and online"),
    ],
)
def test_where_says_how_it_is_held(held, words):
    assert where(EventPage(held=held, place="Community House")) == words


def test_an_event_is_upcoming_until_it_has_ended(event_index):
    now = timezone.now()
    running = EventPageFactory(
        parent=event_index, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    over = EventPageFactory(
        parent=event_index, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    later = EventPageFactory(parent=event_index)

    assert list(EventPage.objects.upcoming()) == [running, later]
    assert list(EventPage.objects.past()) == [over]
    assert list(EventPage.objects.past(running.ends_at + timedelta(seconds=1))) == [running, over]


def test_events_and_conferences_stand_in_one_list_by_time(event_index):
    tomorrow = EventPageFactory(parent=event_index)
    in_a_month = ConferencePageFactory(parent=event_index)
    in_two_months = EventPageFactory(
        parent=event_index, starts_at=timezone.now() + timedelta(days=60)
    )
    last_month = ConferencePageFactory(
        parent=event_index, starts_on=timezone.localdate() - timedelta(days=30)
    )
    yesterday = EventPageFactory(parent=event_index, starts_at=timezone.now() - timedelta(days=1))

    pages = GatheringQuerySet(Page)
    assert list(pages.upcoming().specific()) == [tomorrow, in_a_month, in_two_months]
    assert list(pages.past().specific()) == [yesterday, last_month]


def test_a_conference_is_upcoming_through_its_last_day(event_index):
    conference = ConferencePageFactory(
        parent=event_index, starts_on=date(2026, 11, 19), ends_on=date(2026, 11, 20)
    )

    assert list(ConferencePage.objects.upcoming(date(2026, 11, 20))) == [conference]
    assert list(ConferencePage.objects.past(date(2026, 11, 20))) == []
    assert list(ConferencePage.objects.past(date(2026, 11, 21))) == [conference]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        (
            {"ends_at": datetime(2026, 9, 26, 20, 0, tzinfo=UTC)},
            "ends_at",
            "An event must end after it starts.",
        ),
        ({"place": ""}, "place", "Say where it is, or choose “Online” above."),
        (
            {"online_link": "https://meet.example.org/x"},
            "online_link",
            "An event on site has no link. Choose “Online and on site”?",
        ),
        (
            {"held": "both", "online_link": "http://meet.example.org/x"},
            "online_link",
            "Write an address that starts with https://.",
        ),
        ({"time_zone": "Middle/Earth"}, "time_zone", "Value 'Middle/Earth' is not a valid choice."),
    ],
)
def test_an_event_says_what_is_missing(event_index, fields, field, words):
    event = EventPageFactory.build(
        **{
            "parent": None,
            "starts_at": datetime(2026, 9, 26, 21, 0, tzinfo=UTC),
            "ends_at": datetime(2026, 9, 26, 23, 0, tzinfo=UTC),
            "path": "000100019999",
            "depth": 3,
        }
        | fields
    )

    with pytest.raises(ValidationError) as raised:
        event.full_clean()

    assert raised.value.message_dict == {field: [words]}


def test_a_conference_cannot_end_before_it_begins():
    conference = ConferencePage(
        starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 19), place="Town hall", title="x"
    )

    with pytest.raises(ValidationError) as raised:
        conference.clean()

    assert raised.value.message_dict == {"ends_on": ["The last day cannot be before the first."]}


class TestCalendarFile:
    def entry(self, client, event):
        response = client.get(f"/events/{event.pk}/calendar.ics")
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="event-{event.pk}.ics"'
        calendar = Calendar.from_ical(response.content)
        (entry,) = calendar.walk("VEVENT")
        return calendar, entry

    def test_it_holds_the_event_in_its_zone_with_the_rules_of_that_zone(self, db, client):
        event = EventPageFactory(
            title="Kōrero; with tea, and cake",
            starts_at=datetime(2026, 9, 26, 21, 0, tzinfo=UTC),
            address="1 Jackson Street",
        )

        calendar, entry = self.entry(client, event)

        assert entry["SUMMARY"] == "Kōrero; with tea, and cake"
        assert entry["LOCATION"] == "Community House, Petone, 1 Jackson Street"
        assert event.starts_at == entry.DTSTART
        assert entry.DTSTART.replace(tzinfo=None) == datetime(2026, 9, 27, 10, 0)
        assert event.ends_at == entry.DTEND
        assert entry["URL"] == event.full_url
        (rules,) = calendar.walk("VTIMEZONE")
        assert rules["TZID"] == "Pacific/Auckland"

    def test_the_link_to_join_is_in_it_only_for_those_who_registered(self, client, member):
        event = OnlineEventPageFactory()

        _, entry = self.entry(client, event)
        assert entry["URL"] == event.full_url
        assert entry["LOCATION"] == "Online"

        client.force_login(member)
        InterestFactory(event=event, member=member)
        _, entry = self.entry(client, event)
        assert entry["URL"] == "https://meet.example.org/secret-room"

    def test_an_event_in_utc_needs_no_rules(self, db, client):
        _, entry = self.entry(client, EventPageFactory(time_zone="UTC"))

        assert entry.DTSTART.utcoffset() == timedelta(0)
