"""Coordinators open and change rooms where they edit pages."""

import pytest
from django.urls import reverse

from forum.rooms.enums import Audience
from forum.rooms.models import Room
from tests.factories.forum import RoomFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db
ROOMS = reverse("rooms:index")
NEW = reverse("rooms:add")


def form(**more):
    return {
        "name": "Night shifts",
        "description": "For those who work while others **sleep**.",
        "audience": Audience.MEMBERS,
        "parent": "",
        "minutes_to_undo": "5",
    } | more


def test_a_coordinator_opens_a_room(coordinator_client, peers):
    response = coordinator_client.post(
        NEW, form(audience=Audience.COMMUNITIES, communities=[peers.pk], pre_moderated="on")
    )

    room = Room.objects.get()
    assert response.url == ROOMS
    assert (room.name, room.audience, room.pre_moderated) == ("Night shifts", "communities", True)
    assert list(room.communities.all()) == [peers]
    assert "<strong>sleep</strong>" in room.forum.description.rendered


def test_a_coordinator_changes_a_room(coordinator_client, peers, private_room):
    url = reverse("rooms:edit", args=[private_room.pk])
    assert "Only peers" in coordinator_client.get(url).content.decode()

    coordinator_client.post(url, form(audience=Audience.PUBLIC))

    private_room.refresh_from_db()
    private_room.forum.refresh_from_db()
    assert (private_room.name, private_room.audience) == ("Night shifts", "public")
    assert not private_room.communities.exists()


def test_a_room_for_nobody_is_asked_about(coordinator_client):
    response = coordinator_client.post(NEW, form(audience=Audience.COMMUNITIES))

    assert "Name the communities this room is for." in response.content.decode()
    assert not Room.objects.exists()


def test_a_room_is_not_put_into_itself(coordinator_client, members_room):
    inside = RoomFactory(parent=members_room)
    url = reverse("rooms:edit", args=[members_room.pk])

    for parent in (members_room, inside):
        response = coordinator_client.post(url, form(parent=parent.forum_id))
        assert response.status_code == 200
        assert "parent" in response.context["form"].errors


def test_nobody_deletes_a_room_with_what_was_said_in_it(coordinator_client, members_room):
    url = reverse("rooms:delete", args=[members_room.pk])
    superuser = client_of(UserFactory(is_superuser=True))

    for client in (coordinator_client, superuser):
        client.post(url)
        page = client.get(reverse("rooms:edit", args=[members_room.pk])).content.decode()
        assert url not in page
    assert Room.objects.filter(pk=members_room.pk).exists()


def test_the_list_of_rooms_costs_the_same_with_more_of_them(coordinator_client, queries_of, peers):
    RoomFactory(audience=Audience.COMMUNITIES, communities=[peers])
    once = queries_of(coordinator_client, ROOMS)
    for _ in range(9):
        RoomFactory(audience=Audience.COMMUNITIES, communities=[peers])
    page = coordinator_client.get(ROOMS).content.decode()

    assert queries_of(coordinator_client, ROOMS) <= once
    assert "Only the communities named" in page
    assert "Peers" in page


def test_rooms_are_found_however_their_names_are_spelt(coordinator_client):
    found = RoomFactory(name="Kōrero o’Aroha")
    RoomFactory(name="Another")

    page = coordinator_client.get(ROOMS, {"q": "korero oaroha"})

    assert list(page.context["object_list"]) == [found]


def test_the_menu_leads_to_rooms_and_to_what_waits(coordinator_client, members_room):
    page = coordinator_client.get("/admin/").content.decode()

    assert "Messages that wait" in page
    assert reverse("forum_moderation:queue") in page
    assert ROOMS in page


def test_members_do_not_come_near(member_client):
    assert member_client.get(ROOMS).status_code in (302, 403)
    assert member_client.post(NEW, form()).status_code in (302, 403)
    assert not Room.objects.exists()
