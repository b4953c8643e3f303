"""What a post said before it was changed: kept for a while, and seen as the room says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forum import services
from forum.history import differences as module
from forum.history.differences import COME, GONE, LEFT_OUT, SAME, Piece, differences
from forum.history.models import EarlierVersion
from forum.history.services import KEPT_VERSIONS
from forum.rooms.enums import Audience
from members.models import Look
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

LINK = "What was changed"


@shared
def reply(room, peer):
    post = PostFactory(topic=TopicFactory(room=room), author=peer, text="I met Hone on the ward.")
    return services.edit_post(
        post=post, by=peer, subject=post.subject, text="I met somebody on the ward.", reason="Name"
    )


def url_of(post):
    return reverse("changes", args=[post.pk])


# Who sees it


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shows_history", "seeing"),
    [
        pytest.param(False, {"author", "facilitator", "coordinator"}, id="as a room begins"),
        pytest.param(
            True, {"author", "facilitator", "coordinator", "colleague"}, id="for everybody here"
        ),
    ],
)
def test_who_sees_what_was_changed(
    shows_history, seeing, room, reply, peer, colleague, facilitator, coordinator
):
    room.shows_history = shows_history
    room.save()
    people = {
        "author": peer,
        "colleague": colleague,
        "facilitator": facilitator,
        "coordinator": coordinator,
        "stranger": UserFactory(),
    }

    opened = {
        who for who, user in people.items() if client_of(user).get(url_of(reply)).status_code == 200
    }
    in_room = {who: user for who, user in people.items() if who != "stranger"}
    linked = {
        who
        for who, user in in_room.items()
        if LINK in client_of(user).get(topic_url(reply.topic)).text
    }

    assert opened == linked == seeing


@pytest.mark.django_db
def test_a_visitor_never_sees_what_was_changed(peers, peer):
    room = RoomFactory(audience=Audience.PUBLIC, communities=[peers], shows_history=True)
    post = PostFactory(topic=TopicFactory(room=room), author=peer)
    services.edit_post(post=post, by=peer, subject=post.subject, text="New")

    assert Client().get(url_of(post)).status_code == 302
    assert LINK not in Client().get(topic_url(post.topic)).text


@pytest.mark.django_db
def test_the_page_shows_what_is_gone_and_what_has_come(reply, peer):
    html = client_of(peer).get(url_of(reply)).text

    assert "[gone: </span> Hone<span" in html
    assert "[new: </span> somebody<span" in html
    assert "Changed by its author" in html
    assert "Name" in html


@pytest.mark.django_db
def test_a_changed_title_is_shown_with_the_first_post_alone(room, peer):
    topic = TopicFactory(room=room, author=peer, subject="Hone and I", text="Same")
    other = PostFactory(topic=topic, author=peer, text="Before")
    services.edit_post(post=topic.first_post, by=peer, subject="We two", text="Same")
    services.edit_post(post=other, by=peer, subject="Re: We two", text="After")

    titles = list(EarlierVersion.objects.order_by("pk").values_list("title", "text"))

    assert titles == [("Hone and I", "Same"), ("", "Before")]
    assert "Hone" in client_of(peer).get(url_of(topic.first_post)).text


@pytest.mark.django_db
def test_that_somebody_looked_who_may_by_a_right_is_told_to_the_author(reply, peer, facilitator):
    client_of(facilitator).get(url_of(reply))
    client_of(peer).get(url_of(reply))

    look = Look.objects.get(what="earlier")
    assert (look.about, look.by, look.capacity) == (peer, facilitator, "facilitator")


@pytest.mark.django_db
def test_a_post_that_was_never_changed_has_nothing_to_compare(room, peer):
    post = PostFactory(topic=TopicFactory(room=room), author=peer)

    assert "Nothing to compare" in client_of(peer).get(url_of(post)).text
    assert LINK not in client_of(peer).get(topic_url(post.topic)).text


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_many_changes(number, reply, peer, django_assert_num_queries):
    for n in range(number):
        services.edit_post(post=reply, by=peer, subject=reply.subject, text=f"{n}")
    client = client_of(peer)
    client.get(url_of(reply))

    with django_assert_num_queries(6):
        client.get(url_of(reply))


# What is kept


@pytest.mark.django_db
def test_only_what_others_could_read_is_kept(room, peer):
    waiting = PostFactory(topic=TopicFactory(room=room), author=peer, approved=False)

    services.edit_post(post=waiting, by=peer, subject="x", text="y")

    assert not EarlierVersion.objects.exists()


@pytest.mark.django_db
def test_saving_without_a_change_keeps_nothing(reply, peer):
    before = EarlierVersion.objects.count()

    client_of(peer).post(edit_url(reply), {"content": reply.content.raw})

    assert EarlierVersion.objects.count() == before


@pytest.mark.django_db
def test_so_many_versions_are_kept_and_the_newest_of_them(reply, peer):
    other = PostFactory(topic=reply.topic, author=peer, text="Other")
    services.edit_post(post=other, by=peer, subject="x", text="Others")

    for number in range(KEPT_VERSIONS + 2):
        services.edit_post(post=reply, by=peer, subject=reply.subject, text=f"{number}")

    kept = list(reply.earlier_versions.order_by("pk").values_list("text", flat=True))
    assert kept == [str(number) for number in range(1, KEPT_VERSIONS + 1)]
    assert other.earlier_versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_earlier_words_go_after_their_time():
    reply = PostFactory(topic=TopicFactory(room=RoomFactory()))
    for text in ("Newer", "Newest"):
        services.edit_post(post=reply, by=reply.poster, subject=reply.subject, text=text)
    old, young = EarlierVersion.objects.order_by("pk")
    EarlierVersion.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=91))
    EarlierVersion.objects.filter(pk=young.pk).update(at=timezone.now() - timedelta(days=89))

    call_command("purge")

    assert list(EarlierVersion.objects.all()) == [young]


# What is different

TEXT = st.text(alphabet="ab \n", max_size=60)


@given(TEXT, TEXT)
def test_the_pieces_make_both_texts(before, after):
    pieces = differences(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != COME) == before
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == after


def test_words_are_compared_and_not_letters():
    assert differences("a kettle boils", "a kete boils") == [
        Piece(SAME, "a"),
        Piece(GONE, " kettle"),
        Piece(COME, " kete"),
        Piece(SAME, " boils"),
    ]


def test_what_stayed_is_cut_down_to_what_stands_beside_a_change():
    same = " ".join(f"word{number}" for number in range(100))

    pieces = differences(f"{same} old", f"{same} new")

    assert [piece.kind for piece in pieces] == [LEFT_OUT, SAME, GONE, COME]
    assert pieces[1].text.split() == [f"word{number}" for number in range(88, 100)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a b " * 5_000, "b a " * 5_000, id="two words again and again"),
        pytest.param("a " * 10_000, "b " * 10_000, id="nothing in common"),
        pytest.param("x" * 20_000, "y" * 20_000, id="one long word"),
        pytest.param("\n" * 20_000, " " * 20_000, id="nothing but space"),
    ],
)
def test_what_would_take_too_long_is_shown_whole(before, after):
    pieces = differences(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != COME) == before
    assert len(pieces) < 10


def test_long_texts_of_many_lines_are_compared_by_line(monkeypatch):
    monkeypatch.setattr(module, "MOST_STEPS", 60)
    lines = [f"one two three {number}\n" for number in range(4)]

    pieces = differences("".join(lines), "".join([*lines[:1], "other\n", *lines[2:3], "more\n"]))

    assert Piece(SAME, "one two three 2\n") in pieces or len(pieces) > 2
