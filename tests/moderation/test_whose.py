"""Whose a report is: never its subject's or its sender's, and never nobody's."""

import contextlib
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.access import coordinating
from communities.models import CommunityPage, Membership
from core.roles import COORDINATORS
from members.models import User
from moderation.access import carers_of, who_decides
from moderation.models import Report
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory
from tests.moderation.conftest import room_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
PEOPLE, COMMUNITIES = 5, 2


def falling(person) -> set[Report]:
    return set(Report.objects.falling_to(person))


def test_it_falls_to_the_facilitators_of_the_community_and_to_no_one_else(
    sent, facilitator, second, elsewhere, coordinator, author, reporter, member
):
    for person in (facilitator, second):
        assert falling(person) == {sent}
    for person in (elsewhere, coordinator, author, reporter, member, AnonymousUser()):
        assert falling(person) == set()


def test_in_a_shared_room_it_falls_to_the_facilitators_of_both(harbour, facilitator, elsewhere):
    inland = CommunityPage.objects.get(title="Inland")
    post = PostFactory(topic=TopicFactory(room=room_of(harbour, inland)))

    report = ReportFactory(about=post)

    assert falling(facilitator) == falling(elsewhere) == {report}


def test_what_stands_in_no_community_falls_to_coordinators(coordinator, facilitator, author):
    in_open_room = ReportFactory(about=PostFactory(topic=TopicFactory(room=RoomFactory())))
    of_a_person = ReportFactory(about=author)

    assert falling(coordinator) == {in_open_room, of_a_person}
    assert falling(facilitator) == set()


def test_about_one_of_two_facilitators_it_falls_to_the_other(post, facilitator, second):
    own = PostFactory(topic=post.topic, author=facilitator)

    report = ReportFactory(about=own)

    assert falling(facilitator) == set()
    assert falling(second) == {report}


def test_about_the_only_facilitator_it_falls_to_a_coordinator(
    harbour, post, facilitator, second, coordinator
):
    Membership.objects.filter(member=second).update(is_facilitator=False)
    report = ReportFactory(about=PostFactory(topic=post.topic, author=facilitator))

    assert falling(facilitator) == falling(second) == set()
    assert falling(coordinator) == {report}


def test_about_the_only_coordinator_it_falls_to_an_administrator_or_to_a_facilitator(
    coordinator, elsewhere, member
):
    report = ReportFactory(about=coordinator, reporter=member)
    assert falling(elsewhere) == {report}

    administrator = UserFactory(is_superuser=True)

    assert falling(administrator) == {report}
    assert falling(coordinator) == falling(elsewhere) == set()


def test_a_facilitator_does_not_decide_on_what_they_sent(post, facilitator, second):
    report = ReportFactory(about=post, reporter=facilitator)

    assert falling(facilitator) == set()
    assert falling(second) == {report}


def test_a_post_that_is_moved_stays_with_those_who_were_told(sent, post, facilitator, elsewhere):
    inland = CommunityPage.objects.get(title="Inland")
    post.topic.forum = room_of(inland).forum
    post.topic.save()

    assert falling(facilitator) == {sent}
    assert falling(elsewhere) == set()


@pytest.mark.parametrize("change", ["withheld", "locked", "term over"])
def test_who_may_not_look_after_anything_now_has_nothing(sent, facilitator, change):
    if change == "withheld":
        facilitator.rights_withheld = True
    elif change == "locked":
        facilitator.is_active = False
        facilitator.save()
    else:
        Membership.objects.filter(member=facilitator).update(facilitator_until="2020-01-01")

    assert falling(facilitator) == set()
    assert who_decides([(facilitator, sent)]) == [False]


def test_many_are_asked_about_in_as_many_queries_as_one(
    sent, facilitator, coordinator, django_assert_num_queries
):
    others = [ReportFactory(about=UserFactory()) for _each in range(5)]

    with django_assert_num_queries(3):
        answers = who_decides([(facilitator, each) for each in [sent, *others]])

    assert answers == [True, *[False] * 5]


# Random worlds

person = st.integers(0, PEOPLE - 1)
some = st.sets(person, max_size=3)


@st.composite
def worlds(draw):
    """Who facilitates which community, who coordinates, who administers, who is locked; and
    reports: where, about whom, by whom."""
    where = st.sets(st.integers(0, COMMUNITIES - 1))
    report = st.tuples(where, st.one_of(st.none(), person), person)
    return {
        "facilitators": [draw(some) for _each in range(COMMUNITIES)],
        "coordinators": draw(some),
        "administrators": draw(st.sets(person, max_size=1)),
        "locked": draw(st.sets(person, max_size=2)),
        "reports": draw(st.lists(report, min_size=1, max_size=4)),
    }


@shared
def everybody(db: None) -> list[User]:
    return UserFactory.create_batch(PEOPLE)


@shared
def places(db: None) -> list[CommunityPage]:
    index = CommunityIndexPageFactory()
    return [CommunityFactory(parent=index) for _each in range(COMMUNITIES)]


@contextlib.contextmanager
def built(world, everybody, places) -> Iterator[list[Report]]:
    """The world's rows, for as long as it is looked at."""
    with transaction.atomic():
        coordinators = Group.objects.get(name=COORDINATORS)
        for place, members in zip(places, world["facilitators"], strict=True):
            for each in members:
                Membership.objects.create(
                    community=place, member=everybody[each], is_facilitator=True
                )
        for each in world["coordinators"]:
            everybody[each].groups.add(coordinators)
        for names, column in (("administrators", "is_superuser"), ("locked", "is_active")):
            keys = [everybody[each].pk for each in world[names]]
            User.objects.filter(pk__in=keys).update(**{column: column == "is_superuser"})
        yield [_report(n, said, everybody, places) for n, said in enumerate(world["reports"])]
        transaction.set_rollback(True)


def _report(n, said, everybody, places) -> Report:
    where, subject, reporter = said
    report = Report.objects.create(
        what="message",
        about_id=n,
        version=0,
        title="Words",
        address="/",
        reason="hurts",
        subject=everybody[subject] if subject is not None else None,
        reporter=everybody[reporter],
    )
    report.communities.set([places[each] for each in where])
    return report


@given(worlds())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_in_any_world_each_report_has_somebody_and_never_whom_it_concerns(everybody, places, world):
    if not Group.objects.filter(name=COORDINATORS).exists():
        call_command("sync_roles", verbosity=0)
    with built(world, everybody, places) as reports:
        people = list(User.objects.filter(pk__in=[each.pk for each in everybody]))
        found = {each.pk: set(Report.objects.falling_to(each)) for each in people}
        may = {
            report.pk: {key for key, theirs in found.items() if report in theirs}
            for report in reports
        }
        rights = set(coordinating().values_list("pk", flat=True)) | set(
            Membership.objects.facilitators()
            .filter(member__is_active=True)
            .values_list("member", flat=True)
        )
        for report in reports:
            concerned = {report.subject_id, report.reporter_id}
            assert not may[report.pk] & concerned
            assert may[report.pk] <= rights
            assert bool(may[report.pk]) == bool(rights - concerned)
        assert may == {key: set(carers) for key, carers in carers_of(reports).items()}
        pairs = [(each, report) for each in people for report in reports]
        assert who_decides(pairs) == [one.pk in may[report.pk] for one, report in pairs]
