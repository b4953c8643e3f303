"""Finding posts: only what the reader may read, as it is now."""

import pytest
from django.contrib.auth.models import AnonymousUser

from forum import services
from forum.reading.search import search_posts
from forum.topics.models import Post
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory


@pytest.fixture(autouse=True)
def indexed(django_capture_on_commit_callbacks, db):
    """Run what follows a commit at once, as a worker would."""

    def run(do):
        with django_capture_on_commit_callbacks(execute=True):
            return do()

    return run


def found(words, user):
    return [post.pk for post in search_posts(words, user)]


def test_a_post_is_found_by_those_who_may_read_it(private_room, peer, indexed):
    topic = indexed(lambda: TopicFactory(room=private_room, text="About the wānanga"))

    assert found("wananga", peer) == [topic.first_post_id]
    assert found("wananga", UserFactory()) == []
    assert found("wananga", AnonymousUser()) == []


def test_a_waiting_post_is_found_once_it_is_approved(members_room, member, indexed):
    topic = indexed(lambda: TopicFactory(room=members_room))
    waiting = indexed(lambda: PostFactory(topic=topic, text="zebra", approved=False))
    assert found("zebra", member) == []

    indexed(lambda: services.approve_post(post=waiting, by=member))

    assert found("zebra", member) == [waiting.pk]


def test_a_post_of_a_waiting_topic_is_not_found(members_room, member, indexed):
    indexed(lambda: TopicFactory(room=members_room, approved=False, text="zebra"))
    assert found("zebra", member) == []


def test_an_edited_post_is_found_by_its_new_words(members_room, member, indexed):
    topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))

    indexed(
        lambda: services.edit_post(
            post=Post.objects.get(pk=topic.first_post_id), by=member, subject="x", text="okapi"
        )
    )

    assert found("zebra", member) == []
    assert found("okapi", member) == [topic.first_post_id]


def test_a_deleted_topic_leaves_nothing_in_the_index(members_room, member, indexed):
    from wagtail.search.models import IndexEntry

    topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))
    indexed(lambda: PostFactory.create_batch(3, topic=topic, text="zebra"))
    assert len(found("zebra", member)) == 4
    before = IndexEntry.objects.count()

    indexed(topic.delete)

    assert found("zebra", member) == []
    assert before - IndexEntry.objects.count() == 4


def test_a_topic_moved_to_a_closed_room_is_not_found_any_more(
    members_room, private_room, member, peer, indexed
):
    topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))

    services.move_topic(topic=topic, forum=private_room.forum)

    assert found("zebra", member) == []
    assert found("zebra", peer) == [topic.first_post_id]


def test_the_newest_come_first_and_each_with_its_place(members_room, member, indexed):
    topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))
    reply = indexed(lambda: PostFactory(topic=topic, text="zebra zebra"))

    assert found("zebra", member) == [reply.pk, topic.first_post_id]


def test_ten_times_the_posts_cost_the_same_queries(members_room, member, indexed, queries_of):
    from django.db import connection

    from tests.queries import Queries

    costs = []
    for _ in range(2):
        topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))
        with Queries(connection) as queries:
            for post in search_posts("zebra", member):
                assert post.topic.forum.name
                assert post.poster.display_name
        costs.append(len(queries))
        indexed(lambda: PostFactory.create_batch(9, topic=topic, text="zebra"))  # noqa: B023

    assert costs[0] == costs[1] <= 8
