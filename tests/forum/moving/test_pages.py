"""Choosing what goes where, looking at both ends, doing it and putting it back, by plain forms."""

import re

import pytest
from django.urls import reverse

from forum import services
from forum.moving.models import Move
from forum.rooms.enums import Audience
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
WHY = {"reason": "It is found better there."}


@shared
def topic(private_room):
    topic = TopicFactory(room=private_room, subject="Coffee")
    for n in range(1, 26):
        PostFactory(topic=topic, text=f"Answer {n}.")
    return topic


@shared
def carer(facilitator):
    return client_of(facilitator)


def address(name, topic):
    return reverse(name, args=[topic.pk])


def answers(topic):
    return list(topic.posts.exclude(pk=topic.first_post_id).order_by("created", "pk"))


def sure(client, url, data):
    """Show how it would be, and say yes to that."""
    shown = client.post(url, data)
    assert shown.status_code == 200, shown.url
    ends = shown.context["ends"]
    assert ends is not None, shown.context["form"].errors
    return client.post(url, data | {"sure": "1", "shown": ends.shown}), ends


def test_messages_are_chosen_on_two_pages_and_become_a_topic(topic, carer):
    url, posts = address("split_topic", topic), answers(topic)
    first = carer.get(url)
    assert "Answer 19." in first.content.decode()
    assert "Answer 20." not in first.content.decode()

    second = carer.post(url, {"post": [posts[1].pk], "page": "2", "chosen": "", "shown": ""})
    kept = {name: second.context[name] for name in ("chosen", "shown")}
    assert kept["chosen"] == str(posts[1].pk)
    assert "1 more is chosen on other pages." in second.content.decode()
    asked = carer.post(url, kept | {"post": [posts[22].pk]})
    assert "2 messages of" in asked.content.decode()
    data = {"chosen": asked.context["chosen"], "title": "Tea", "forum": topic.forum_id} | WHY
    done, ends = sure(carer, url, data)

    move = Move.objects.get()
    assert done.url == topic_url(move.target)
    assert (ends.moving, ends.old.messages, ends.new.messages) == (2, 24, 2)
    assert [post.pk for post in answers(topic)] == [
        post.pk for post in posts if post not in (posts[1], posts[22])
    ]


def test_unticking_on_the_way_back_counts(topic, carer):
    url, posts = address("split_topic", topic), answers(topic)
    shown = ",".join(str(post.pk) for post in posts[:19])
    page = carer.post(
        url,
        {"chosen": f"{posts[0].pk},{posts[24].pk}", "shown": shown, "post": [], "page": "2"},
    )
    assert page.context["chosen"] == str(posts[24].pk)


def test_from_this_one_on(topic, carer):
    url, posts = address("split_topic", topic), answers(topic)
    asked = carer.post(url, {"from": posts[20].pk})

    assert asked.context["many"] == 5
    assert "5 messages of" in asked.content.decode()


@pytest.mark.parametrize("what", ["nothing", "the first", "elsewhere"])
def test_a_wrong_choice_is_said_where_one_chooses(topic, carer, private_room, what):
    other = TopicFactory(room=private_room)
    wanted = {"nothing": [], "the first": [topic.first_post_id], "elsewhere": [other.first_post_id]}

    page = carer.post(address("split_topic", topic), {"post": wanted[what]})

    assert page.context["wrong"]
    assert not Move.objects.exists()


def test_the_preview_says_the_direction_and_who_reads_it(topic, peers, carer, facilitator):
    RoomFactory(name="Far away", audience=Audience.MEMBERS)
    members = RoomFactory(name="All", audience=Audience.MEMBERS, communities=[peers])
    open_topic = TopicFactory(room=members, subject="Rosters")
    url = reverse("forum_moderation:topic_move", args=[open_topic.slug, open_topic.pk])

    page = carer.post(url, {"forum": topic.forum_id} | WHY).content.decode()

    words = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "The topic “Rosters” goes from the room “All” to the room “Only peers”." in words
    assert "Everyone who is signed in can read this room." in words
    assert "Only members of" in words
    assert "Whoever reads the old room and not the new one will not find these messages" in words
    assert Topic.objects.get(pk=open_topic.pk).forum == members.forum


def test_rooms_with_more_readers_are_not_offered(topic, peers, carer):
    wider = RoomFactory(name="All members", audience=Audience.MEMBERS, communities=[peers])
    alike = RoomFactory(name="Alike", audience=Audience.COMMUNITIES, communities=[peers])
    url = reverse("forum_moderation:topic_move", args=[topic.slug, topic.pk])

    page = carer.get(url)
    forced = carer.post(url, {"forum": wider.forum_id, "sure": "1", "shown": "x"} | WHY)

    assert list(page.context["form"].fields["forum"].queryset) == [alike.forum]
    assert forced.status_code == 200
    topic.refresh_from_db()
    assert topic.forum.room.name == "Only peers"


