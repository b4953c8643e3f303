"""One bit hides what is out of view from every list, count, feed, notification and search."""

import pytest
from django.test import Client
from django.urls import reverse

from communities.services import join
from forum import services
from forum.notices import REPLY, TOPIC
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, room_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
MARK, SOUGHT = "zebrafish", "okapi"


SILENT = {"topic": set(), "reply": {"feed", "feed of the room", "followed"}}
"""What says nothing of it anyway: feeds and the list of what one follows tell of topics."""
FOR_VISITORS = {
    "topic": {"topic", "room", "rooms", "feed", "feed of the room", "search", "community"},
    "reply": {"topic", "room", "search", "rooms", "community"},
}


@shared
def author(db):
    return UserFactory(display_name="Ana Author")


@shared
def facilitator(db):
    return UserFactory(display_name="Tama Facilitator")


@shared
def community(author, facilitator):
    return CommunityFactory(title="Peers", members=[author], facilitators=[facilitator])


@shared
def topic(community, author):
    room = RoomFactory(audience="public", communities=[community])
    TopicFactory(room=room, subject="Another", text=f"Another {SOUGHT}")
    return TopicFactory(
        room=room, author=author, subject=f"{MARK} subject", text=f"{MARK} {SOUGHT}"
    )


@shared
def reply(community, author):
    room = RoomFactory(audience="public", communities=[community])
    topic = TopicFactory(room=room, subject="Plain", text="Plain")
    PostFactory(topic=topic, text=f"Another {SOUGHT}")
    return PostFactory(topic=topic, author=author, text=f"{MARK} {SOUGHT}")


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    """Run what follows a commit at once, as a worker would."""

    def run(do):
        with django_capture_on_commit_callbacks(execute=True):
            return do()

    return run


def places(post: Post) -> dict[str, str]:
    topic = Topic.objects.select_related("forum__room").get(pk=post.topic_id)
    room = topic.forum.room
    of_room = [topic.forum.slug, topic.forum_id]
    author = post.poster.public_id
    return {
        "room": room_url(room),
        "rooms": reverse("forum:index"),
        "feed": reverse("forum_feeds:latest_topics"),
        "feed of the room": reverse("forum_feeds:forum_latest_topics", args=of_room),
        "profile": reverse("forum_member:profile", args=[author]),
        "posts of": reverse("forum_member:user_posts", args=[author]),
        "unread": reverse("forum_tracking:unread_topics"),
        "followed": reverse("forum_member:user_subscriptions"),
        "what is new": reverse("notifications:index"),
        "catch me up": reverse("notifications:catch_up"),
        "search": f"{reverse('search')}?q={SOUGHT}",
        "community": f"{room.communities.get().url}?show=talk",
        "reply form": reply_url(topic),
        "topic": topic_url(topic),
    }


def told_of(post: Post) -> dict[str, set[str]]:
    """Where a new member of the community and a visitor find its words or the way to it."""
    reader = UserFactory()
    join(community=post.topic.forum.room.communities.get(), member=reader)
    post.topic.subscribers.add(reader)
    is_first = post.is_topic_head
    notify([reader], kind=TOPIC if is_first else REPLY, about=post, topic=post.topic_id)
    clients = {"member": client_of(reader), "visitor": Client()}
    marks = (MARK, f"?post={post.pk}#{post.pk}")
    return {
        who: {
            name
            for name, url in places(post).items()
            # A page that is not there names the address that was asked for, and its title with it.
            if any(mark in client.get(url).text.replace(url, "") for mark in marks)
        }
        for who, client in clients.items()
    }


def state() -> list:
    tables = [Topic, Post, Topic._meta.get_field("forum").related_model]
    unlike = {"updated"}
    return [
        [
            {name: value for name, value in row.items() if name not in unlike}
            for row in table._base_manager.order_by("pk").values()
        ]
        for table in tables
    ]


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
@pytest.mark.parametrize("what", ["topic", "reply"])
def test_it_is_nowhere_and_undone_it_is_where_it_was(what, how, request, facilitator, indexed):
    thing = request.getfixturevalue(what)
    post = thing.first_post if what == "topic" else thing
    indexed(lambda: post.save())
    before, stood = told_of(post), state()
    assert before == {"member": set(places(post)) - SILENT[what], "visitor": FOR_VISITORS[what]}

    if how == "withdrawn":
        removal = indexed(lambda: services.withdraw_post(post=post))
    else:
        removal = indexed(lambda: services.hide_post(post=post, by=facilitator, reason="x"))

    assert told_of(Post.objects.get(pk=post.pk)) == {"member": set(), "visitor": set()}
    assert list(find_drift()) == []

    by = post.poster if how == "withdrawn" else facilitator
    indexed(lambda: services.restore_post(removal=removal, by=by))

    assert told_of(Post.objects.get(pk=post.pk)) == before
    assert state() == stood
    assert list(find_drift()) == []


@pytest.mark.parametrize("what", ["topic", "reply"])
def test_its_words_leave_the_search_index(what, request, indexed):
    from wagtail.search.models import IndexEntry

    thing = request.getfixturevalue(what)
    post = thing.first_post if what == "topic" else thing
    indexed(lambda: post.save())
    entries = IndexEntry.objects.filter(object_id=str(post.pk))
    assert entries.exists()

    indexed(lambda: services.withdraw_post(post=post))

    assert not entries.exists()
