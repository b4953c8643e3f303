"""A row about a topic says how it begins: in plain words, and only what its reader may read."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from forum import services
from forum.excerpts import LONGEST, READ, first_words, with_beginnings
from forum.posting.leaving import withdraw_words
from forum.posting.markup import stored
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kia ora", "Kia ora"),
        ("One.\n\nTwo\nthree.", "One. Two three."),
        ("**Tea** & [cake](https://example.org/?a=1&b=2 'a > b')", "Tea & cake"),
        ("1 < 2 <script>", "1 < 2 <script>"),
        ("> as said\n\nI agree", "as said I agree"),
        ("&amp;lt;", "&lt;"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("", ""),
    ],
    ids=["plain", "lines", "marks", "signs", "a quotation", "entities", "a table", "nothing"],
)
def test_an_excerpt_is_what_the_reader_of_the_post_reads(text, words):
    assert first_words(stored(text)) == words


def test_a_post_without_stored_text_has_no_excerpt():
    assert first_words(None) == ""


def test_a_long_text_ends_with_a_whole_word():
    words = first_words(stored("Whanaungatanga " * 100)[:READ])

    assert words.endswith("Whanaungatanga …")
    assert len(words) <= LONGEST + 2


def test_one_endless_word_is_cut():
    assert first_words(stored("ā" * 5_000)[:READ]) == "ā" * LONGEST + " …"


@pytest.mark.parametrize("end", range(200))
def test_wherever_the_database_cuts_no_tag_is_left(end):
    html = stored("[a](https://example.org/?q='x' \"b > c\") **d** " * 9)[:end]

    assert not set(first_words(html)) & set("<>=/\"'")


def rows(client, url):
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return {
        row.select_one(".row__title a").get_text(): [
            words.get_text() for words in row.select(".row__text")
        ]
        for row in page.select(".topic")
    }


def lists_of_topics(room):
    return {
        "room": room_url(room),
        "unread": reverse("forum_tracking:unread_topics"),
    }


@pytest.mark.parametrize("name", ["room", "unread"])
def test_each_list_of_topics_says_how_they_begin(private_room, peer, name):
    topic = TopicFactory(room=private_room, subject="A", text="How it begins, <b>")
    PostFactory(topic=topic, text="An answer")
    topic.subscribers.add(peer)

    assert rows(client_of(peer), lists_of_topics(private_room)[name]) == {
        "A": ["How it begins, <b>"]
    }


@pytest.mark.parametrize("name", ["room", "unread"])
def test_a_first_post_that_waits_is_not_shown(private_room, peer, name):
    topic = TopicFactory(room=private_room, subject="A", text="Gone")
    waiting = PostFactory(topic=topic, text="Waits for a facilitator", approved=False)
    topic.subscribers.add(peer)
    Topic.objects.filter(pk=topic.pk).update(first_post=waiting)

    assert rows(client_of(peer), lists_of_topics(private_room)[name]) == {"A": []}


def test_an_edited_post_begins_anew(private_room, peer):
    topic = TopicFactory(room=private_room, subject="A", text="Before", author=peer)
    other = TopicFactory(room=private_room, subject="B", text="Other")
    head = Post.objects.get(pk=topic.first_post_id)

    services.edit_post(post=head, by=peer, subject="A", text="After")

    beginnings = with_beginnings(Topic.objects.all())
    assert first_words(beginnings.get(pk=topic.pk).beginning) == "After"
    assert first_words(beginnings.get(pk=other.pk).beginning) == "Other"


def test_withdrawn_words_are_not_shown(private_room, peer):
    author = UserFactory()
    TopicFactory(room=private_room, subject="A", text="My own words", author=author)

    withdraw_words(member=author)

    assert rows(client_of(peer), room_url(private_room)) == {
        "[withdrawn by its author]": ["[withdrawn by its author]"]
    }


def test_a_visitor_sees_a_leaf_and_a_member_initials(public_room, peer):
    TopicFactory(room=public_room, author=UserFactory(display_name="Zoe Zebra"))

    def mark(client):
        page = BeautifulSoup(client.get(room_url(public_room)).content, "html.parser")
        return page.select_one(".topic .row__start .avatar")

    assert mark(client_of(peer)).get_text() == "ZZ"
    assert mark(Client()).get_text() == ""
    assert "avatar--leaf" in mark(Client())["class"]
