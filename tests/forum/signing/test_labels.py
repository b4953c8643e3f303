"""No label names somebody: whatever people say of themselves, at least six would carry each."""

import random
from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Membership
from forum.posting.labels import FEWEST, _one_area, offer, role_label, writers
from forum.rooms.enums import Audience
from forum.rooms.models import Room
from members.models import User
from people.models import Area, Profile
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory
from tests.forum.signing.conftest import joined

pytestmark = pytest.mark.django_db
MOST = 40


@pytest.fixture
def land(db):
    """The country: two regions, one with three parts; beside it one without."""
    south = Area.objects.create(name="Otago")
    north = Area.objects.create(name="Wellington region")
    parts = [Area.objects.create(name=name, parent=north) for name in ("Hutt Valley", "Porirua")]
    within = Area.objects.create(name="Upper Hutt", parent=parts[0])
    return [None, south, north, *parts, within]


@pytest.fixture
def crowd(land):
    """Forty people in a community with a room; what they do and where is written by the tests."""
    community = CommunityFactory()
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
    people = User.objects.bulk_create(
        [User(email=f"of{n}@example.org", display_name=f"Person {n}") for n in range(MOST)]
    )
    Profile.objects.bulk_create(Profile(user=person) for person in people)
    Membership.objects.bulk_create(
        Membership(community=community, member=person) for person in people
    )
    return room, people


PERSON = st.tuples(
    st.sampled_from(["peer", "peer", "peer", "clinician", "manager", ""]),
    st.lists(st.integers(0, 5), max_size=2),
    st.booleans(),
)


def labels_of(room, people):
    found = {}
    for person in people:
        said = offer(author=person, forum=room.forum)
        found[person.pk] = said.labels
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.lists(PERSON, min_size=1, max_size=MOST))
def test_six_would_carry_each_label(crowd, land, said):
    """1,000 and more memberships over the examples: everybody's labels at once, by their number."""
    room, people = crowd
    for person, (role, places, here) in zip(people, said, strict=False):
        Profile.objects.filter(user=person).update(role=role)
        areas = [land[place] for place in places if land[place]]
        person.profile.areas.set(areas)
        Membership.objects.filter(member=person).update(
            **(
                {"state": "active", "left_at": None}
                if here
                else {"state": "left", "left_at": person.date_joined}
            )
        )
    for person in people[len(said) :]:
        Membership.objects.filter(member=person).update(state="left", left_at=person.date_joined)

    found = labels_of(room, people)
    here = {person.pk for person in writers_of(room)}
    counted = Counter(
        label
        for pk, labels in found.items()
        if pk in here
        for way, label in labels.items()
        if way != "name"
    )
    assert all(number >= FEWEST for number in counted.values()), counted
    if len(here) < FEWEST:
        assert not counted


def test_no_label_of_ten_thousand_messages_was_carried_by_fewer_than_six(land):
    """A thousand memberships in ten communities; between the messages people come, go, and say
    something else of themselves."""
    chance = random.Random(10_000)  # noqa: S311
    index = CommunityFactory().get_parent()
    stages = [stage(chance, index, number) for number in range(10)]
    posted = labelled = 0
    for _again in range(20):
        for room, people in stages:
            for person in chance.sample(people, 12):
                say_something_else(chance, person, land, room)
            here = list(writers_of(room).values_list("pk", flat=True))
            shown, signed = labels_by_facts(room, here), chance.choices(here, k=50)
            for pk in signed:
                label, carried = shown[pk]
                assert label is None or carried >= FEWEST, label
                labelled += label is not None
            posted += len(signed)
    assert posted == 10_000
    assert labelled > posted / 4


def stage(chance, index, number):
    """A room of a community with a hundred members, who say nothing yet of where they are."""
    community = CommunityFactory(parent=index, title=f"Community {number}")
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
    people = User.objects.bulk_create(
        [User(email=f"s{number}x{n}@example.org", display_name=f"P {n}") for n in range(100)]
    )
    Profile.objects.bulk_create(
        Profile(user=person, role=chance.choice(["peer", "clinician", "manager", ""]))
        for person in people
    )
    Membership.objects.bulk_create(Membership(community=community, member=p) for p in people)
    return room, people


