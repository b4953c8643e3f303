"""What events and scholarships tell of themselves."""

from datetime import timedelta

import pytest

from core.days import site_today
from members.models import User
from notifications.models import Notification
from opportunities.tasks import tell_of_scholarships
from tests.factories.events import EventPageFactory, InterestFactory
from tests.factories.members import UserFactory
from tests.factories.opportunities import OpportunityPageFactory

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, User]]:
    return [(row.kind, row.recipient) for row in Notification.objects.order_by("pk")]


def publish(event, **changed):
    for name, value in changed.items():
        setattr(event, name, value)
    event.save_revision(log_action=True).publish()
    event.refresh_from_db()


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ({"title": "Another title"}, False),
        ({"place": "Town hall"}, True),
        ({"held": "both"}, True),
    ],
)
def test_who_wants_to_come_hears_of_another_time_or_place(
    changed, is_told, django_capture_on_commit_callbacks
):
    event = EventPageFactory()
    publish(event)
    interested = InterestFactory(event=event).member
    UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        publish(event, **changed)

    assert told() == ([("event_changed", interested)] if is_told else [])


def test_another_time_is_told_each_time(django_capture_on_commit_callbacks):
    event = EventPageFactory()
    publish(event)
    InterestFactory(event=event)

    with django_capture_on_commit_callbacks(execute=True):
        for hours in (1, 2):
            publish(event, ends_at=event.ends_at + timedelta(hours=hours))

    assert len(told()) == 2


def test_an_event_taken_down_before_it_began_is_called_off(django_capture_on_commit_callbacks):
    interested = InterestFactory().member
    over = InterestFactory(event__title="Over").event
    type(over).objects.filter(pk=over.pk).update(
        starts_at=over.starts_at - timedelta(days=9), ends_at=over.ends_at - timedelta(days=9)
    )
    over.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        over.unpublish()
        interested.event_interests.get().event.unpublish()

    assert told() == [("event_cancelled", interested)]


def test_scholarships_are_told_when_they_open_and_before_they_close(
    member, django_capture_on_commit_callbacks
):
    today = site_today()
    dates = {
        "opens": (today, today + timedelta(days=60)),
        "closes": (today - timedelta(days=60), today + timedelta(days=14)),
        "neither": (today - timedelta(days=60), today + timedelta(days=15)),
        "not yet": (today + timedelta(days=1), None),
    }
    for title, (opens, closes) in dates.items():
        OpportunityPageFactory(title=title, opens_on=opens, closes_on=closes)
    OpportunityPageFactory(kind="vacancy", opens_on=today)

    for _day in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell_of_scholarships.enqueue()

    assert told() == [("scholarship_opened", member), ("scholarship_closing", member)]
