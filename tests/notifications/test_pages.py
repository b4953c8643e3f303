"""The page of what is new, the count in the header, and what opening a topic does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from communities import services as communities
from forum import services as forum
from forum.notices import where_topic_stands
from forum.posting.tasks import tell_of_post
from forum.topics.models import Post
from members.models import User
from notifications.models import Notification
from notifications.services import notify
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.notices import tell
from tests.queries import Queries

pytestmark = pytest.mark.django_db
PAGE = "/notifications/"


def told_of_replies(member: User, number: int) -> None:
    topic = TopicFactory(author=member)
    for _post in range(number):
        notify([member], kind="reply_to_me", about=PostFactory(topic=topic), topic=topic.pk)


def test_the_page_needs_somebody(client):
    assert client.get(PAGE).url.startswith("/accounts/login/")


@pytest.mark.parametrize("number", [1, 20])
def test_twenty_cost_what_one_costs(member, member_client, queries_of, number):
    told_of_replies(member, number)

    # Session, reader with the count, notifications; posts, rooms, rules; whether mail reaches them.
    assert queries_of(member_client, PAGE) == 7


def test_the_count_costs_no_query(member, member_client, queries_of):
    nothing_new = queries_of(member_client, "/people/agreement/", status=404)
    told_of_replies(member, 3)

    assert queries_of(member_client, "/people/agreement/", status=404) == nothing_new


def test_it_shows_by_age_what_is_new_and_marks_nothing_by_itself(member, member_client):
    told_of_replies(member, 4)
    rows = Notification.objects.order_by("-pk")
    for row, days in zip(rows[1:], (6, 7, 300), strict=True):
        Notification.objects.filter(pk=row.pk).update(
            created_at=timezone.now() - timedelta(days=days)
        )

    page = member_client.get(PAGE)

    assert [(title, len(shown)) for title, shown in page.context["parts"]] == [
        ("Today", 1),
        ("This week", 1),
        ("Earlier", 2),
    ]
    assert page.text.count("row--unread") == 4
    assert '<span class="news-count">4</span>' in page.text
    assert Notification.objects.unread().count() == 4


def test_only_ones_own_is_there(member, member_client):
    told_of_replies(UserFactory(), 1)

    assert "Nothing new" in member_client.get(PAGE).text
    other = Notification.objects.get()
    assert member_client.post(f"{PAGE}{other.public_id}/read/").status_code == 404
    assert Notification.objects.unread().count() == 1


def test_what_one_may_not_see_any_more_is_not_named(client):
    row = tell("reply_in_topic", marker="Kōwhai")
    client.force_login(row.recipient)
    assert "Kōwhai" in client.get(PAGE).text

    row.recipient.groups.clear()

    assert "Kōwhai" not in client.get(PAGE).text


def test_who_leaves_a_community_has_nothing_new_from_it(client):
    row = tell("reply_in_topic")
    community = row.recipient.memberships.get().community
    Notification.objects.filter(pk=row.pk).update(community_id=community.pk)
    client.force_login(row.recipient)
    assert "news-count" in client.get(PAGE).text

    communities.leave(community=community, member=row.recipient)

    assert "news-count" not in client.get(PAGE).text


def test_older_ones_are_on_the_next_page(member, member_client, monkeypatch):
    monkeypatch.setattr("notifications.views.PER_PAGE", 2)
    told_of_replies(member, 3)

    first = member_client.get(PAGE)
    older = first.context["older"]
    second = member_client.get(f"{PAGE}?before={older}")

    assert first.text.count("row--unread") == 2
    assert second.text.count("row--unread") == 1
    assert second.context["older"] is None
    for odd in ("x", "-1", "9" * 30, ""):
        assert member_client.get(PAGE, {"before": odd}).status_code == 200


def test_one_or_all_are_marked_as_read_by_sending(member, member_client):
    told_of_replies(member, 3)
    one = Notification.objects.latest("pk")

    assert member_client.get(f"{PAGE}read/").status_code == 405
    assert member_client.get(f"{PAGE}{one.public_id}/read/").status_code == 405
    member_client.post(f"{PAGE}{one.public_id}/read/")
    assert Notification.objects.unread().count() == 2
    member_client.post(f"{PAGE}read/")
    assert Notification.objects.unread().count() == 0


def test_reading_the_topic_is_reading_what_was_told_of_it(member, member_client):
    told_of_replies(member, 2)
    told_of_replies(member, 1)
    row = Notification.objects.earliest("pk")
    post = Post.objects.select_related("topic__forum").get(pk=row.about_id)

    page = member_client.get(where_topic_stands(post.topic))

    assert '<span class="news-count">1</span>' in page.text
    assert Notification.objects.unread().count() == 1


def test_a_room_is_followed_and_left_alone_again(member, member_client):
    room = RoomFactory()
    address = f"/forum/rooms/{room.forum_id}/follow/"

    page = member_client.post(address, {"level": "watching"}, follow=True)
    assert "Following<span" in page.text
    assert list(room.followers.all()) == [member]
    page = member_client.post(address, {"level": "usual"}, follow=True)
    assert "Follow<span" in page.text
    assert not room.followers.exists()


def test_a_room_that_one_may_not_read_cannot_be_followed(member_client):
    room = tell("new_topic").recipient.memberships.get().community.rooms.get()

    assert member_client.post(f"/forum/rooms/{room.forum_id}/follow/").status_code == 404
    assert not room.followers.exists()


def test_those_who_follow_are_told(django_capture_on_commit_callbacks):
    room = RoomFactory()
    starter, watcher, follower, quiet = UserFactory.create_batch(4)
    room.followers.add(follower, starter)
    with django_capture_on_commit_callbacks(execute=True):
        topic = TopicFactory(room=room, author=starter)
    topic.subscribers.add(watcher, starter, quiet)
    with django_capture_on_commit_callbacks(execute=True):
        PostFactory(topic=topic, author=quiet)

    told = Notification.objects.order_by("pk").values_list("kind", "recipient")
    assert list(told) == [
        ("new_topic", follower.pk),
        ("reply_to_me", starter.pk),
        ("reply_in_topic", watcher.pk),
    ]


def test_what_was_said_long_ago_is_no_news(django_capture_on_commit_callbacks):
    topic = TopicFactory()
    with django_capture_on_commit_callbacks(execute=True):
        post = PostFactory(topic=topic, at=timezone.now() - timedelta(days=30))
    tell_of_post.enqueue(post.pk, starts_topic=False)

    assert not Notification.objects.exists()


def test_the_author_hears_what_became_of_a_message(django_capture_on_commit_callbacks, coordinator):
    author, answerer = UserFactory.create_batch(2)
    topic = TopicFactory(author=author)
    with django_capture_on_commit_callbacks(execute=True):
        forum.approve_post(
            post=PostFactory(topic=topic, author=answerer, approved=False), by=coordinator
        )
        declined = PostFactory(topic=topic, author=answerer, approved=False)
        forum.disapprove_post(post=declined, by=coordinator, reason="Names somebody.")

    told = set(Notification.objects.values_list("kind", "recipient"))
    assert told == {
        ("post_declined", answerer.pk),
        ("post_approved", answerer.pk),
        ("reply_to_me", author.pk),
    }


def test_posting_costs_the_same_with_five_thousand_who_follow(
    db, django_capture_on_commit_callbacks
):
    alone, followed = TopicFactory(), TopicFactory()
    author = UserFactory()
    people = User.objects.bulk_create(
        User(email=f"follower{n}@example.org", password="!") for n in range(5_000)
    )
    through = type(followed).subscribers.through
    through._default_manager.bulk_create(
        through(topic_id=followed.pk, user_id=person.pk) for person in people
    )

    costs = []
    for topic in (alone, followed):
        with django_capture_on_commit_callbacks() as after, Queries(connection) as queries:
            PostFactory(topic=topic, author=author)
        costs.append((len(queries), len(after)))
    assert costs[0] == costs[1]
