"""Whose a duty item is: the community's facilitators, and never whom it is about."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import CommunityIndexPage, Membership
from core.roles import COORDINATORS
from moderation.duty import services
from moderation.duty.access import carers_of, on_duty_in, who_looks_at
from moderation.duty.enums import Told
from moderation.duty.models import DutyItem
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.duty import AskedFactory, OpenedFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def falling(person) -> set[DutyItem]:
    return set(DutyItem.objects.falling_to(person))


def test_it_falls_to_the_communitys_facilitators_and_to_nobody_else(
    asked, beside, facilitator, second, elsewhere, coordinator, author, reporter, member
):
    for person in (facilitator, second):
        assert falling(person) == {asked, beside}
    for person in (elsewhere, coordinator, author, reporter, member, AnonymousUser()):
        assert falling(person) == set()


def test_a_facilitator_finds_nothing_that_is_about_themself(harbour, facilitator, second, asked):
    own = AskedFactory(community=harbour, member=facilitator)
    about = OpenedFactory(community=harbour, by=second, subject=facilitator)

    assert falling(facilitator) == {asked}
    assert falling(second) == {asked, own, about}
    for service in (services.take, services.put_back, services.accept, services.decline):
        with pytest.raises(DutyItem.DoesNotExist):
            service(item=own, by=facilitator)
    with pytest.raises(DutyItem.DoesNotExist):
        services.note(item=about, by=facilitator, words="Mine.")


def test_about_the_only_facilitator_it_falls_to_a_coordinator_and_not_to_themself(
    harbour, facilitator, second, coordinator
):
    Membership.objects.filter(member=second).update(is_facilitator=False)
    item = AskedFactory(community=harbour, member=facilitator)

    assert falling(facilitator) == falling(second) == set()
    assert falling(coordinator) == {item}
    coordinator.rights_withheld = True
    assert falling(coordinator) == set()


def test_a_coordinator_keeps_what_they_are_named_in(
    harbour, facilitator, second, coordinator, asked, beside
):
    for name in ("taken_by", "offered_to", "second"):
        DutyItem.objects.filter(pk=asked.pk).update(
            **{"state": "taken", "due_at": None, "taken_by": facilitator, name: coordinator}
        )
        assert falling(coordinator) == {asked}
        DutyItem.objects.filter(pk=asked.pk).update(
            state="open", taken_by=None, offered_to=None, second=None
        )


@pytest.mark.parametrize("change", ["withheld", "locked", "term over"])
def test_who_may_not_look_after_anything_now_has_nothing(asked, harbour, facilitator, change):
    if change == "withheld":
        facilitator.rights_withheld = True
    elif change == "locked":
        facilitator.is_active = False
        facilitator.save()
    else:
        Membership.objects.filter(member=facilitator).update(facilitator_until="2020-01-01")

    assert falling(facilitator) == set()
    assert not on_duty_in(facilitator).exists()
    assert who_looks_at([(facilitator, asked)]) == [False]


def test_the_page_is_that_of_who_facilitates_there_and_of_no_coordinator(
    harbour, facilitator, elsewhere, coordinator, author
):
    assert list(on_duty_in(facilitator)) == [harbour]
    for person in (elsewhere, coordinator, author, AnonymousUser()):
        assert harbour not in on_duty_in(person)


PEOPLE = 5
members = st.sets(st.integers(0, PEOPLE - 1))
someone = st.none() | st.integers(0, PEOPLE - 1)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    facilitators=st.tuples(members, members),
    coordinators=members,
    administrators=members,
    locked=members,
    items=st.lists(
        st.tuples(st.integers(0, 1), someone, someone, someone, someone, st.sampled_from(Told)),
        min_size=1,
        max_size=4,
    ),
)
def test_the_rule_for_one_and_the_rule_for_many_are_the_same(
    facilitators, coordinators, administrators, locked, items, db
):
    with transaction.atomic():
        index = CommunityIndexPage.objects.first() or CommunityIndexPageFactory()
        people = UserFactory.create_batch(PEOPLE)
        places = [
            CommunityFactory(parent=index, facilitators=[people[n] for n in some])
            for some in facilitators
        ]
        group = Group.objects.get_or_create(name=COORDINATORS)[0]
        for n, person in enumerate(people):
            if n in coordinators:
                person.groups.add(group)
            person.is_superuser, person.is_active = n in administrators, n not in locked
            person.save()

        def of(n):
            return None if n is None else people[n]

        rows = [
            DutyItem.objects.create(
                community=places[place],
                asked=False,
                subject=of(subject),
                level=2,
                state="open" if taken is None else "taken",
                taken_by=of(taken),
                offered_to=None if taken is None else of(offered),
                second=of(second),
                told=told,
            )
            for place, subject, taken, offered, second, told in items
        ]
        carers = carers_of(rows)
        for person in [type(each).objects.get(pk=each.pk) for each in people]:
            mine = {row.pk for row in DutyItem.objects.falling_to(person)}
            assert mine == {
                row.pk for row in rows if person.is_active and person.pk in carers[row.pk]
            }
            assert who_looks_at([(person, row) for row in rows]) == [row.pk in mine for row in rows]
            assert not any(row.subject_id == person.pk for row in rows if row.pk in mine)
        transaction.set_rollback(True)
