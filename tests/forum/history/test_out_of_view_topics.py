"""A topic that was withdrawn or hidden, with all that others answered, and back again."""

import pytest
from django.test import Client
from django.urls import reverse

from forum import services
from forum.history.models import Removal
from forum.rooms.enums import Audience
from forum.topics.models import Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.forum.addresses import reply_url, room_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.history.conftest import (
    REASON,
    TITLE,
    WORDS,
    delete_url,
    hidden,
    page,
    removed_url,
    restore_url,
    status,
    withdrawn,
)

pytestmark = pytest.mark.django_db


def test_withdrawing_the_first_post_takes_the_topic_along(own_topic, room, peer, colleague):
    first = own_topic.first_post
    client = client_of(peer)

    assert "with the 1 reply in it" in client.get(delete_url(first)).text
    client.post(delete_url(first))

    assert status(colleague, topic_url(own_topic)) == 404
    assert status(colleague, reply_url(own_topic)) == 404
    assert TITLE not in page(colleague, room_url(room))
    assert TITLE not in page(colleague, reverse("forum:index"))
    assert own_topic.posts.count() == 2
    own = page(peer, room_url(room))
    assert "Withdrawn by you" in own
    assert removed_url(first) in own


def test_putting_it_back_brings_all_of_it(own_topic, peer, colleague):
    before = page(colleague, topic_url(own_topic))
    withdrawn(own_topic.first_post)

    client_of(peer).post(restore_url(own_topic.first_post))

    after = page(colleague, topic_url(own_topic))
    for words in (TITLE, WORDS, "An answer of my own", "Tea?"):
        assert words in before
        assert words in after


def test_a_withdrawn_topic_is_not_there_for_facilitators(own_topic, facilitator, room):
    withdrawn(own_topic.first_post)
    acts = ("topic_lock", "topic_move", "topic_delete", "topic_update_to_sticky")

    places = [topic_url(own_topic), topic_url(own_topic, None, "topic_update")]
    places += [
        reverse(f"forum_moderation:{act}", args=[own_topic.slug, own_topic.pk]) for act in acts
    ]

    assert [status(facilitator, url) for url in places] == [404] * len(places)
    assert TITLE not in page(facilitator, room_url(room))


def test_a_hidden_topic_is_read_by_facilitators_and_its_own_part_by_its_author(
    own_topic, peer, colleague, facilitator, room
):
    url = reverse("forum_moderation:topic_delete", args=[own_topic.slug, own_topic.pk])
    client_of(facilitator).post(url, {"reason": REASON})

    assert "An answer of my own" in page(facilitator, topic_url(own_topic))
    own = page(peer, topic_url(own_topic))
    assert WORDS in own
    assert "An answer of my own" not in own
    assert status(colleague, topic_url(own_topic)) == 404
    assert TITLE in page(facilitator, reverse("hidden_posts"))
    assert "Hidden by a facilitator" in page(peer, room_url(room))
    assert status(peer, topic_url(own_topic, None, "topic_update")) == 403


def test_a_withdrawn_reply_stays_withdrawn_in_a_topic_that_is_hidden(
    topic, reply, colleague, facilitator
):
    withdrawn(reply)
    hidden(topic.first_post, facilitator)

    assert WORDS not in page(facilitator, topic_url(topic))
    services.restore_post(removal=Removal.objects.get(takes_topic=True), by=facilitator)
    assert WORDS not in page(colleague, topic_url(topic))


def test_the_list_of_what_is_hidden_is_for_those_who_look_after_a_room(room, peer, facilitator):
    assert status(facilitator, reverse("hidden_posts")) == 200
    assert status(peer, reverse("hidden_posts")) == 404
    assert status(None, reverse("hidden_posts")) == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_what_is_hidden_asks_as_much_for_many(
    number, topic, facilitator, django_assert_num_queries
):
    for _ in range(number):
        hidden(PostFactory(topic=topic), facilitator)
    client = client_of(facilitator)
    client.get(reverse("hidden_posts"))

    with django_assert_num_queries(8):
        client.get(reverse("hidden_posts"))


def test_whoever_is_second_is_led_to_where_it_is(reply, peer):
    removal = withdrawn(reply)
    services.restore_post(removal=removal, by=peer)
    services.restore_post(removal=removal, by=peer)

    again = client_of(peer).post(restore_url(reply))
    looked = client_of(peer).get(removed_url(reply))

    assert again.url == looked.url == f"{topic_url(reply.topic)}?post={reply.pk}#{reply.pk}"


def test_a_reply_written_while_its_topic_is_hidden_is_counted_when_that_is_back(
    own_topic, room, facilitator, colleague
):
    from forum.topics.counters import find_drift

    stale = Topic.objects.select_related("forum").get(pk=own_topic.pk)
    removal = hidden(own_topic.first_post, facilitator)
    services.reply(topic=stale, author=colleague, text="Meanwhile", approved=True)
    assert list(find_drift()) == []

    services.restore_post(removal=removal, by=facilitator)
    assert list(find_drift()) == []
    assert Topic.objects.get(pk=own_topic.pk).posts_count == 3


@pytest.mark.parametrize("url", [delete_url, lambda post: _topic_delete_url(post)])
def test_nothing_is_deleted_by_the_method_of_that_name(url, own_topic, peer, coordinator):
    for user in (peer, coordinator):
        assert client_of(user).delete(url(own_topic.first_post)).status_code == 405

    assert own_topic.posts.count() == 2


def _topic_delete_url(post):
    return reverse("forum_moderation:topic_delete", args=[post.topic.slug, post.topic_id])


@pytest.mark.parametrize("number", [0, 1, 5])
@pytest.mark.parametrize(
    ("who", "without", "with_some"),
    [pytest.param("colleague", 11, 12, id="member"), pytest.param("visitor", 5, 5, id="visitor")],
)
def test_a_topic_asks_one_question_more_where_something_was_removed(
    who, without, with_some, number, peers, colleague, facilitator, django_assert_num_queries
):
    public = RoomFactory(audience=Audience.PUBLIC, communities=[peers])
    topic = TopicFactory(room=public)
    PostFactory.create_batch(2, topic=topic)
    for post in PostFactory.create_batch(number, topic=topic):
        hidden(post, facilitator)
    client = client_of(colleague) if who == "colleague" else Client()
    client.get(topic_url(topic))

    with django_assert_num_queries(with_some if number else without):
        client.get(topic_url(topic))


@pytest.mark.parametrize("number", [1, 5])
def test_a_hidden_topic_asks_as_much_for_many_answers(
    number, own_topic, facilitator, django_assert_num_queries
):
    PostFactory.create_batch(number, topic=own_topic)
    hidden(own_topic.first_post, facilitator)
    client = client_of(facilitator)
    client.get(topic_url(own_topic))

    with django_assert_num_queries(18):
        client.get(topic_url(own_topic))
