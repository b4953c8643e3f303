"""A topic gets another title: what is called after it follows, in the room and in the search."""

import pytest
from django.db import connection
from wagtail.search.models import IndexEntry

from forum import services
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.queries import Queries
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def topic() -> Topic:
    return TopicFactory(subject="Zebra crossing")


def rename(topic: Topic, title: str) -> None:
    head = Post.objects.get(pk=topic.first_post_id)
    services.edit_post(post=head, by=head.poster, subject=title, text="The same words")


def subjects(topic: Topic) -> list[str]:
    return list(topic.posts.order_by("pk").values_list("subject", flat=True))


def entries() -> list[str]:
    return [str(vars(entry)).lower() for entry in IndexEntry.objects.all()]


def test_replies_are_called_after_the_new_title(topic):
    PostFactory.create_batch(2, topic=topic)
    other = PostFactory(topic=TopicFactory(subject="Zebra crossing"))

    rename(topic, "Pelican")

    assert subjects(topic) == ["Pelican", "Re: Pelican", "Re: Pelican"]
    assert Post.objects.get(pk=other.pk).subject == "Re: Zebra crossing"


def test_a_title_that_its_author_gave_a_reply_stays(topic):
    PostFactory(topic=topic, subject="Mine")

    rename(topic, "Pelican")

    assert subjects(topic) == ["Pelican", "Mine"]


def test_renamed_again_and_again_none_is_left_behind(topic):
    for title in ("Pelican", "Toucan", "x" * 255, "Puffin"):
        topic.refresh_from_db()
        PostFactory(topic=topic)
        rename(topic, title)
    PostFactory(topic=Topic.objects.get(pk=topic.pk))

    assert subjects(topic) == ["Puffin"] + ["Re: Puffin"] * 5


def test_whoever_started_a_topic_may_call_it_as_a_reply_would_be_called(topic):
    PostFactory(topic=topic)

    rename(topic, "Re: Zebra crossing")

    assert subjects(topic) == ["Re: Zebra crossing", "Re: Re: Zebra crossing"]
    assert Topic.objects.get(pk=topic.pk).subject == "Re: Zebra crossing"


def test_a_reply_that_became_the_first_post_leaves_the_title_until_it_is_given_one(topic):
    second, _third = PostFactory.create_batch(2, topic=topic)
    Post.objects.get(pk=topic.first_post_id).delete()

    for said, title in ((second.subject, "Zebra crossing"), ("Mine", "Mine")):
        post = Post.objects.get(pk=second.pk)
        services.edit_post(post=post, by=post.poster, subject=said, text="Other words")
        assert Topic.objects.get(pk=topic.pk).subject == title
        assert subjects(topic) == [said, f"Re: {title}"]


def test_editing_a_reply_renames_nothing(topic):
    first, _second = PostFactory.create_batch(2, topic=topic)
    services.edit_post(post=first, by=first.poster, subject="Mine", text="Others")

    assert subjects(topic) == ["Zebra crossing", "Mine", "Re: Zebra crossing"]


def test_the_index_forgets_the_title_before(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        topic = TopicFactory(subject="Zebra crossing")
        PostFactory(topic=topic, author=UserFactory(), text="Quite another word")
        waiting = PostFactory(topic=topic, approved=False)
    assert sum("zebra" in entry for entry in entries()) == 2

    with django_capture_on_commit_callbacks(execute=True):
        rename(topic, "Pelican")

    assert not any("zebra" in entry for entry in entries())
    assert sum("pelican" in entry for entry in entries()) == 2
    assert Post.objects.get(pk=waiting.pk).subject == "Re: Pelican"


def test_renaming_asks_as_much_for_many_replies_as_for_one(topic):
    counted = []
    for number, title in ((1, "Pelican"), (20, "Toucan")):
        PostFactory.create_batch(number, topic=topic)
        topic.refresh_from_db()
        with Queries(connection) as queries:
            rename(topic, title)
        counted.append(len(queries.captured_queries))

    assert counted[0] == counted[1]
