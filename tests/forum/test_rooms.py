"""Who may read and write in a room."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from machina.core.db.models import get_model

from communities import services as community_services
from forum import services
from forum.rooms.enums import Audience
from forum.rooms.models import Room
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

GroupRule = get_model("forum_permission", "GroupForumPermission")
UserRule = get_model("forum_permission", "UserForumPermission")


@shared
def people(peer, facilitator, coordinator):
    return {
        "visitor": Client(),
        "member": client_of(UserFactory()),
        "peer": client_of(peer),
        "facilitator": client_of(facilitator),
        "coordinator": client_of(coordinator),
    }


def answers(people, url):
    return {who: client.get(url).status_code for who, client in people.items()}


def test_a_public_room_is_read_by_all_and_written_in_by_members(people, public_room):
    topic = TopicFactory(room=public_room)

    assert set(answers(people, room_url(public_room)).values()) == {200}
    assert set(answers(people, topic_url(topic)).values()) == {200}
    assert answers(people, reply_url(topic)) == {
        "visitor": 302,
        "member": 200,
        "peer": 200,
        "facilitator": 200,
        "coordinator": 200,
    }


def test_a_members_room_is_unknown_to_visitors(people, members_room):
    topic = TopicFactory(room=members_room)

    for url in (room_url(members_room), topic_url(topic), reply_url(topic)):
        assert answers(people, url) == {
            "visitor": 404,
            "member": 200,
            "peer": 200,
            "facilitator": 200,
            "coordinator": 200,
        }


def test_a_communitys_room_is_unknown_to_everybody_else(people, private_room):
    topic = TopicFactory(room=private_room)

    for url in (
        room_url(private_room),
        topic_url(topic),
        reply_url(topic),
        start_url(private_room),
    ):
        assert answers(people, url) == {
            "visitor": 404,
            "member": 404,
            "peer": 200,
            "facilitator": 200,
            "coordinator": 200,
        }


def test_a_boundary_room_is_shared_by_two_communities(peers, peer):
    clinical = CommunityFactory(title="Clinical teams", parent=peers.get_parent())
    colleague, stranger = UserFactory.create_batch(2)
    community_services.join(community=clinical, member=colleague)
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers, clinical])

    seen = [client_of(user).get(room_url(room)).status_code for user in (peer, colleague, stranger)]

    assert seen == [200, 200, 404]


def test_leaving_the_community_closes_its_rooms_at_once(peers, peer, private_room):
    client = client_of(peer)
    assert client.get(room_url(private_room)).status_code == 200

    community_services.leave(community=peers, member=peer)

    assert client.get(room_url(private_room)).status_code == 404


def test_naming_communities_in_a_public_room_leaves_writing_to_them(people, peers):
    room = RoomFactory(audience=Audience.PUBLIC, communities=[peers])

    assert set(answers(people, room_url(room)).values()) == {200}
    assert answers(people, start_url(room)) == {
        "visitor": 302,
        "member": 403,
        "peer": 200,
        "facilitator": 200,
        "coordinator": 200,
    }


def test_a_room_inside_a_closed_room_is_closed(people, private_room):
    inside = RoomFactory(audience=Audience.PUBLIC, parent=private_room)

    assert answers(people, room_url(inside)) == {
        "visitor": 404,
        "member": 404,
        "peer": 200,
        "facilitator": 200,
        "coordinator": 200,
    }


def test_opening_changing_and_syncing_again_leaves_no_rule_twice(peers, private_room):
    def rules():
        return GroupRule.objects.count(), UserRule.objects.count()

    services.update_room(
        room=private_room, name="Only peers", audience=Audience.COMMUNITIES, communities=[peers]
    )
    before = rules()
    services.update_room(
        room=private_room, name="Only peers", audience=Audience.COMMUNITIES, communities=[peers]
    )
    call_command("sync_roles", verbosity=0)
    once = rules()
    call_command("sync_roles", verbosity=0)

    assert rules() == once
    assert before[1] == once[1] == 0


def test_a_room_that_is_opened_to_all_and_closed_again_is_closed(peers, private_room):
    services.update_room(room=private_room, name="Open", audience=Audience.PUBLIC)
    assert Client().get(room_url(private_room)).status_code in (200, 302)

    services.update_room(
        room=private_room, name="Closed", audience=Audience.COMMUNITIES, communities=[peers]
    )

    private_room.refresh_from_db()
    assert Client().get(room_url(private_room)).status_code == 404
    assert private_room.forum.name == "Closed"


def test_a_room_for_communities_has_to_name_one(db):
    with pytest.raises(ValidationError, match="Name the communities"):
        services.open_room(name="For whom?", audience=Audience.COMMUNITIES)
    assert not Room.objects.exists()


def test_a_room_named_with_a_picture_alone_does_not_break_the_index(db):
    room = RoomFactory(name="🎉", audience=Audience.PUBLIC)

    assert Client().get("/forum/").status_code == 200
    assert Client().get(room_url(room)).status_code == 200
    assert room.forum.slug == "room"


def test_changing_a_room_keeps_what_was_counted_meanwhile(members_room):
    stale = Room.objects.select_related("forum").get()
    TopicFactory(room=members_room)

    services.update_room(room=stale, name="Renamed", audience=Audience.MEMBERS)

    stale.forum.refresh_from_db()
    assert (stale.forum.direct_topics_count, stale.forum.direct_posts_count) == (1, 1)


def test_a_room_can_move_into_another_and_out_again(members_room, public_room):
    services.update_room(
        room=members_room, name="Inside", audience=Audience.MEMBERS, parent=public_room
    )
    public_room.forum.refresh_from_db()
    assert list(public_room.forum.get_descendants()) == [members_room.forum]

    services.update_room(room=members_room, name="Outside", audience=Audience.MEMBERS)

    public_room.forum.refresh_from_db()
    assert list(public_room.forum.get_descendants()) == []