def say_something_else(chance, person, land, room):
    left = chance.random() < 0.3
    Membership.objects.filter(member=person).update(
        state="left" if left else "active", left_at=timezone.now() if left else None
    )
    Profile.objects.filter(user=person).update(role=chance.choice(["peer", "peer", "clinician"]))
    person.profile.areas.set([area for area in chance.sample(land, 2) if area])


def labels_by_facts(room, here):
    """The role label of each of these people, and how many of them carry it: asked for once for
    all who say the same of themselves."""
    facts = {}
    said = Profile.objects.filter(user__in=here).annotate(area=_one_area())
    for pk, role, area in said.values_list("user", "role", "area"):
        facts.setdefault((role, area), []).append(pk)
    labels = {}
    for alike in facts.values():
        label = role_label(author=User(pk=alike[0]), writers=writers_of(room))
        labels.update(dict.fromkeys(alike, label or None))
    carried = Counter(labels.values())
    return {pk: (label, carried[label]) for pk, label in labels.items()}


def writers_of(room):
    found = Room.objects.filter(pk=room.pk).get()
    found.is_shut = True
    return writers(found)


def at(community, number, areas, role="peer"):
    return [
        joined(community, f"{role} {areas} {n}", role=role, areas=[area.pk for area in areas])
        for n in range(number)
    ]


@pytest.fixture
def community(db):
    return CommunityFactory()


@pytest.fixture
def room(community):
    return RoomFactory(audience=Audience.COMMUNITIES, communities=[community])


def role_of(person, room):
    return offer(author=person, forum=room.forum).labels.get("role")


def test_the_area_widens_until_six_carry_it(community, room, land):
    _none, south, north, hutt, porirua, upper = land
    hutt_people = at(community, 6, [hutt])
    few = at(community, 3, [porirua])
    more = at(community, 3, [north])
    far = at(community, 1, [south])

    assert role_of(hutt_people[0], room) == "Peer support worker, Hutt Valley"
    assert role_of(few[0], room) == "Peer support worker, Wellington region"
    assert role_of(more[0], room) == "Peer support worker, Wellington region"
    assert role_of(far[0], room) is None

    at(community, 5, [south])
    assert role_of(far[0], room) == "Peer support worker, Otago"
    upper_people = at(community, 1, [upper])
    assert role_of(upper_people[0], room) == "Peer support worker, Hutt Valley"


def test_who_is_left_over_is_not_singled_out_by_a_wider_label(community, room, land):
    """Seven in the valley carry its name, so the region's would say that it is none of them."""
    _none, _south, _north, hutt, porirua, _upper = land
    at(community, 7, [hutt])
    (alone,) = at(community, 1, [porirua])

    said = offer(author=alone, forum=room.forum)

    assert "role" not in said.labels
    assert said.labels["number"] == "Peer 1"
    assert "fewer than six people here would sign that way" in said.why_not


def test_the_whole_country_is_the_widest(community, room, land):
    _none, south, north, *_rest = land
    far = [*at(community, 3, [south]), *at(community, 3, [north])]
    nowhere = at(community, 2, [])

    for person in (*far, *nowhere):
        assert role_of(person, room) == "Peer support worker, Aotearoa"


def test_others_roles_and_people_elsewhere_do_not_count(community, room, land):
    elsewhere = CommunityFactory(parent=community.get_parent())
    (lone,) = at(community, 1, [land[3]])
    at(community, 5, [land[3]], role="clinician")
    at(elsewhere, 9, [land[3]])

    said = offer(author=lone, forum=room.forum)

    assert "role" not in said.labels
    assert said.labels["number"] == "Member 1"


def test_who_says_not_what_they_do_signs_with_a_number(community, room, land):
    people = at(community, 7, [], role="")

    said = offer(author=people[0], forum=room.forum)

    assert said.labels == {"name": people[0].display_name, "number": "Member 1"}
    assert said.why_not == ""


def test_in_a_room_for_all_everybody_counts(land):
    room = RoomFactory(audience=Audience.MEMBERS)
    community = CommunityFactory()
    people = at(community, 6, [land[1]])

    assert role_of(people[0], room) == "Peer support worker, Otago"
