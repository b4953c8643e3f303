"""What a person's copy of their data says of duty, and what it leaves to others."""

import pytest

from moderation.duty import own_data, services
from tests.factories.communities import CommunityFactory
from tests.factories.duty import on_duty_and_asking
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def test_ones_own_is_in_it_and_nothing_of_somebody_else():
    here = CommunityFactory(title="Harbour")
    user, other = UserFactory(), UserFactory()
    on_duty_and_asking(user, community=here, word="mine")
    on_duty_and_asking(other, community=here, word="secret")
    own = next(item for item in services.DutyItem.objects.asked_by(user))
    services.withdraw(item=own, by=user)

    [asked] = own_data.asked_to_get_in_touch(user)
    assert (asked["community"], asked["words_of_the_list"]) == ("Harbour", "Entry mine")
    assert (asked["how_to_reach_you"], asked["state"]) == ("Reach mine", "Taken back")
    assert [row["state"] for row in own_data.duty_about(user)] == ["Waits"]
    [hours] = own_data.duty_hours(user)
    assert (hours["weekday"], hours["begins"], hours["ends"]) == (1, "09:00", "12:00")
    assert [str(row["what"]) for row in own_data.duty_steps(user)] == [
        *("Taken", "You were asked whether you have talked it over"),
    ]
    told = [
        row
        for part in (
            *(own_data.asked_to_get_in_touch, own_data.duty_about),
            *(own_data.duty_hours, own_data.duty_steps),
        )
        for row in part(user)
    ]
    assert "ecret" not in str(told)
