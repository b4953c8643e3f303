"""Two at once: one has the item, and one is asked for."""

import pytest
from django.core.exceptions import ValidationError

from communities import services as communities
from moderation.duty import services
from moderation.duty.climbing import climb
from moderation.duty.enums import Deed, Told
from moderation.duty.models import DutyItem
from tests.communities.test_concurrency import community as community
from tests.factories.duty import AskedFactory
from tests.factories.members import UserFactory
from tests.moderation.test_concurrency import at_once
from work.moment import database_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(community):
    people = UserFactory.create_batch(4)
    for person in people:
        communities.appoint_facilitator(community=community, member=person)
    return people


def test_of_facilitators_who_take_one_at_once_one_has_it(community, people):
    item, beside = AskedFactory(community=community), AskedFactory(community=community)

    def take(person) -> bool:
        try:
            services.take(item=item, by=person)
        except ValidationError:
            return False
        return True

    took = at_once(take, people)

    item.refresh_from_db()
    beside.refresh_from_db()
    assert sorted(took) == [False, False, False, True]
    assert item.taken_by == people[took.index(True)]
    assert item.steps.filter(deed=Deed.TAKEN).count() == 1
    assert beside.taken_by is None


def test_pressed_four_times_at_once_one_is_asked_for(community, people):
    member = UserFactory()

    asked = at_once(
        lambda n: services.ask(community=community, member=member, entry=f"entry {n}"), range(4)
    )

    assert {item.pk for item in asked} == {DutyItem.objects.get().pk}
    assert DutyItem.objects.get().steps.filter(deed=Deed.ASKED).count() == 1


def test_two_clocks_at_once_take_one_step_up(community, people):
    item = AskedFactory(community=community)
    assert item.told == Told.FACILITATORS
    now = database_now()
    DutyItem.objects.update(due_at=now)

    climbed = at_once(lambda _n: climb(item, now), range(3))

    item.refresh_from_db()
    assert (sorted(climbed), item.told) == ([False, False, True], Told.COORDINATORS)
    assert item.steps.filter(deed=Deed.TOLD).count() == 1
