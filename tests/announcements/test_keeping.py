"""What is kept of people: for their copy, when they leave, and how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from announcements import services
from announcements.models import Announcement
from announcements.own_data import announcements, announcements_written
from core.retention import rule
from members.services import close_account
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def sent(member, coordinator, django_capture_on_commit_callbacks) -> Announcement:
    community = CommunityFactory(title="Te Ara", members=[member])
    announcement = AnnouncementFactory(
        subject="Rooms", text="Write.", by=coordinator, communities=[community]
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.send(announcement=announcement, by=coordinator)
    announcement.refresh_from_db()
    return announcement


def test_one_takes_away_what_one_was_told_and_what_one_wrote(sent, member, coordinator):
    AnnouncementFactory(subject="Somebody else's", by=UserFactory())

    assert list(announcements(member)) == [
        {"subject": "Rooms", "text": "Write.", "sent": sent.sent_at}
    ]
    assert list(announcements_written(member)) == []
    assert list(announcements(coordinator)) == []
    (written,) = announcements_written(coordinator)
    assert (written["subject"], written["state"]) == ("Rooms", "Sent")
    assert "Te Ara" not in str([*announcements(member), written])


def test_whoever_closes_their_account_is_named_no_more(sent, member, coordinator):
    close_account(user=coordinator, by=UserFactory(is_superuser=True))

    sent.refresh_from_db()
    assert (sent.author, sent.state) == (None, "sent")


@pytest.mark.parametrize(
    ("name", "state", "days", "goes"),
    [
        ("announcements", "sent", 731, True),
        ("announcements", "sent", 729, False),
        ("announcements", "draft", 731, False),
        ("announcements-unsent", "draft", 366, True),
        ("announcements-unsent", "stopped", 366, True),
        ("announcements-unsent", "draft", 364, False),
        ("announcements-unsent", "scheduled", 366, False),
        ("announcements-unsent", "sent", 366, False),
    ],
)
def test_each_goes_in_its_time(sent, name, state, days, goes):
    then = timezone.now() - timedelta(days=days)
    Announcement.objects.update(state=state, changed_at=then, sent_at=then)
    now = timezone.now()

    assert rule(name).count(now) == goes
    rule(name).remove(now)
    assert Announcement.objects.exists() is not goes
