"""A member's own feed: what they may read when it is asked, for whoever has its address."""

import json
import logging
import re
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from communities import services as communities
from core.logs import JsonFormatter
from core.roles import COORDINATORS
from forum.care.services import note_own
from forum.feeds.models import FeedAddress
from forum.feeds.services import new_address, reader_of, switch_off
from forum.following.enums import Level
from forum.following.services import hear_of_room, hear_of_topic
from forum.posting.removing import hide_post
from forum.signing.seals import put_on
from forum.topics.models import Post
from members.models import User
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import PASSWORD, UserFactory
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def ask(token, name="feed", *args, client=None):
    return (client or Client()).get(reverse(name, args=[token, *args]))


def entries(answer):
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 -- our own


def titles(answer):
    return {entry.findtext(f"{ATOM}title") for entry in entries(answer)}


@pytest.fixture
def house(private_room, members_room, public_room):
    for room in (private_room, members_room, public_room):
        TopicFactory(room=room, subject=f"In {room.name}")
    waiting = TopicFactory(room=public_room, subject="Waiting", approved=False)
    hidden = TopicFactory(room=public_room, subject="Hidden")
    hide_post(post=hidden.first_post, by=UserFactory(), reason="No.")
    return waiting


OPEN = {"In All members", "In Notices"}
ALL = {*OPEN, "In Only peers"}


def somebody(who, peer, facilitator):
    if who == "a coordinator":
        person = UserFactory()
        person.groups.add(Group.objects.get(name=COORDINATORS))
        return person
    if who == "an administrator":
        return UserFactory(is_superuser=True)
    return {"a member": UserFactory(), "a peer": peer, "a facilitator": facilitator}[who]


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("a member", OPEN),
        ("a peer", ALL),
        ("a facilitator", ALL),
        ("a coordinator", OPEN),
        ("an administrator", OPEN),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "anywhere"])
def test_it_holds_what_a_plain_member_reads_whoever_asks(
    who, reads, signed_in, house, peer, facilitator
):
    person = somebody(who, peer, facilitator)
    token = new_address(member=person)
    client = client_of(person) if signed_in else client_of(UserFactory(is_superuser=True))
    assert titles(ask(token, client=client)) == reads
    assert User.objects.get(pk=person.pk).is_superuser == person.is_superuser


def test_rights_are_asked_each_time(house, peers, peer, private_room):
    token = new_address(member=peer)
    of_room = ("feed_of_room", private_room.forum_id)
    assert titles(ask(token, *of_room)) == {"In Only peers"}
    communities.leave(community=peers, member=peer)
    assert titles(ask(token)) == OPEN
    assert ask(token, *of_room).status_code == 404
    User.objects.filter(pk=peer.pk).update(is_active=False)
    assert ask(token).status_code == 404


def test_a_community_and_a_room_have_feeds_of_their_own(house, peers, peer, public_room):
    token = new_address(member=peer)
    assert titles(ask(token, "feed_of_community", peers.pk)) == {"In Only peers"}
    assert titles(ask(token, "feed_of_room", public_room.forum_id)) == {"In Notices"}
    for name in ("feed_of_community", "feed_of_room"):
        assert ask(token, name, 0).status_code == 404


def test_what_is_muted_is_left_out(house, members_room, public_room, peer):
    hear_of_room(member=peer, room=members_room, level=Level.MUTED)
    topic = public_room.forum.topics.get(subject="In Notices")
    hear_of_topic(member=peer, topic=topic, level=Level.MUTED)
    assert titles(ask(new_address(member=peer))) == {"In Only peers"}
    assert titles(ask(new_address(member=UserFactory()))) == OPEN


def test_it_tells_nobodys_name_and_of_noted_words_the_note(members_room, peer):
    author = UserFactory(display_name="Aroha Author")
    noted = TopicFactory(room=members_room, author=author, text="Noted words")
    note_own(post=noted.first_post, names=["Restraint"])
    TopicFactory(room=members_room, author=author, text="Plain <b>words</b> & more")
    text = ask(new_address(member=peer)).text
    assert "Aroha" not in text
    assert "Noted words" not in text
    assert "Restraint" in text
    assert "Plain " in text


def test_of_a_sealed_message_it_tells_neither_who_nor_when_to_the_minute(members_room, peer):
    topic = TopicFactory(room=members_room)
    post = PostFactory(topic=topic, author=UserFactory(display_name="Sealed Person"))
    author = post.poster
    Post.objects.filter(pk=post.pk).update(poster=None, username="Peer 2")
    put_on(Post.objects.get(pk=post.pk), author)
    text = ask(new_address(member=peer)).text
    assert "Sealed Person" not in text
    updated = entries(ask(new_address(member=peer)))[0].findtext(f"{ATOM}updated")
    assert re.search(r"T\d\d:00:00", updated)


@pytest.mark.parametrize("number", [1, 20])
def test_it_is_bounded_and_costs_the_same(number, members_room, peer, queries_of, monkeypatch):
    monkeypatch.setattr("forum.feeds.views.MOST", 15)
    TopicFactory.create_batch(number, room=members_room)
    address = reverse("feed", args=[new_address(member=peer)])
    assert len(entries(Client().get(address))) == min(number, 15)
    # The address, its member and their groups; rules, rooms; how often; topics.
    assert queries_of(Client(), address) == 8


def test_one_address_replaces_the_other_and_off_is_off(peer):
    first, other = new_address(member=peer), new_address(member=UserFactory())
    second = new_address(member=peer)
    assert [ask(token).status_code for token in (first, second, other)] == [404, 200, 200]
    switch_off(member=peer)
    switch_off(member=peer)
    assert [ask(token).status_code for token in (second, other)] == [404, 200]


def test_only_a_hash_is_kept(peer):
    token = new_address(member=peer)
    (row,) = FeedAddress.objects.values_list()
    assert token not in str(row)
    assert reader_of(row[1]) is None
    assert reader_of(token) == peer


def test_nobody_keeps_an_answer_and_no_log_names_the_address(peer, caplog, capsys):
    token = new_address(member=peer)
    with caplog.at_level(logging.DEBUG):
        answers = [
            ask(token),
            ask(token, "feed_of_room", 0),
            ask(token, "feed_of_community", 0),
            ask("x" * 40),
        ]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 404]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
    written = caplog.text + "".join(JsonFormatter().format(each) for each in caplog.records)
    assert token not in written
    assert "x" * 40 not in json.dumps(written)


def test_who_asks_too_often_or_guesses_waits(peer):
    token = new_address(member=peer)
    assert [ask(token).status_code for _ask in range(61)] == [200] * 60 + [429]
    guesses = [ask(f"guess-{number}").status_code for number in range(31)]
    assert guesses == [404] * 30 + [429]
    assert "Retry-After" in ask("guess")


def test_its_page_shows_the_address_once(peer, private_room):
    browser, page = client_of(peer), reverse("my_feed")
    assert browser.post(page, {"new": "1"}).url.startswith("/accounts/reauthenticate/")
    assert not FeedAddress.objects.exists()
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert Client().get(page).status_code == 302
    assert "You have no feed." in browser.get(page).text

    answer = browser.post(page, {"new": "1"})
    token = re.search(r"/forum/feed/(\w{40})/<", answer.text)[1]
    assert f"/forum/feed/{token}/rooms/{private_room.forum_id}/" in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    assert ask(token).status_code == 200
    assert token not in browser.get(page).text
    assert "Your feed is on." in browser.get(page).text

    browser.post(page, {"off": "1"}, follow=True)
    assert ask(token).status_code == 404
    assert "You have no feed." in browser.get(page).text
