"""Naming somebody tells a writer nothing of who is a member, or may read where."""

import re
from contextlib import suppress

import pytest
from django.db import transaction
from django.urls import reverse

from communities import services as communities
from core.models import RateCount
from forum import services
from notifications.models import Notification
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.mentions.conftest import in_community, offered_to
from tests.forum.quoting.conftest import answering

pytestmark = pytest.mark.django_db
PERSONAS = ["reads here", "is in another community", "is no member of any", "has left", "is nobody"]


def somebody(persona, peers, clinical):
    """Who is called Hana Moana, and how they stand."""
    if persona == "is nobody":
        return None
    user = UserFactory(display_name="Hana Moana")
    if persona in ("reads here", "has left"):
        communities.join(community=peers, member=user)
    if persona == "has left":
        communities.leave(community=peers, member=user)
    if persona == "is in another community":
        communities.join(community=clinical, member=user)
    return user


def same_for_all(html):
    """A page without what differs each time it is made."""
    return re.sub(r"\d+", "0", re.sub(r'value="[0-9A-Za-z_\-.:]{16,}"', "", html))


def test_what_a_writer_is_answered(peers, clinical, topic, peer, queries_of):
    """The same pages, names and number of questions whoever is named, or nobody."""
    writer = client_of(peer)
    answered = {}
    for persona in PERSONAS:
        with suppress(_Undone), transaction.atomic():
            somebody(persona, peers, clinical)
            answered[persona] = _answered(writer, peer, topic, queries_of)
            raise _Undone
    first = answered[PERSONAS[0]]
    assert first["offered"] == []
    for persona, seen in answered.items():
        assert seen == first, persona


class _Undone(Exception):  # noqa: N818 -- an end, not a mishap
    pass


def _answered(writer, peer, topic, queries_of):
    text = "Kia ora @Hana Moana, what do you think?"
    writer.get(topic_url(topic))
    preview = writer.post(reply_url(topic), {"content": text, "preview": "1"}).text
    posting = queries_of(writer, reply_url(topic), {"content": text}, status=302)
    return {
        "preview": same_for_all(preview),
        "posting": posting,
        "page": same_for_all(writer.get(topic_url(topic)).text),
        "new": same_for_all(writer.get("/notifications/").text),
        "offered": offered_to(peer, topic.forum.room, "Hana", topic),
    }


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_second_account_of_a_writer_learns_nothing(persona, peers, clinical, topic, peer, told):
    """Whether somebody is told hangs on their own name, and on who is seen to have written."""
    for name in ("Hana", "Hana Moana"):
        in_community(peers, name)
    own = {"Hana", "Hana Moana"}
    their = somebody(persona, peers, clinical)

    for text, expected in (
        ("@Hana Moana", {"Hana Moana"}),
        ("@Hana", {"Hana"}),
        ("@hana moana", own),
    ):
        told(lambda text=text: services.reply(topic=topic, author=peer, text=text))
        rows = Notification.objects.filter(kind="mentioned")
        if their is not None:
            rows = rows.exclude(recipient=their)
        assert {row.recipient.display_name for row in rows} == expected


def test_names_are_offered_of_those_who_wrote_under_their_name_and_of_no_others(
    peers, private_room, topic, peer
):
    from tests.forum.signing.conftest import joined, sealed

    people = [joined(peers, f"Hana{n} Person") for n in range(9)]
    sealed(people[0], private_room, topic)
    PostFactory(topic=topic, author=people[1])
    PostFactory(topic=topic, author=people[2], approved=False)
    services.withdraw_post(post=PostFactory(topic=topic, author=people[3]))
    elsewhere = TopicFactory(room=RoomFactory(audience="communities", communities=[peers]))
    PostFactory(topic=elsewhere, author=people[4])
    answering(topic.first_post, people[5], quoted="When?")
    gone = PostFactory(topic=TopicFactory(room=private_room), author=people[6])
    services.hide_post(post=gone.topic.first_post, by=UserFactory(), reason="Names")

    assert offered_to(peer, private_room, "hana") == ["Hana1 Person", "Hana5 Person"]


def test_who_does_not_read_there_any_more_is_offered_as_their_messages_show_them(
    peers, private_room, topic, peer, aroha
):
    PostFactory(topic=topic, author=aroha)
    assert offered_to(peer, private_room, "ngata") == ["Aroha Ngata"]
    communities.leave(community=peers, member=aroha)
    assert offered_to(peer, private_room, "ngata") == ["Aroha Ngata"]


def test_those_of_the_topic_come_first_and_six_are_offered(peers, private_room, topic, peer):
    beside = TopicFactory(room=private_room)
    for n in range(8):
        PostFactory(topic=beside, author=in_community(peers, f"Hana{n}"))
    last = in_community(peers, "Hana9")
    PostFactory(topic=topic, author=last)
    PostFactory(topic=topic, author=in_community(peers, "Hana9"))
    first = ["Hana0", "Hana1", "Hana2", "Hana3", "Hana4"]
    assert offered_to(peer, private_room, "HĀNA", topic) == ["Hana9", *first]
    assert offered_to(peer, private_room, "hana") == [*first, "Hana5"]


def test_facilitators_are_offered_in_a_room_of_a_community(private_room, members_room, topic, peer):
    assert offered_to(peer, private_room, "fac") == ["facilitators", "Tama Facilitator"]
    assert offered_to(peer, members_room, "fac") == []


@pytest.mark.parametrize("typed", ["", "h", " ", "\x00", "%", "_", "@", "'", "\u0304", "x" * 5000])
def test_too_little_and_odd_signs_offer_nobody(private_room, topic, peer, typed):
    assert offered_to(peer, private_room, typed) == []


def test_who_may_not_read_the_room_learns_nothing_of_it(client, private_room, topic):
    address = reverse("names", args=[private_room.forum_id])
    nowhere = reverse("names", args=[9_999_999])
    assert client.get(address).status_code == client.get(nowhere).status_code == 302
    stranger = client_of(UserFactory())
    assert stranger.get(address).status_code == stranger.get(nowhere).status_code == 404
    assert stranger.post(address).status_code == 405


def test_asking_is_limited(private_room, peer):
    address = reverse("names", args=[private_room.forum_id])
    client = client_of(peer)
    client.get(address)
    RateCount.objects.update(count=120)
    assert client.get(address).status_code == 429


@pytest.mark.parametrize("many", [1, 10])
def test_asking_costs_the_same_for_many(many, peers, private_room, topic, peer, queries_of):
    for n in range(many):
        PostFactory(topic=topic, author=in_community(peers, f"Hana{n}"))
    address = reverse("names", args=[private_room.forum_id])
    client = client_of(peer)
    client.get(address)
    assert queries_of(client, f"{address}?q=hana&topic={topic.pk}") == 7
