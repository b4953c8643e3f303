"""Rooms and topics for other pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

from forum.reading import community_parts
from forum.rooms.enums import Audience
from forum.rooms.handler import PermissionHandler
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def asked_by(user):
    request = RequestFactory().get("/")
    request.user, request.forum_permission_handler = user, PermissionHandler()
    return request


def names_of_rooms(user, community):
    return [room.name for room in community_parts.rooms(asked_by(user), community)]


@pytest.fixture
def shown():
    def render(source, user, **context):
        request = asked_by(user)
        template = engines["django"].from_string("{% load forum_tags %}" + source)
        return template.render(context, request)

    return render


TOPICS = (
    "{% latest_topics limit=3 as topics %}{% for t in topics %}"
    "{{ t.subject }} in {{ t.forum.name }} by {% author_name t.last_post %};{% endfor %}"
)


def test_a_communitys_rooms_are_those_the_reader_may_read(peers, peer, private_room, shown):
    RoomFactory(name="Open", audience=Audience.PUBLIC, communities=[peers])
    RoomFactory(name="Elsewhere", audience=Audience.PUBLIC)
    other = CommunityFactory(title="Other", parent=peers.get_parent())

    assert names_of_rooms(peer, peers) == ["Only peers", "Open"]
    assert names_of_rooms(AnonymousUser(), peers) == ["Open"]
    assert names_of_rooms(peer, other) == []


def test_the_latest_topics_are_those_the_reader_may_read(public_room, private_room, peer, shown):
    first = TopicFactory(room=public_room, subject="First")
    TopicFactory(room=private_room, subject="Ours", author=peer)
    TopicFactory(room=public_room, subject="Waiting", approved=False)
    PostFactory(topic=first, author=UserFactory(display_name="Hemi <3"))
    PostFactory(topic=first, approved=False)

    assert shown(TOPICS, AnonymousUser()) == "First in Notices by A member;"
    assert shown(TOPICS, peer) == ("First in Notices by Hemi &lt;3;Ours in Only peers by Ana Peer;")


@pytest.mark.parametrize("rows", [1, 10])
def test_the_lists_cost_the_same_with_more_in_them(
    peers, peer, rows, shown, django_assert_num_queries
):
    for _ in range(rows):
        room = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers])
        TopicFactory(room=room)

    with django_assert_num_queries(3):
        shown(TOPICS, peer)
    with django_assert_num_queries(5):
        names_of_rooms(peer, peers)
