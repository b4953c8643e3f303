"""What became of an announcement, in numbers alone, and none of them small."""

from collections import defaultdict
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from announcements import services, totals
from announcements.models import Announcement
from core.figures import FEWEST
from notifications.mail.stopping import pause
from notifications.mail.totals import Totals
from notifications.models import Choice, Notification
from notifications.models.letters import Letter, Letterbox
from notifications.services import mark_read
from tests.factories.announcements import AnnouncementFactory
from tests.factories.members import UserFactory
from tests.notifications.letters import post_all
from tests.shared import shared


@shared
def sent(coordinator, django_capture_on_commit_callbacks) -> Announcement:
    """Eight were told: four by mail, one of whom it came back from; two want none on their own
    address any more, and two chose the site."""
    readers = UserFactory.create_batch(8)
    for reader in readers[4:6]:
        Letterbox.objects.create(member=reader, stopped_at=timezone.now())
    for reader in readers[6:]:
        Choice.objects.create(member=reader, kind="announcement", reach="site")
    announcement = AnnouncementFactory(by=coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        services.send(announcement=announcement, by=coordinator)
    post_all()
    Letter.objects.filter(member=readers[3]).update(came_back_at=timezone.now())
    pause(address=readers[3].email, trouble="bounced")
    announcement.refresh_from_db()
    return announcement


def test_each_is_counted_in_one_place(sent, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = totals.of(sent)
    assert found == Totals(told=8, mailed=3, came_back=1, held_back=2)
    assert found.on_site == 2


def test_reading_changes_no_number(sent):
    before = totals.of(sent)
    for row in Notification.objects.filter(kind="announcement"):
        mark_read(member=row.recipient_id)

    assert totals.of(sent) == before


def test_the_last_count_stays_when_letters_are_gone(sent):
    totals.keep_all()
    later = timezone.now() + totals.COUNTED_FOR
    Letter.objects.all().delete()
    Notification.objects.all().delete()
    totals.keep_all(later)
    sent.refresh_from_db()

    assert totals.of(sent, later) == Totals(told=8, mailed=3, came_back=1, held_back=2)
    assert totals.of(sent, later - timedelta(hours=1)) == Totals()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Totals(5, 5, 0, 0), ["fewer than 6"]),
        (Totals(0, 0, 0, 0), ["fewer than 6"]),
        (Totals(6, 6, 0, 0), ["6", *["not told: too few people"] * 4]),
        (Totals(9, 4, 2, 0), ["9", *["not told: too few people"] * 4]),
        (Totals(100, 80, 6, 6), ["100", "80", "6", "6", "8"]),
        (Totals(100, 98, 2, 0), ["100", "at least 85", *["fewer than 6"] * 3]),
        (Totals(100, 70, 6, 2), ["100", "at least 67", "6", "fewer than 6", "22"]),
        (Totals(20, 4, 3, 5), ["20", *["fewer than 6"] * 3, "at least 6"]),
        (Totals(20, 9, 3, 8), ["20", *["not told: too few people"] * 4]),
    ],
)
def test_small_numbers_are_not_told(found, words):
    assert [line.words for line in totals.lines(found)] == words


@pytest.mark.parametrize("told", range(6, 34))
def test_no_small_number_can_be_worked_out_from_the_others(told):
    """Of what is told alike, each number that is withheld has at least six different values."""
    alike = defaultdict(list)
    for mailed, came_back, held_back in product(range(told + 1), repeat=3):
        on_site = told - mailed - came_back - held_back
        if on_site >= 0:
            found = Totals(told, mailed, came_back, held_back)
            words = tuple(line.words for line in totals.lines(found))
            alike[words].append((told, mailed, came_back, held_back, on_site))

    for words, possible in alike.items():
        for column, word in enumerate(words):
            if not word.isdigit():
                assert len({parts[column] for parts in possible}) >= FEWEST, words
            else:
                assert int(word) >= FEWEST
