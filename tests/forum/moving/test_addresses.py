"""Old addresses lead to the new place, for who may read there; for others nothing ever was."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from forum import services
from forum.moving.models import EmptiedTopic, Move
from forum.rooms.enums import Audience
from forum.topics.models import Post
from notifications.models import Notification
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def old(members_room):
    topic = TopicFactory(room=members_room, subject="Coffee and kilometres")
    PostFactory(topic=topic, text="Coffee")
    return topic


@shared
def earlier(private_room):
    return TopicFactory(room=private_room, subject="Kilometres", at=None)


@shared
def author(peers):
    from communities import services as communities

    person = UserFactory(display_name="Wiremu Author")
    communities.join(community=peers, member=person)
    return person


@shared
def aside(old, author):
    return PostFactory(topic=old, author=author, text="The quokka form wants each stop")


@shared
def moved(old, aside, private_room, coordinator):
    """A reply that became a topic in a room for peers alone."""
    return services.split_topic(
        topic=old, posts=[aside.pk], title="Quokka stops", forum=private_room.forum, by=coordinator
    )


def test_the_address_of_a_message_leads_to_where_it_is(old, aside, moved, peer):
    address = f"{topic_url(old)}?post={aside.pk}"

    answer = client_of(peer).get(address)

    assert answer.url == f"{topic_url(moved.target)}?post={aside.pk}"
    assert "quokka" in client_of(peer).get(answer.url).content.decode()


def test_for_who_may_not_read_there_it_never_was(old, aside, moved, member_client):
    address = topic_url(old)
    nothing = member_client.get(f"{address}?post={10**8}")
    gone = member_client.get(f"{address}?post={aside.pk}")

    assert (gone.status_code, nothing.status_code) == (200, 200)
    assert "uokka" not in gone.content.decode()
    assert f'id="{aside.pk}"' not in gone.content.decode()
    assert member_client.get(topic_url(moved.target)).status_code == 404


def test_a_reader_of_the_old_room_finds_nothing_anywhere(
    old, aside, moved, member, member_client, django_capture_on_commit_callbacks
):
    moved.target.subscribers.add(member)
    Notification.objects.filter(recipient=member).delete()
    for address in (
        topic_url(old),
        reverse("forum_member:user_subscriptions"),
        reverse("forum_tracking:unread_topics"),
        reverse("forum_feeds:latest_topics"),
        reverse("forum_member:user_posts", args=[aside.poster.public_id]),
        f"{reverse('search')}?in=discussions&q=quokka",
        reverse("notifications:index"),
        reverse("forum:index"),
    ):
        answer = member_client.get(address)
        assert answer.status_code == 200, address
        said = answer.content.decode().replace('value="quokka"', "").replace("“quokka”", "")
        assert "uokka" not in said.replace("<title>quokka", "").replace("q=quokka", ""), address
    assert member_client.get(reverse("move", args=[moved.pk])).status_code == 404
    assert member_client.post(reverse("undo_move", args=[moved.pk])).status_code == 404
    assert not [letter for letter in mail.outbox if "uokka" in str(letter.message())]


def test_both_places_say_it_to_who_reads_both(old, moved, peer, member_client):
    new = client_of(peer).get(topic_url(moved.target)).content.decode()
    was = client_of(peer).get(topic_url(old)).content.decode()

    assert "Moved here from" in new
    assert topic_url(old) in new
    assert "Some messages were moved to" in was
    assert topic_url(moved.target) in was
    assert "What was moved" not in new + was
    assert "moved" not in member_client.get(topic_url(old)).content.decode()


def merged(coordinator, into, room):
    topic = TopicFactory(room=room, subject="Later")
    reply = PostFactory(topic=topic)
    services.merge_topics(topic=topic, into=into, by=coordinator)
    return topic, reply


def test_an_emptied_topic_leads_on_for_good(members_room, old, coordinator, member_client):
    topic, reply = merged(coordinator, old, members_room)

    answer = member_client.get(f"{topic_url(topic)}?post={reply.pk}")

    assert (answer.status_code, answer.url) == (301, f"{topic_url(old)}?post={reply.pk}")
    assert "no-store" in answer["Cache-Control"]
    assert member_client.get(answer.url).status_code == 200


def test_it_leads_nowhere_for_who_may_not_read_there(
    members_room, private_room, coordinator, member_client, peer
):
    into = TopicFactory(room=private_room)
    topic, _reply = merged(coordinator, into, members_room)
    never = topic_url(topic).replace(f"-{topic.pk}/", f"-{10**8}/")

    for client in (member_client, Client()):
        assert client.get(topic_url(topic)).status_code == 404
        gone, nothing = client.get(topic_url(topic)), client.get(never)
        assert gone.headers.keys() == nothing.headers.keys()
        assert as_words(gone, topic.pk) == as_words(nothing, 10**8)
    assert client_of(peer).get(topic_url(topic)).url == topic_url(into)


def as_words(response, key):
    """What the page says, without the keys of forms and what was asked for."""
    said = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", response.content.decode())
    return said.replace(f"-{key}/", "")


def test_it_leads_through_several(members_room, coordinator, member_client):
    first, second, third = TopicFactory.create_batch(3, room=members_room)
    services.merge_topics(topic=third, into=second, by=coordinator)
    services.merge_topics(topic=second, into=first, by=coordinator)

    assert member_client.get(topic_url(third)).url == topic_url(first)


def test_a_reply_that_was_being_written_arrives_where_the_topic_went(
    members_room, old, coordinator, member_client, member
):
    topic, _reply = merged(coordinator, old, members_room)

    answer = member_client.post(reply_url(topic), {"content": "Just in time"})

    written = Post.objects.get(poster=member)
    assert written.topic == old
    assert answer.url.startswith(topic_url(old))


def test_a_change_that_was_being_written_arrives_too(old, aside, moved, author):
    address = edit_url(Post(pk=aside.pk, topic=old))

    client_of(author).post(address, {"content": "Better", "subject": ""})

    aside.refresh_from_db()
    assert (aside.content.raw, aside.topic) == ("Better", moved.target)


def test_the_author_is_led_from_what_they_were_told(old, aside, moved, author):
    told = Notification.objects.get(recipient=author, kind="messages_moved")
    page = client_of(author).get(reverse("move", args=[told.about_id]))

    assert topic_url(moved.target) in page.content.decode()
    assert "Put it back" not in page.content.decode()
    told.refresh_from_db()
    assert told.read_at


def test_an_author_who_may_not_read_there_learns_that_it_went_and_not_where(
    old, private_room, coordinator
):
    outsider = UserFactory()
    post = PostFactory(topic=old, author=outsider)
    move = services.split_topic(
        topic=old, posts=[post.pk], title="Quokka", forum=private_room.forum, by=coordinator
    )

    page = client_of(outsider).get(reverse("move", args=[move.pk])).content.decode()
    told = client_of(outsider).get(reverse("notifications:index")).content.decode()

    assert "In a room that you cannot read." in page
    assert "messages of yours" in told
    for text in (page, told):
        assert "Quokka" not in text
        assert private_room.name not in text


def test_each_author_is_told_once_and_the_mover_not_at_all(members_room, coordinator):
    topic = TopicFactory(room=members_room, author=coordinator)
    one, other = UserFactory.create_batch(2)
    for person in (one, one, one, other, coordinator):
        PostFactory(topic=topic, author=person)
    Notification.objects.all().delete()

    services.move_topic(
        topic=topic, forum=RoomFactory(audience=Audience.MEMBERS).forum, by=coordinator
    )

    told = Notification.objects.values_list("recipient", "kind")
    assert sorted(told) == sorted((pk, "messages_moved") for pk in (one.pk, other.pk))


def test_what_was_told_of_a_message_goes_along(old, aside, private_room, coordinator, peer):
    from notifications.services import notify

    notify([peer], kind="reply_in_topic", about=aside, topic=old.pk)
    move = services.split_topic(
        topic=old, posts=[aside.pk], title="Quokkas", forum=private_room.forum, by=coordinator
    )

    client_of(peer).get(topic_url(move.target))

    assert Notification.objects.get(recipient=peer, kind="reply_in_topic").read_at


def test_when_the_time_is_over_the_address_still_leads_on(
    members_room, old, coordinator, member_client
):
    from datetime import timedelta

    from django.utils import timezone

    from core.retention import rule
    from forum.topics.models import Topic

    topic, _reply = merged(coordinator, old, members_room)
    rule("moves").remove(timezone.now() + timedelta(days=31))

    assert not Move.objects.exists()
    assert not Topic.objects.filter(pk=topic.pk).exists()
    assert EmptiedTopic.objects.get().leads_to == old
    assert member_client.get(topic_url(topic)).url == topic_url(old)
