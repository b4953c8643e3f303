"""The first steps of somebody new: each stays until it is done or put aside."""

import re

import pytest

from core.text import words_of
from home.models import StepAside
from home.newcomers import NAMES
from members.services import close_account
from people.services import update_profile
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
TITLE = 'id="first-steps"'
NAMED = {
    "Join a community": "join",
    "Say who you are": "you",
    "Say hello in the discussions": "talk",
}


def left(client) -> dict[str, bool]:
    """The steps that the front door shows, by name, and whether each is done."""
    found = re.findall(r'steps__title">(.*?)</span>', client.get("/").text)
    return {NAMED[words_of(title)]: "<a " not in title for title in found}


def test_somebody_new_has_three_steps(member_client):
    assert left(member_client) == {"join": False, "you": False, "talk": False}
    assert TITLE in member_client.get("/").text


def test_each_step_is_marked_when_it_is_done_by_this_member_alone(member_client, member):
    other = UserFactory()
    index = CommunityIndexPageFactory()
    CommunityFactory(parent=index, members=[other])
    update_profile(member=other, values={"about": "A walker."})
    topic = TopicFactory(room=RoomFactory(), author=other)
    assert left(member_client) == {"join": False, "you": False, "talk": False}

    CommunityFactory(parent=index, members=[member])
    assert left(member_client) == {"join": True, "you": False, "talk": False}

    update_profile(member=member, values={"about": "A walker."})
    assert left(member_client) == {"join": True, "you": True, "talk": False}

    PostFactory(topic=topic, author=member)
    assert left(member_client) == {}
    assert TITLE not in member_client.get("/").text


def test_a_step_put_aside_is_gone_and_the_others_stay(member_client, member):
    StepAside.objects.create(member=UserFactory(), step="you")

    answer = member_client.post("/first-steps/join/aside/")
    member_client.post("/first-steps/join/aside/")

    assert (answer.status_code, answer.url) == (302, "/")
    assert left(member_client) == {"you": False, "talk": False}
    assert StepAside.objects.filter(member=member).count() == 1


def test_with_all_of_them_aside_there_are_none(member_client):
    for name in NAMES:
        member_client.post(f"/first-steps/{name}/aside/")

    assert left(member_client) == {}


@pytest.mark.parametrize("name", ["nothing", "JOIN", "x" * 300])
def test_a_step_that_there_is_not_is_not_found(member_client, name):
    assert member_client.post(f"/first-steps/{name}/aside/").status_code == 404


def test_steps_are_put_aside_by_members_and_by_sending(client, member_client):
    assert client.post("/first-steps/join/aside/").status_code == 302
    assert member_client.get("/first-steps/join/aside/").status_code == 405
    assert not StepAside.objects.exists()


def test_what_was_put_aside_goes_with_the_account_alone(member):
    other = UserFactory()
    for person in (member, other):
        StepAside.objects.create(member=person, step="talk")

    close_account(user=member, by=member)

    assert [row.member for row in StepAside.objects.all()] == [other]
