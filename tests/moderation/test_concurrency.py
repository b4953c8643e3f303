"""Two at once: one has the report, and one report is sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from communities import services as communities
from moderation import services
from moderation.enums import Deed
from moderation.limiting import set_limit
from moderation.models import Limit, Report
from tests.communities.test_concurrency import community as community
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory, thing_of
from tests.moderation.conftest import room_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(do, things):
    def once(thing):
        try:
            return do(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(things)) as threads:
        return list(threads.map(once, things))


def test_of_two_facilitators_who_take_it_at_once_one_has_it(community):
    people = UserFactory.create_batch(4)
    for person in people:
        communities.appoint_facilitator(community=community, member=person)
    post = PostFactory(topic=TopicFactory(room=room_of(community)))
    report, beside = ReportFactory(about=post), ReportFactory(about=post)

    def take(person) -> bool:
        try:
            services.take(report=report, by=person)
        except ValidationError:
            return False
        return True

    took = at_once(take, people)

    report.refresh_from_db()
    beside.refresh_from_db()
    assert sorted(took) == [False, False, False, True]
    assert report.taken_by == people[took.index(True)]
    assert report.steps.filter(deed=Deed.TAKEN).count() == 1
    assert beside.taken_by is None


def test_of_two_facilitators_who_set_a_limit_at_once_one_does(community):
    carers, (member, beside) = UserFactory.create_batch(2), UserFactory.create_batch(2)
    for person in (*carers, member, beside):
        communities.join(community=community, member=person)
    for person in carers:
        communities.appoint_facilitator(community=community, member=person)

    def limit(by) -> bool:
        try:
            set_limit(member=member, community=community, by=by, length="day", why="Room")
        except ValidationError:
            return False
        return True

    assert sorted(at_once(limit, carers)) == [False, True]
    assert [row.member for row in Limit.objects.all()] == [member]


def test_pressed_four_times_at_once_one_report_is_sent(community):
    post = PostFactory(topic=TopicFactory(room=room_of(community)))
    reporter, thing = UserFactory(), thing_of(post)

    sent = at_once(
        lambda _n: services.send_report(reporter=reporter, thing=thing, reason="hurts"), range(4)
    )

    assert {each.pk for each in sent} == {Report.objects.get().pk}
    assert Report.objects.get().steps.count() == 1
