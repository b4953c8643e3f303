"""What is muted is silent everywhere; what is watched is told; and nobody else learns of it."""

import pytest
from django.urls import reverse

from communities import services as communities
from forum import services
from forum.following.enums import Level
from forum.following.models import Said
from forum.following.services import hear_of_community, hear_of_room, hear_of_topic
from notifications.models import Notification
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db

LIST = "/forum/member/subscriptions/"


@shared
def community(db):
    return CommunityFactory(title="Kōrero")


@shared
def reader(community):
    member = UserFactory(display_name="Rere Reader")
    communities.join(community=community, member=member)
    return member


@shared
def own(community):
    return RoomFactory(name="Harbour", communities=[community], audience="members")


@shared
def topic(own, reader):
    """One that the reader began."""
    return TopicFactory(room=own, author=reader, subject="Lines and tides")


def mute(place, reader, topic):
    if place == "topic":
        hear_of_topic(member=reader, topic=topic, level=Level.MUTED)
    elif place == "room":
        hear_of_room(member=reader, room=topic.forum.room, level=Level.MUTED)
    else:
        (community,) = topic.forum.room.communities.all()
        hear_of_community(member=reader, community=community, level=Level.MUTED)


def told(person):
    rows = Notification.objects.filter(recipient=person).order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.parametrize("place", ["topic", "room", "community"])
def test_what_is_muted_is_silent_everywhere(
    place, topic, reader, django_capture_on_commit_callbacks
):
    beside = TopicFactory(author=reader, subject="Another room")
    mute(place, reader, topic)
    with django_capture_on_commit_callbacks(execute=True):
        PostFactory(topic=topic, text="Said in the silence")
        PostFactory(topic=beside)

    assert told(reader) == ["reply_to_me"]
    browser = client_of(reader)
    pages = ["/", "/notifications/", "/notifications/catch-up/", "/forum/tracking/unread-topics/"]
    for page in pages:
        text = browser.get(page).text
        assert "Lines and tides" not in text, page
        assert "Said in the silence" not in text, page
        assert "Another room" in text, page
    index = browser.get("/forum/").text
    assert index.count("room row--unread") == 1
    assert ("· muted" in index) == (place != "topic")
    assert "row--unread" not in browser.get(room_url(topic.forum.room)).text


@pytest.mark.parametrize("place", ["topic", "room", "community"])
def test_what_was_told_before_falls_silent_and_nobody_elses(place, topic, reader):
    beside, other = TopicFactory(author=reader), UserFactory()
    for about in (topic, beside):
        for person in (reader, other):
            post = PostFactory(topic=about)
            notify([person], kind="reply_to_me", about=post, topic=about.pk)
        notify([reader], kind="post_approved", about=post, topic=about.pk)
    mute(place, reader, topic)

    unread = Notification.objects.unread().values_list("recipient", "topic_id", "kind")
    assert sorted(unread) == sorted(
        [
            *((other.pk, about.pk, "reply_to_me") for about in (topic, beside)),
            (reader.pk, beside.pk, "reply_to_me"),
            *((reader.pk, about.pk, "post_approved") for about in (topic, beside)),
        ]
    )
    quiet = Notification.objects.get(recipient=reader, topic_id=topic.pk, kind="reply_to_me")
    assert quiet.mail_due_at is None


def test_what_became_of_ones_own_words_is_told_of_a_muted_topic(
    topic, reader, coordinator, django_capture_on_commit_callbacks
):
    waiting = PostFactory(topic=topic, author=reader, approved=False)
    mute("topic", reader, topic)
    with django_capture_on_commit_callbacks(execute=True):
        services.approve_post(post=waiting, by=coordinator)
    assert told(reader) == ["post_approved"]


def test_a_topic_that_is_watched_in_a_muted_room_is_told(topic, django_capture_on_commit_callbacks):
    watcher = UserFactory()
    mute("room", watcher, topic)
    hear_of_topic(member=watcher, topic=topic, level=Level.WATCHING)
    with django_capture_on_commit_callbacks(execute=True):
        PostFactory(topic=topic)
        TopicFactory(room=topic.forum.room)
    assert told(watcher) == ["reply_in_topic"]
    assert "room row--unread" in client_of(watcher).get("/forum/").text


def test_whoever_follows_a_community_is_told_of_new_topics_in_rooms_they_may_read(
    community, own, reader, django_capture_on_commit_callbacks
):
    closed = RoomFactory(communities=[community], audience="communities")
    communities.leave(community=community, member=reader)
    deaf = UserFactory()
    for person in (reader, deaf):
        hear_of_community(member=person, community=community, level=Level.WATCHING)
    hear_of_room(member=deaf, room=own, level=Level.MUTED)
    own.followers.add(reader)
    with django_capture_on_commit_callbacks(execute=True):
        begun = TopicFactory(room=own)
        TopicFactory(room=closed)
        PostFactory(topic=begun)
    assert told(reader) == ["new_topic"]
    assert told(deaf) == []


def test_the_control_keeps_each_level_and_says_which_holds(topic, reader):
    browser, room = client_of(reader), topic.forum.room
    (community,) = room.communities.all()
    places = {
        topic_url(topic): reverse("follow_topic", args=[topic.pk]),
        room_url(room): reverse("follow_room", args=[room.forum_id]),
        community.url: reverse("follow_community", args=[community.pk]),
    }
    for number, (page, address) in enumerate(places.items(), 1):
        for level, now in (("muted", "Muted"), ("watching", "Following"), ("usual", "Follow")):
            answer = browser.post(address, {"level": level})
            assert answer.url == page
            text = browser.get(page).text
            assert f"<span>{now}<span" in text
            assert f'value="{level}" aria-current="true"' in text
        browser.post(address, {"level": "muted", "in_list": "1"}, follow=True)
        assert Said.objects.filter(member=reader).count() == number
    browser.post(places[topic_url(topic)], {"level": "louder"})
    assert "As around it: nothing" in browser.get(topic_url(topic)).text


def test_the_list_shows_all_that_is_not_as_usual_to_its_reader_alone(topic, reader, community):
    watched, closed = TopicFactory(subject="Watched"), RoomFactory(name="Shut", audience="members")
    TopicFactory(subject="As ever")
    hear_of_topic(member=reader, topic=watched, level=Level.WATCHING)
    hear_of_room(member=reader, room=closed, level=Level.MUTED)
    others = [CommunityFactory(parent=community.get_parent().specific)]
    services.update_room(room=closed, name="Shut", audience="communities", communities=others)
    mute("topic", reader, topic)
    mute("room", reader, topic)
    hear_of_community(member=reader, community=community, level=Level.WATCHING)

    text = client_of(reader).get(LIST).text
    for name in ("Kōrero", "Harbour", "Lines and tides", "Watched"):
        assert f">{name}</a></h3>" in text
    for name in ("As ever", "Shut"):
        assert f">{name}</a></h3>" not in text
    assert "Everything is as usual" in client_of(UserFactory()).get(LIST).text


def test_nobody_says_a_thing_of_what_they_may_not_know_of(topic):
    stranger, other = UserFactory(), CommunityFactory(parent__slug="others")
    closed = TopicFactory(room__communities=[other], room__audience="communities")
    browser = client_of(stranger)
    for name, pk in (("follow_topic", closed.pk), ("follow_room", closed.forum_id)):
        assert browser.post(reverse(name, args=[pk]), {"level": "muted"}).status_code == 404
        assert browser.get(reverse(name, args=[pk])).status_code == 405
    assert browser.post(reverse("follow_community", args=[0])).status_code == 404
    assert not Said.objects.exists()
