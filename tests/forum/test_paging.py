"""Pages of long topics and rooms: found by key, at a cost that length does not change."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum import services
from forum.paging import positions
from forum.paging.positions import APART, Milestone
from forum.rooms.models import Forum
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
PAGE = 20


@shared
def topic(public_room):
    return TopicFactory(room=public_room)


def lengthen(topic, length):
    """Fill a topic up to so many posts, a minute apart, with the counters they would have."""
    first = Post.objects.get(pk=topic.first_post_id)
    first.created -= timedelta(days=30)
    Post.objects.filter(pk=first.pk).update(created=first.created)
    Post.objects.bulk_create(
        [
            Post(topic=topic, poster_id=first.poster_id, subject="Re", content=f"Reply {n}.")
            for n in range(2, length + 1)
        ],
        batch_size=2000,
    )
    added = list(topic.posts.exclude(pk=first.pk).order_by("pk"))
    for n, post in enumerate(added):
        post.created = first.created + timedelta(minutes=n + 1)
    Post.objects.bulk_update(added, ["created"], batch_size=400)
    topic.update_trackers()
    positions.lay_anew([topic.pk])
    return [first, *added]


def spread(room, length):
    """Fill a room up to so many topics, a minute apart."""
    author, now = UserFactory(), timezone.now()
    heads = [Topic(forum=room.forum, poster=author, subject=f"T{n}", slug="t", type=0, status=0)
             for n in range(length)]  # fmt: skip
    for n, topic in enumerate(heads):
        topic.last_post_on = now - timedelta(minutes=n)
        topic.posts_count = 1
    Topic.objects.bulk_create(heads, batch_size=2000)
    Forum.objects.filter(pk=room.forum_id).update(direct_topics_count=length)
    return heads


def milestones(topic):
    return list(Milestone.objects.filter(topic=topic).order_by("position", "created"))


def truth(topic):
    """Each milestone's position as it would be counted."""
    readable = Post.objects.filter(topic=topic, approved=True)
    return [
        readable.filter(created__lt=m.created).count()
        + readable.filter(created=m.created, pk__lt=m.post_id).count()
        + 1
        for m in milestones(topic)
    ]


@pytest.mark.parametrize("length", [1, 20, 10_000])
def test_a_topics_first_page_costs_the_same_at_any_length(topic, length, queries_of):
    lengthen(topic, length)
    assert queries_of(Client(), topic_url(topic)) == 5


