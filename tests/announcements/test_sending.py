"""An announcement leaves once, to whom it was meant for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from announcements import services
from announcements.models import Announcement
from announcements.tasks import send_what_is_due
from members.models import User
from notifications import tasks
from notifications.models import Choice, Notification
from tests.communities.test_concurrency import at_once
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.shared import shared


def told(announcement) -> list[User]:
    rows = Notification.objects.filter(kind="announcement", about_id=announcement.pk)
    return [row.recipient for row in rows.select_related("recipient").order_by("pk")]


def state(announcement) -> str:
    announcement.refresh_from_db()
    return announcement.state


@shared
def readers(db) -> list[User]:
    return UserFactory.create_batch(5)


@pytest.mark.parametrize("at_a_time", [1, 2, 5, 1000])
def test_all_of_the_audience_are_told_in_pieces_and_then_it_is_sent(
    readers, coordinator, monkeypatch, at_a_time, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(tasks, "BATCH", at_a_time)
    community = CommunityFactory(members=[*readers[:4], coordinator])
    announcement = AnnouncementFactory(communities=[community], by=coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        services.send(announcement=announcement, by=coordinator)

    assert told(announcement) == readers[:4]
    assert state(announcement) == "sent"
    assert announcement.sent_at is not None


def test_who_switched_announcements_off_is_not_told(
    readers, coordinator, django_capture_on_commit_callbacks
):
    Choice.objects.create(member=readers[0], kind="announcement", reach="off")
    announcement = AnnouncementFactory(by=coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        services.send(announcement=announcement, by=coordinator)

    assert told(announcement) == readers[1:]


def test_each_step_is_in_the_log_with_who_took_it(readers, coordinator):
    announcement = AnnouncementFactory(by=coordinator)
    later = timezone.now() + timedelta(hours=1)
    services.schedule(announcement=announcement, at=later, by=coordinator)
    services.stop(announcement=announcement, by=coordinator)
    services.send(announcement=announcement, by=coordinator)

    log = ModelLogEntry.objects.filter(object_id=str(announcement.pk)).order_by("pk")
    assert list(log.values_list("action", "user")) == [
        ("wagtail.create", coordinator.pk),
        ("announcements.schedule", coordinator.pk),
        ("announcements.stop", coordinator.pk),
        ("announcements.send", coordinator.pk),
    ]


@pytest.mark.parametrize("step", ["send", "schedule", "stop", "write"])
def test_a_step_that_cannot_be_written_into_the_log_is_not_taken(readers, coordinator, step):
    announcement = AnnouncementFactory(by=coordinator, subject="As it was")
    if step == "stop":
        services.schedule(announcement=announcement, at=timezone.now(), by=coordinator)
    before = Announcement.objects.values().get()
    announcement.subject = "Another"
    more = {"at": timezone.now() + timedelta(hours=1)} if step == "schedule" else {}

    with pytest.raises(ValueError, match="must be a"):
        getattr(services, step)(announcement=announcement, by="nobody", **more)

    assert Announcement.objects.values().get() == before


@pytest.mark.parametrize("step", ["send", "schedule", "stop", "write"])
def test_a_step_is_taken_with_one_announcement_alone(readers, coordinator, step):
    announcement, _other = AnnouncementFactory.create_batch(2, by=coordinator)
    for each in Announcement.objects.all():
        services.schedule(announcement=each, at=timezone.now(), by=coordinator)
    others = Announcement.objects.exclude(pk=announcement.pk)
    before = list(others.values())
    more = {"at": timezone.now() + timedelta(hours=1)} if step == "schedule" else {}

    announcement.refresh_from_db()
    getattr(services, step)(announcement=announcement, by=coordinator, **more)

    assert list(others.values()) == before


def test_one_that_is_under_way_ends_and_no_other(readers, coordinator):
    done, going, draft = AnnouncementFactory.create_batch(3, by=coordinator)
    Announcement.objects.exclude(pk=draft.pk).update(state="sending")

    assert [services.finish(each) for each in (done, done, draft)] == [True, False, False]

    assert [state(each) for each in (done, going, draft)] == ["sent", "sending", "draft"]


@pytest.mark.parametrize("before", ["sending", "sent"])
@pytest.mark.parametrize("step", ["send", "schedule", "stop", "write"])
def test_nothing_is_done_with_one_that_left(readers, coordinator, before, step):
    announcement = AnnouncementFactory(by=coordinator)
    Announcement.objects.update(state=before)
    more = {"at": timezone.now() + timedelta(hours=1)} if step == "schedule" else {}

    with pytest.raises(ValidationError):
        getattr(services, step)(announcement=announcement, by=coordinator, **more)

    assert state(announcement) == before
    assert told(announcement) == []


def test_one_that_was_changed_meanwhile_is_looked_at_again(readers, coordinator):
    announcement = AnnouncementFactory(by=coordinator)
    seen = announcement.changed_at
    services.write(announcement=announcement, by=coordinator)

    with pytest.raises(ValidationError, match="changed it meanwhile"):
        services.send(announcement=announcement, by=coordinator, seen=seen)

    assert state(announcement) == "draft"


def test_nobody_in_the_audience_is_no_announcement(coordinator):
    announcement = AnnouncementFactory(communities=[CommunityFactory()], by=coordinator)

    with pytest.raises(ValidationError, match="Nobody is in this audience"):
        services.send(announcement=announcement, by=coordinator)

    assert state(announcement) == "draft"


def scheduled(by, **audience) -> Announcement:
    announcement = AnnouncementFactory(by=by, **audience)
    services.schedule(announcement=announcement, at=timezone.now() + timedelta(hours=1), by=by)
    return announcement


def come_round() -> None:
    Announcement.objects.exclude(send_at=None).update(send_at=timezone.now() - timedelta(seconds=1))


def test_a_scheduled_one_leaves_at_its_time_and_once(
    readers, coordinator, django_capture_on_commit_callbacks
):
    announcement = scheduled(coordinator)
    assert services.send_due() == 0
    come_round()

    with django_capture_on_commit_callbacks(execute=True):
        for _tick in range(3):
            send_what_is_due.enqueue()

    assert told(announcement) == readers
    assert state(announcement) == "sent"
    assert ModelLogEntry.objects.filter(action="announcements.send").count() == 1


@pytest.mark.parametrize("step", ["stop", "write"])
def test_one_that_was_stopped_or_changed_does_not_leave_by_itself(readers, coordinator, step):
    announcement = scheduled(coordinator)
    getattr(services, step)(announcement=announcement, by=coordinator)
    come_round()

    assert services.send_due() == 0
    assert state(announcement) == {"stop": "stopped", "write": "draft"}[step]
    assert announcement.send_at is None


def test_a_scheduled_one_that_would_reach_nobody_by_now_is_stopped(readers, coordinator):
    community = CommunityFactory(members=readers[:1])
    announcement = scheduled(coordinator, communities=[community])
    community.delete()
    come_round()

    assert services.send_due() == 0
    assert state(announcement) == "stopped"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["pressed", "due"])
def test_it_leaves_once_when_many_ask_at_once(way):
    by, *readers = UserFactory.create_batch(4)
    announcement = AnnouncementFactory(by=by)
    if way == "due":
        services.schedule(announcement=announcement, at=timezone.now(), by=by)

    def ask(number):
        if way == "due":
            return services.send_due()
        try:
            services.send(announcement=announcement, by=by)
        except ValidationError:
            return 0
        return 1

    assert sum(at_once(ask, [(number,) for number in range(6)])) == 1
    assert told(announcement) == readers
    assert state(announcement) == "sent"
