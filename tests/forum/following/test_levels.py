"""How much somebody wants to hear: the nearest place decides, whoever asks and for how many."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import OuterRef
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.following.enums import Level
from forum.following.levels import level
from forum.following.models import Said
from forum.following.services import hear_of_community, hear_of_room, hear_of_topic
from forum.notices import _followers_of_room
from forum.reading.tracking import TrackingHandler
from forum.rooms.models import Forum
from forum.topics.models import Topic
from members.models import User
from notifications.choices import reach_of
from notifications.enums import Reach
from notifications.kinds import kind_named, kinds
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db

# Rooms by their communities; the third belongs to both, the last to none.
ROOMS = [(0,), (1,), (0, 1), ()]
PLACES = [
    *(("community", n) for n in range(2)),
    *(("room", n) for n in range(4)),
    *(("topic", n) for n in range(8)),
]
sayings = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(PLACES), st.sampled_from(Level)), max_size=14
)


class World:
    def __init__(self):
        first = CommunityFactory()
        self.community = [first, CommunityFactory(parent=first.get_parent().specific)]
        self.room = [
            RoomFactory(communities=[self.community[n] for n in belongs], audience="members")
            for belongs in ROOMS
        ]
        self.topic = [TopicFactory(room=self.room[n // 2]) for n in range(8)]
        self.people = UserFactory.create_batch(2)


@shared
def world(db):
    return World()


SAY = {"community": hear_of_community, "room": hear_of_room, "topic": hear_of_topic}


def say(world, who, place, said):
    kind, n = place
    SAY[kind](member=world.people[who], level=said, **{kind: getattr(world, kind)[n]})


def expected(said, who, topic=None, room=None):
    """The oracle: the first of topic, room and communities of which something is said."""
    room = topic // 2 if room is None else room
    at = [said.get((who, place), Level.USUAL) for place in (("topic", topic), ("room", room))]
    around = {said.get((who, ("community", n)), Level.USUAL) for n in ROOMS[room]}
    of_communities = next(
        (each for each in (Level.WATCHING, Level.MUTED) if each in around), Level.USUAL
    )
    return next((each for each in (*at, of_communities) if each != Level.USUAL), Level.USUAL)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sayings=sayings)
def test_the_nearest_place_of_which_something_is_said_decides(world, sayings):
    with transaction.atomic():
        said = {}
        for who, place, how in sayings:
            say(world, who, place, how)
            said[who, place] = how
        _agrees(world, said)
        transaction.set_rollback(True)


def _agrees(world, said):
    for who, person in enumerate(world.people):
        topics = Topic.objects.annotate(
            heard=level(member=person.pk, forum=OuterRef("forum"), topic=OuterRef("pk"))
        )
        found = dict(topics.values_list("pk", "heard"))
        wanted = {each.pk: expected(said, who, n) for n, each in enumerate(world.topic)}
        assert found == wanted
        unread = TrackingHandler().unread(Topic.objects.all(), person)
        muted = {pk for pk, heard in wanted.items() if heard == Level.MUTED}
        assert {each.pk for each in unread} == wanted.keys() - muted
        of_rooms = {room.forum_id: expected(said, who, room=n) for n, room in enumerate(world.room)}
        _new, quiet = TrackingHandler().marks_of_forums(Forum.objects.all(), person)
        assert quiet == {pk for pk, heard in of_rooms.items() if heard == Level.MUTED}
    keys = [person.pk for person in world.people]
    for n, topic in enumerate(world.topic):
        reach = reach_of(keys, kind_named("reply_to_me"), topic=topic.pk)
        assert [reach[key] == Reach.OFF for key in keys] == [
            expected(said, who, n) == Level.MUTED for who in range(2)
        ]
        told = User.objects.filter(pk__in=_followers_of_room(topic.first_post))
        heard = reach_of([each.pk for each in told], kind_named("new_topic"), topic=topic.pk)
        if said.get((0, ("topic", n)), Level.USUAL) == Level.USUAL:
            is_told = heard.get(keys[0], Reach.OFF) != Reach.OFF
            assert is_told == (expected(said, 0, room=n // 2) == Level.WATCHING)


@pytest.mark.parametrize("number", [1, 20])
def test_it_is_asked_for_many_at_once(world, number, django_assert_num_queries):
    people = UserFactory.create_batch(number)
    for person in people:
        hear_of_room(member=person, room=world.room[0], level=Level.MUTED)
    with django_assert_num_queries(2):
        reach = reach_of([each.pk for each in people], kind_named("reply_to_me"), topic=1)
    assert len(reach) == number


def test_what_is_said_again_is_one_row_and_machinas_followers_stay_right(world):
    (person, beside), topic, room = world.people, world.topic[0], world.room[0]
    hear_of_topic(member=beside, topic=topic, level=Level.WATCHING)
    for how in (Level.MUTED, Level.WATCHING, Level.WATCHING, Level.MUTED, Level.MUTED):
        hear_of_topic(member=person, topic=topic, level=how)
        hear_of_room(member=person, room=room, level=how)
    rows = Said.objects.values_list("member", "topic", "forum", "level")
    assert set(rows) == {
        (person.pk, topic.pk, None, Level.MUTED),
        (person.pk, None, room.forum_id, Level.MUTED),
    }
    assert [*topic.subscribers.all(), *room.followers.all()] == [beside]

    hear_of_topic(member=person, topic=topic, level=Level.USUAL)
    hear_of_room(member=person, room=room, level=Level.USUAL)
    assert not Said.objects.exists()


def test_somebody_added_to_those_who_follow_by_another_way_follows(world):
    person, topic = world.people[0], world.topic[0]
    hear_of_topic(member=person, topic=topic, level=Level.MUTED)
    topic.subscribers.add(person)
    reach = reach_of([person.pk], kind_named("reply_in_topic"), topic=topic.pk)
    assert reach == {person.pk: Reach.DAILY}


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": Level.USUAL},
        {"level": Level.WATCHING},
        {"level": Level.MUTED, "forum_too": True},
        {"level": Level.MUTED, "topic": None},
    ],
    ids=["as usual", "watching", "two places", "no place"],
)
def test_the_database_keeps_nothing_else(world, wrong):
    fields = {"topic": world.topic[0]} | {key: wrong[key] for key in ("level",)}
    fields |= {"topic": None} if "topic" in wrong else {}
    fields |= {"forum": world.room[0].forum} if "forum_too" in wrong else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Said.objects.create(member=world.people[0], **fields)


def test_kinds_about_ones_own_words_break_the_silence():
    assert {kind.name for kind in kinds() if kind.breaks_silence} == {
        *("post_approved", "post_declined", "post_restored", "change_answered", "post_hidden"),
        *("post_handled", "post_not_sent", "seal_opened", "report_answer", "duty_answer"),
        "limit_set",
    }
