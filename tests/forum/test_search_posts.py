"""Finding posts: only what the reader may read, as it is now."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from forum import services
from forum.reading.search import FoundTopics, search_posts
from forum.topics.services import put_topic
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.queries import Queries


@pytest.fixture(autouse=True)
def indexed(django_capture_on_commit_callbacks, db):
    """Run what follows a commit at once, as a worker would."""

    def run(do):
        with django_capture_on_commit_callbacks(execute=True):
            return do()

    return run


def found(words, user):
    return [post.pk for post in search_posts(words, user)]


def topics_found(words, user):
    """Of each topic found: its title, the posts that are shown, and how many more there are."""
    return [
        (each.topic.subject, [post.pk for post in each.posts], each.more)
        for each in FoundTopics(words, user)[:20]
    ]


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
            post=topic.first_post, by=topic.poster, subject="x", text="okapi"
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

    put_topic(topic=topic, forum=private_room.forum)

    assert found("zebra", member) == []
    assert found("zebra", peer) == [topic.first_post_id]


def test_the_newest_come_first_and_each_with_its_place(members_room, member, indexed):
    topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))
    reply = indexed(lambda: PostFactory(topic=topic, text="zebra zebra"))

    assert found("zebra", member) == [reply.pk, topic.first_post_id]


def test_a_topic_is_found_once_with_its_best_posts(members_room, member, indexed):
    talked_about = indexed(lambda: TopicFactory(room=members_room, subject="A", text="zebra"))
    other = indexed(lambda: TopicFactory(room=members_room, subject="B", text="zebra"))
    indexed(lambda: PostFactory(topic=talked_about, text="no such animal"))
    replies = indexed(lambda: PostFactory.create_batch(4, topic=talked_about, text="zebra"))

    assert topics_found("zebra", member) == [
        ("A", [replies[3].pk, replies[2].pk], 3),
        ("B", [other.first_post_id], 0),
    ]
    assert FoundTopics("zebra", member).count() == 2
    assert [each.topic for each in FoundTopics("zebra", member)[1:2]] == [other]


def test_what_waits_or_is_closed_is_neither_shown_nor_counted(
    members_room, private_room, member, indexed
):
    topic = indexed(lambda: TopicFactory(room=members_room, subject="A", text="zebra"))
    indexed(lambda: PostFactory(topic=topic, text="zebra", approved=False))
    indexed(lambda: TopicFactory(room=private_room, text="zebra"))
    indexed(lambda: TopicFactory(room=members_room, text="zebra", approved=False))

    assert topics_found("zebra", member) == [("A", [topic.first_post_id], 0)]
    assert FoundTopics("zebra", member).count() == 1


def test_nothing_is_found_without_words(members_room, member, indexed):
    indexed(lambda: TopicFactory(room=members_room, text="zebra"))

    assert topics_found("'", member) == []
    assert FoundTopics("'", member).count() == 0


def test_ten_times_the_posts_cost_the_same_queries(members_room, member, indexed):
    costs = []
    for _ in range(2):
        topic = indexed(lambda: TopicFactory(room=members_room, text="zebra"))
        with Queries(connection) as queries:
            for each in FoundTopics("zebra", member)[:20]:
                assert each.topic.forum.name
                assert all(post.topic.forum.name for post in each.posts)
        costs.append(len(queries))
        indexed(lambda: PostFactory.create_batch(9, topic=topic, text="zebra"))  # noqa: B023

    assert costs == [4, 4]
