"""Several waiting posts answered at once, and an approval taken back."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from forum import notices, services
from forum.posting.undoing import signed_by, signed_for
from forum.rooms.enums import Audience
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic
from notifications.models import Notification
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
QUEUE = reverse("forum_moderation:queue")
ANSWER = reverse("answer_chosen")
TAKE_BACK = reverse("take_back_approval")


@shared
def topic(private_room):
    return TopicFactory(room=private_room)


@shared
def three(topic):
    return PostFactory.create_batch(3, topic=topic, approved=False)


@shared
def elsewhere(peers):
    """A post that waits in another community's room."""
    other = CommunityFactory(title="Others", parent=peers.get_parent())
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[other])
    return PostFactory(topic=TopicFactory(room=room), approved=False)


def key(post):
    return f"{post.pk}-{post.updates_count}"


def answer(person, posts, do="approve", **more):
    data = {"post": [key(post) for post in posts], "do": do, **more}
    return client_of(person).post(ANSWER, data, follow=True)


def waits():
    return set(Post.objects.filter(approved=False).values_list("pk", flat=True))


def test_those_chosen_are_published_and_the_others_wait_on(three, elsewhere, facilitator, topic):
    page = answer(facilitator, [*three[:2], elsewhere])

    assert waits() == {three[2].pk, elsewhere.pk}
    topic.refresh_from_db()
    assert topic.posts_count == topic.posts.filter(approved=True).count() == 3
    assert "2 messages are published." in page.text
    assert list(page.context["posts"]) == [three[2]]


def test_an_approval_is_taken_back_by_whoever_gave_it(three, facilitator, topic):
    already = PostFactory(topic=topic)
    page = answer(facilitator, three[:2])

    back = client_of(facilitator).post(TAKE_BACK, {"done": page.context["done"]}, follow=True)

    assert waits() == {post.pk for post in three}
    assert {post.pk for post in back.context["posts"]} == waits()
    assert "2 messages wait again." in back.text
    topic.refresh_from_db()
    assert topic.posts_count == topic.posts.filter(approved=True).count() == 2
    assert topic.last_post == already
    assert three[0].content.raw not in client_of(UserFactory()).get(topic_url(topic)).text


def test_nobody_takes_back_what_another_approved_or_what_is_long_ago(
    three, facilitator, coordinator, monkeypatch
):
    done = answer(facilitator, three).context["done"]

    assert (
        "too long ago" in client_of(coordinator).post(TAKE_BACK, {"done": done}, follow=True).text
    )
    assert "too long ago" in client_of(facilitator).post(TAKE_BACK, {"done": "x"}, follow=True).text
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(signing.time, "time", later.timestamp)
    assert signed_for(facilitator, done) == []
    assert "Undo" not in client_of(facilitator).get(QUEUE, {"done": done}).text
    assert waits() == set()


def test_a_topic_that_somebody_answered_is_not_taken_back(private_room, facilitator):
    begun = TopicFactory(room=private_room, approved=False)
    done = answer(facilitator, [begun.first_post]).context["done"]
    PostFactory(topic=Topic.objects.get(pk=begun.pk))

    page = client_of(facilitator).post(TAKE_BACK, {"done": done}, follow=True)

    assert "Somebody has answered this topic already" in page.text
    assert waits() == set()


def test_a_topic_that_nobody_answered_waits_again_with_its_post(private_room, facilitator):
    begun, other = TopicFactory.create_batch(2, room=private_room, approved=False)
    done = answer(facilitator, [begun.first_post, other.first_post]).context["done"]
    services.approve_post(post=Post.objects.get(pk=other.first_post_id), by=facilitator)

    client_of(facilitator).post(TAKE_BACK, {"done": done})

    assert not Topic.objects.filter(pk__in=[begun.pk, other.pk], approved=True).exists()


def test_what_its_author_was_told_is_taken_back(topic, peer, facilitator):
    post, other = PostFactory.create_batch(2, topic=topic, author=peer, approved=False)
    answer(facilitator, [post, other])
    for each in (post, other):
        notify([each.poster], kind=notices.APPROVED, about=Post.objects.get(pk=each.pk))
    done = signed_by(facilitator, [post])

    client_of(facilitator).post(TAKE_BACK, {"done": done})

    unread = Notification.objects.unread().filter(kind=notices.APPROVED)
    assert list(unread.values_list("about_id", flat=True)) == [other.pk]


def test_one_that_was_changed_meanwhile_waits_on_and_the_others_are_done(three, facilitator):
    post = three[1]
    data = {"post": [key(each) for each in three], "do": "approve"}
    Post.objects.filter(pk=post.pk).update(updates_count=post.updates_count + 1)

    page = client_of(facilitator).post(ANSWER, data, follow=True)

    assert waits() == {post.pk}
    assert "Its author has changed this message meanwhile" in page.text
    assert "2 messages are published." in page.text


def test_several_are_sent_back_with_one_reason(three, elsewhere, facilitator):
    asked = answer(facilitator, three[:2], do="send_back")
    assert "Send 2 posts back to their authors?" in asked.text
    assert waits() == {*(post.pk for post in three), elsewhere.pk}

    empty = answer(facilitator, three[:2], do="send_back", reason=" ")
    assert "Please say why" in empty.text

    page = answer(facilitator, three[:2], do="send_back", reason="It names somebody.")

    assert "2 messages are sent back" in page.text
    kept = DeclinedPost.objects.values_list("author", "reason")
    assert set(kept) == {(post.poster_id, "It names somebody.") for post in three[:2]}
    assert waits() == {three[2].pk, elsewhere.pk}


def test_nothing_chosen_is_said_and_nothing_done(three, facilitator):
    for values in ([], ["x"], ["99999999999999999999-1"], ["-", "0-0"] * 200):
        page = client_of(facilitator).post(ANSWER, {"post": values}, follow=True)
        assert "Please choose messages first" in page.text
    assert waits() == {post.pk for post in three}


def test_for_whoever_looks_after_no_room_it_is_not_there(three, peer, client):
    assert client_of(peer).post(ANSWER, {"post": [key(three[0])]}).status_code == 404
    assert (
        client_of(peer).post(TAKE_BACK, {"done": signed_by(peer, three)}, follow=True).status_code
    )
    assert client.post(ANSWER).status_code == 302
    assert waits() == {post.pk for post in three}


def test_all_are_chosen_without_a_script(three, facilitator):
    page = client_of(facilitator).get(QUEUE)
    chosen = client_of(facilitator).get(QUEUE, {"all": "1"})

    assert page.text.count('type="checkbox"') == chosen.text.count(" checked>") == 3
    assert " checked>" not in page.text