@pytest.mark.parametrize("length", [40, 10_000])
def test_any_later_page_costs_one_look_at_the_milestones_more(topic, length, queries_of):
    lengthen(topic, length)
    for page in {2, length // PAGE // 2 + 1, length // PAGE}:
        assert queries_of(Client(), f"{topic_url(topic)}?page={page}") == 6
        assert not [sql for sql in queries_of.statements if "COUNT(" in sql]
        steps = [int(n) for sql in queries_of.statements for n in re.findall(r"OFFSET (\d+)", sql)]
        assert all(step < APART for step in steps)


@pytest.mark.parametrize("length", [20, 10_000])
def test_a_members_page_costs_the_same_at_any_length(topic, length, member, queries_of):
    lengthen(topic, length)
    client, last = client_of(member), f"{topic_url(topic)}?page=last"
    counted = [queries_of(client, last), queries_of(client, last)]
    assert counted == [16 + (length > PAGE), 11 + (length > PAGE)]


def test_every_page_holds_the_posts_whose_turn_it_is(topic):
    posts = lengthen(topic, 445)
    for page in range(1, 24):
        shown = Client().get(topic_url(topic), {"page": page}).context["posts"]
        assert [p.pk for p in shown] == [p.pk for p in posts[(page - 1) * PAGE : page * PAGE]]


def test_a_link_to_a_post_stays_right_when_earlier_ones_are_deleted(topic):
    posts = lengthen(topic, 330)
    for gone in (posts[3], posts[120], posts[100], posts[250]):
        Post.objects.get(pk=gone.pk).delete()
    wanted = posts[301]

    page = Client().get(topic_url(topic), {"post": wanted.pk})

    assert Post.objects.get(pk=wanted.pk).position == 298
    assert page.context["page_obj"].number == 15
    assert wanted in page.context["posts"]
    assert "Posts 281 to 300 of 326" in " ".join(page.content.decode().split())
    assert [m.position for m in milestones(topic)] == truth(topic)


def test_from_a_post_the_other_pages_can_be_reached(topic):
    posts = lengthen(topic, 61)

    page = Client().get(topic_url(topic), {"post": posts[25].pk}).content.decode()

    assert set(re.findall(r'href="\?([^"]*)"', page)) == {f"page={n}" for n in range(1, 5)}


def test_milestones_are_laid_as_people_write(topic):
    lengthen(topic, APART - 2)
    author = UserFactory()
    for _ in range(APART + 5):
        services.reply(topic=topic, author=author, text="x", approved=True)

    assert [m.position for m in milestones(topic)] == [APART + 1, 2 * APART + 1]
    assert [m.position for m in milestones(topic)] == truth(topic)


def test_milestones_follow_whatever_happens(topic):
    posts = lengthen(topic, 250)
    author = UserFactory()
    waiting = PostFactory(topic=topic, approved=False)
    Post.objects.filter(pk=waiting.pk).update(created=posts[50].created)
    hidden = Post.objects.get(pk=posts[10].pk)
    for happen in (
        lambda: services.approve_post(post=waiting, by=author),
        lambda: services.reply(topic=topic, author=author, text="x", at=posts[40].created),
        lambda: Post.objects.get(pk=posts[99].pk).delete(),
        lambda: Post.objects.get(pk=posts[100].pk).delete(),
        lambda: [setattr(hidden, "approved", False), hidden.save()],
        lambda: services.reply(topic=topic, author=author, text="y", approved=True),
        lambda: PostFactory(topic=topic, approved=False).delete(),
    ):
        happen()
        topic.refresh_from_db()
        assert [m.position for m in milestones(topic)] == truth(topic) != []


def test_a_post_that_is_counted_late_moves_the_milestones_after_it(topic):
    posts = lengthen(topic, 150)
    late = Post(topic=topic, poster=posts[0].poster, subject="Re", content="x", approved=True)
    late.save()
    Post.objects.filter(pk=late.pk).update(created=posts[20].created)

    positions.count_in(Post.objects.get(pk=late.pk))

    assert [m.position for m in milestones(topic)] == truth(topic) == [APART + 2]


def test_a_topic_without_milestones_is_read_all_the_same(topic):
    posts = lengthen(topic, 150)
    Milestone.objects.all().delete()

    assert Post.objects.get(pk=posts[140].pk).position == 141
    shown = Client().get(topic_url(topic), {"page": "last"}).context["posts"]
    assert [p.pk for p in shown] == [p.pk for p in posts[140:]]


@pytest.mark.parametrize("length", [20, 10_000])
def test_a_rooms_page_costs_the_same_at_any_length(public_room, length, queries_of):
    spread(public_room, length)
    url = room_url(public_room)
    assert queries_of(Client(), url) == 6
    assert queries_of(Client(), f"{url}?page=last") == 6


def test_a_room_is_read_from_end_to_end_and_back_by_its_links(public_room):
    topics = spread(public_room, 111)
    Topic.objects.filter(pk=topics[70].pk).update(type=Topic.TOPIC_STICKY)
    wanted = [topics[70].pk, *(t.pk for t in topics if t is not topics[70])]
    visitor, url = Client(), room_url(public_room)

    def walk(url, rel):
        pages = []
        while url:
            response = visitor.get(url)
            pages.append([t.pk for t in response.context["topics"]])
            html = response.content.decode()
            link = re.search(rf'rel="{rel}" href="([^"]+)"', html)
            url = room_url(public_room) + link.group(1).replace("&amp;", "&") if link else None
        return pages

    down, up = walk(url, "next"), walk(f"{url}?page=last", "prev")

    assert [pk for page in down for pk in page] == wanted
    assert up[::-1] == down
    assert [len(page) for page in down] == [20] * 5 + [11]


def test_what_moved_to_the_top_meanwhile_pushes_nothing_out_of_the_next_page(public_room):
    topics = spread(public_room, 60)
    visitor, url = Client(), room_url(public_room)
    step = visitor.get(url).context["page_obj"].after
    Topic.objects.filter(pk=topics[50].pk).update(last_post_on=timezone.now() + timedelta(hours=1))

    shown = visitor.get(url, {"page": 2, "after": step}).context["topics"]

    assert [t.pk for t in shown] == [t.pk for t in topics[20:40]]


@pytest.mark.parametrize(
    "asked",
    ["page=2&after=x", "page=2&after=1.2", "page=2&after=0.²²²²²²².1", "page=2&before=-1.2.3",
     f"page=2&after=0.{'9' * 40}.1", "page=2&after=0.0.0", "page=51", "page=first"],
)  # fmt: skip
def test_a_key_of_no_list_is_not_found(public_room, asked):
    spread(public_room, 1200)
    assert Client().get(f"{room_url(public_room)}?{asked}").status_code == 404


def test_a_rooms_deep_page_is_reached_by_key(public_room):
    topics = spread(public_room, 1200)
    moment = topics[1099].last_post_on
    visitor, url = Client(), room_url(public_room)
    from forum.paging.keyset import _number

    key = f"0.{_number(moment)}.{topics[1099].pk}"
    shown = visitor.get(url, {"page": 56, "after": key}).context["topics"]

    assert [t.pk for t in shown] == [t.pk for t in topics[1100:1120]]
