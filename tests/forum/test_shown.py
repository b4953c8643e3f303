"""What one reader is shown of the posts of a page, and what they may do to each."""

import pytest
from django.contrib.auth.models import AnonymousUser
from machina.core.loading import get_class

from forum.care.notes import noted
from forum.quoting.shown import with_answers
from forum.reading.shown import as_shown, with_what_is_shown
from forum.topics.models import Post
from tests.factories.forum import PostFactory, TopicFactory, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(members_room, peer):
    """Two posts of two people, the second with two files."""
    topic = TopicFactory(room=members_room, author=peer)
    PostFactory(topic=topic, attachments=[pdf("agenda.pdf"), pdf("notes.pdf")])
    return topic


def shown_to(reader, topic):
    posts = list(with_what_is_shown(topic.posts.all()))
    for post in posts:
        post.topic = topic
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    return as_shown(posts, reader, handler, {})


def test_each_post_has_its_own_files_and_no_others(topic, peer):
    PostFactory(topic=TopicFactory(room=topic.forum.room), attachments=[pdf("elsewhere.pdf")])

    first, answer = shown_to(peer, topic)

    assert first.files == []
    assert answer.files == list(topic.posts.last().attachments.order_by("pk"))
    assert len(answer.files) == 2


def test_an_author_may_change_their_own_post_alone(topic, peer):
    first, answer = shown_to(peer, topic)

    assert (first.may_edit, first.may_delete) == (True, True)
    assert (answer.may_edit, answer.may_delete) == (False, False)


def test_a_member_is_shown_who_wrote_each(topic, peer):
    first, answer = shown_to(peer, topic)

    assert first.name == "Ana Peer"
    assert str(peer.public_id) in first.person_url
    assert answer.name == topic.posts.last().poster.display_name
    assert "avatar--leaf" not in first.picture


def test_a_visitor_is_shown_nobody(topic):
    for shown in shown_to(AnonymousUser(), topic):
        assert (shown.name, shown.person_url, shown.voice) == ("A member", "", None)
        assert "avatar--leaf" in shown.picture
        assert not shown.may_edit
        assert not shown.may_delete


@pytest.mark.parametrize("number", [0, 1, 20])
def test_a_page_of_posts_takes_a_query_for_their_files_and_one_for_what_was_said_to_them(
    number, members_room, peer, django_assert_num_queries
):
    topic = TopicFactory(room=members_room)
    for _ in range(number):
        PostFactory(topic=topic, attachments=[pdf()])
    found = with_answers(noted(Post.objects.filter(topic=topic)))
    posts = list(found.select_related("poster", "topic__forum", "topic__standing"))
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    as_shown(posts[:1], peer, handler, {})

    with django_assert_num_queries(2):
        as_shown(posts, peer, handler, {})
