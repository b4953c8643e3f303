"""In every loop that tells people, one that fails stands between two that are done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models.signals import pre_save
from django.utils import timezone

from announcements import services as announcements
from announcements import totals
from announcements.models import Announcement
from core import retention
from members.models import User
from notifications import kinds
from notifications.models import Notification
from notifications.tasks import tell_audience
from opportunities.querysets import site_today
from opportunities.tasks import tell_of_scholarships
from tests import queues
from tests.factories.announcements import AnnouncementFactory
from tests.factories.members import UserFactory
from tests.factories.opportunities import OpportunityPageFactory
from tests.ops.loops import SECRET, fails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_without_words")]


def test_announcements_that_are_due(stumbles, coordinator, django_capture_on_commit_callbacks):
    UserFactory()
    at = timezone.now() + timedelta(hours=1)
    written = [AnnouncementFactory(by=coordinator) for _number in range(3)]
    for each in written:
        announcements.schedule(announcement=each, at=at, by=coordinator)
    bad = written[1].pk
    stumbles(
        pre_save,
        lambda said: (
            getattr(said["instance"], "object_id", "") == str(bad)
            and said["instance"].action == "announcements.send"
        ),
    )

    with django_capture_on_commit_callbacks(execute=True):
        fails(announcements.send_due, at)

    states = dict(Announcement.objects.values_list("pk", "state"))
    assert states == {written[0].pk: "sent", bad: "scheduled", written[2].pk: "sent"}


def test_totals_of_announcements(monkeypatch, coordinator, django_capture_on_commit_callbacks):
    written = [AnnouncementFactory(by=coordinator) for _number in range(3)]
    UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        for each in written:
            announcements.send(announcement=each, by=coordinator)
    count = totals.count
    monkeypatch.setattr(
        totals,
        "count",
        lambda **which: 1 / 0 if which["about_id"] == written[1].pk else count(**which),
    )

    fails(totals.keep_all)

    told = Announcement.objects.order_by("pk").values_list("told", flat=True)
    assert [bool(number) for number in told] == [True, False, True]


def test_scholarships_that_open(member, django_capture_on_commit_callbacks):
    pages = [OpportunityPageFactory(opens_on=site_today()) for _number in range(3)]
    bad = pages[1].pk
    opened = kinds.kind_named("scholarship_opened")

    def find(keys):
        return 1 / 0 if bad in keys else opened.find(keys)

    kinds.register(replace(opened, find=find))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            tell_of_scholarships.enqueue()
    finally:
        kinds.register(opened)

    told = Notification.objects.filter(kind="scholarship_opened", recipient=member)
    assert sorted(told.values_list("about_id", flat=True)) == [pages[0].pk, pages[2].pk]


def test_people_in_an_audience(monkeypatch, django_capture_on_commit_callbacks):
    people = UserFactory.create_batch(3)
    about = UserFactory()
    register_waved(people[1].pk)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            tell_audience("waved", about.pk)
    finally:
        del kinds._kinds["waved"]

    told = set(Notification.objects.values_list("recipient", flat=True))
    assert {people[0].pk, people[2].pk} <= told
    assert people[1].pk not in told


def test_who_could_not_be_told_is_told_when_the_cause_is_gone(settings):
    people = UserFactory.create_batch(3)
    about = UserFactory()
    register_waved(people[1].pk)
    try:
        with queues.in_the_database(settings):
            tell_audience("waved", about.pk)
            assert queues.work_off() == 2  # The audience, and then the one, who fails.
            del kinds._kinds["waved"]
            register_waved(0)
            queues.skip_the_pause()
            queues.work_off()
    finally:
        del kinds._kinds["waved"]

    told = Notification.objects.filter(recipient__in=people)
    assert told.count() == 3


def register_waved(bad: int) -> None:
    def may_see(pairs):
        if any(person.pk == bad for person, _thing in pairs):
            raise RuntimeError(SECRET)
        return [True] * len(pairs)

    kinds.register(
        kinds.Kind(
            name="waved",
            title="Somebody waved",
            group=kinds.Group.TALK,
            default=kinds.Reach.DAILY,
            find=lambda keys: User.objects.in_bulk(keys),
            may_see=may_see,
            link=lambda about: "/",
            audience=lambda about: User.objects.exclude(pk=about.pk),
        )
    )


def test_the_page_of_what_is_new(member, member_client):
    about = UserFactory.create_batch(3)
    bad = about[1].pk

    def find(keys):
        return 1 / 0 if bad in keys else User.objects.in_bulk(keys)

    register_waved(0)
    kinds.register(
        type(kinds.kind_named("waved"))(**{**vars(kinds.kind_named("waved")), "find": find})
    )
    for each in about:
        Notification.objects.create(recipient=member, kind="waved", about_id=each.pk, how="site")
    try:
        page = member_client.get("/notifications/").content.decode()
        # There is no template for this kind: its name stands in for the line.
        assert page.count("Somebody waved") >= 2
        assert retention.rule("notifications-gone").remove(timezone.now()) == 0
    finally:
        del kinds._kinds["waved"]