def test_others_have_to_be_told_why(topic, peers, carer, facilitator, private_room):
    alike = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers])
    url = reverse("forum_moderation:topic_move", args=[topic.slug, topic.pk])
    own = TopicFactory(room=private_room, author=facilitator)

    assert "Please say why" in carer.post(url, {"forum": alike.forum_id}).content.decode()
    own_url = reverse("forum_moderation:topic_move", args=[own.slug, own.pk])
    sure(carer, own_url, {"forum": alike.forum_id})
    assert Topic.objects.get(pk=own.pk).forum == alike.forum


def test_what_was_not_shown_is_not_done(topic, peers, carer):
    one, other = RoomFactory.create_batch(2, audience=Audience.COMMUNITIES, communities=[peers])
    url = reverse("forum_moderation:topic_move", args=[topic.slug, topic.pk])
    shown = carer.post(url, {"forum": one.forum_id} | WHY).context["ends"].shown

    again = carer.post(url, {"forum": other.forum_id, "sure": "1", "shown": shown} | WHY)

    assert again.context["ends"].new.forum == other.forum
    assert not Move.objects.exists()


def test_a_topic_is_found_by_title_or_address_and_merged(topic, carer, private_room, members_room):
    TopicFactory.create_batch(2, room=members_room)
    topic = TopicFactory(room=private_room, subject="Coffee alone")
    later = TopicFactory(room=private_room, subject="Tea")
    PostFactory(topic=later, text="Green")
    TopicFactory(room=members_room, subject="Coffee elsewhere")
    url = address("merge_topic", later)

    offered = [
        dict(carer.get(url, {"q": words}).context["form"].fields["into"].choices)
        for words in ("", "alone", topic_url(topic), "Nothing of it")
    ]
    both = [topic.pk, Topic.objects.get(subject="Coffee").pk]
    assert [list(found) for found in offered] == [both, [topic.pk], [topic.pk], []]

    done, ends = sure(carer, f"{url}?q=alone", {"into": topic.pk} | WHY)
    assert done.url == topic_url(topic)
    assert (ends.moving, ends.new.messages) == (2, 3)
    assert not Post.objects.filter(topic=later).exists()


def test_it_is_put_back_by_one_button(topic, carer, facilitator):
    move = services.split_topic(
        topic=topic,
        posts=[answers(topic)[0].pk],
        title="Tea",
        forum=topic.forum,
        by=facilitator,
    )
    page = carer.get(topic_url(move.target)).content.decode()
    link = reverse("move", args=[move.pk])
    assert link in page
    assert "Put it back" in carer.get(link).content.decode()

    done = carer.post(reverse("undo_move", args=[move.pk]), follow=True)
    again = carer.post(reverse("undo_move", args=[move.pk]), follow=True)

    assert "It is back where it was." in done.content.decode()
    assert "undone already" in again.content.decode()
    assert topic.posts.count() == 26


def test_who_looks_after_one_room_alone_undoes_nothing(
    topic, carer, facilitator, coordinator, members_room
):
    public = TopicFactory(room=members_room)
    move = services.move_topic(topic=public, forum=topic.forum, by=coordinator)

    assert carer.get(reverse("move", args=[move.pk])).status_code == 404
    assert carer.post(reverse("undo_move", args=[move.pk])).status_code == 404
    assert client_of(coordinator).get(reverse("move", args=[move.pk])).status_code == 200


PEOPLE = {
    "visitor": (404, 404, 404),
    "stranger": (404, 404, 404),
    "peer": (403, 403, 403),
    "facilitator": (200, 200, 200),
    "coordinator": (200, 200, 200),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may(topic, peer, facilitator, coordinator, client, who, method):
    people = {"peer": peer, "facilitator": facilitator, "coordinator": coordinator}
    if who != "visitor":
        client.force_login(people.get(who) or UserFactory())
    urls = (
        address("split_topic", topic),
        address("merge_topic", topic),
        reverse("forum_moderation:topic_move", args=[topic.slug, topic.pk]),
    )
    assert tuple(getattr(client, method)(url).status_code for url in urls) == PEOPLE[who]


def test_what_was_moved_costs_one_query_above_a_topic(topic, peer, facilitator, queries_of):
    client, url = client_of(peer), topic_url(topic)
    client.get(url)
    without = queries_of(client, url)
    for number in (0, 5, 7, 9):
        services.split_topic(
            topic=topic,
            posts=[answers(topic)[number].pk],
            title=f"Tea {number}",
            forum=topic.forum,
            by=facilitator,
        )
    client.get(url)
    assert queries_of(client, url) == without + 1
