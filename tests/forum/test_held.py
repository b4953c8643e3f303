"""A post that waits stays with its author, and with nobody else."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from communities.services import join
from forum import services
from forum.rooms.enums import Audience
from forum.topics.held import waiting
from forum.topics.models import Post, Topic
from notifications.models import Notification
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, file_url, reply_url, room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
WAITS = "Waits for a facilitator"
WORDS, TITLE = "Whispered by the kettle", "Behind the kettle"


@shared
def room(peers):
    return RoomFactory(
        name="Stories", audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True
    )


@shared
def topic(room, colleague):
    return TopicFactory(room=room, author=colleague, subject="Told")


@shared
def colleague(peers):
    """Another member of the same community, who could see a leak."""
    user = UserFactory(display_name="Ben Colleague")
    join(community=peers, member=user)
    return user


@shared
def reply(topic, peer):
    return PostFactory(topic=topic, author=peer, text=WORDS, approved=False, attachments=[pdf()])


@shared
def held_topic(room, peer):
    return TopicFactory(room=room, author=peer, subject=TITLE, text=WORDS, approved=False)


def page(user, url):
    response = client_of(user).get(url, follow=True)
    assert response.status_code == 200
    return response.text


def test_after_sending_a_reply_its_author_is_led_to_it(topic, peer):
    response = client_of(peer).post(reply_url(topic), {"content": WORDS}, follow=True)

    post = topic.posts.get(poster=peer)
    assert response.redirect_chain == [(f"{topic_url(topic)}?post={post.pk}#{post.pk}", 302)]
    assert "Your post waits for a facilitator to read it." in response.text
    assert [post.pk for post in response.context["held"]] == [post.pk]
    assert response.text.count(WORDS) == 1


def test_after_sending_a_topic_its_author_is_led_to_it(room, peer):
    data = {"subject": TITLE, "content": WORDS}

    response = client_of(peer).post(start_url(room), data, follow=True)

    assert response.redirect_chain == [(topic_url(Topic.objects.get(subject=TITLE)), 302)]
    assert "Your post waits for a facilitator to read it." in response.text
    assert WAITS in response.text
    assert WORDS in response.text


def test_a_reply_that_waits_stands_last_in_its_topic_for_its_author(topic, reply, peer):
    PostFactory(topic=topic, text="Said later")

    html = page(peer, topic_url(topic))

    assert html.index("Said later") < html.index(WAITS) < html.index(WORDS)
    assert edit_url(reply) in html
    assert "agenda" in html


def test_it_stands_on_the_last_page_alone_and_its_link_leads_there(topic, reply, peer):
    PostFactory.create_batch(20, topic=topic)
    client = client_of(peer)

    first, linked = (client.get(topic_url(topic), asked) for asked in ({}, {"post": reply.pk}))

    assert WORDS not in first.text
    assert WORDS in linked.text
    assert linked.context["page_obj"].number == 2
    assert linked.context["page_obj"].paginator.count == 21


def test_the_link_to_it_leads_others_no_further_than_the_topic(topic, reply, colleague):
    PostFactory.create_batch(20, topic=topic)

    response = client_of(colleague).get(topic_url(topic), {"post": reply.pk})

    assert response.context["page_obj"].number == 1


def test_it_is_counted_for_nobody(topic, reply, held_topic, room, peer, colleague):
    topic.refresh_from_db()
    room.forum.refresh_from_db()

    assert (topic.posts_count, topic.last_post) == (1, topic.first_post)
    assert (room.forum.direct_topics_count, room.forum.direct_posts_count) == (1, 1)
    for user in (peer, colleague):
        listed = client_of(user).get(room_url(room)).context
        assert [each.pk for each in listed["topics"]] == [topic.pk]
        assert listed["page_obj"].paginator.count == 1


def test_a_topic_that_waits_is_in_the_rooms_list_for_its_author(room, topic, held_topic, peer):
    html = page(peer, room_url(room))

    assert "Yours, not in view" in html
    assert topic_url(held_topic) in html
    assert WAITS in html


def test_a_room_with_nothing_but_what_waits_does_not_say_that_it_is_empty(held_topic, room, peer):
    html = page(peer, room_url(room))

    assert TITLE in html
    assert "No topic yet" not in html


def test_of_a_long_room_the_first_page_shows_what_waits(room, held_topic, peer):
    TopicFactory.create_batch(21, room=room)
    client = client_of(peer)

    first, second = (client.get(room_url(room), {"page": number}) for number in (1, 2))

    assert TITLE in first.text
    assert TITLE not in second.text


def places(room, topic, reply, held_topic, author):
    """Where somebody else could come across what waits."""
    told = [reverse("notifications:index"), reverse("notifications:catch_up")]
    feeds = [reverse("forum_feeds:latest_topics")]
    feeds.append(reverse("forum_feeds:forum_latest_topics", args=[room.forum.slug, room.forum_id]))
    profile = [
        reverse(f"forum_member:{name}", args=[author.public_id])
        for name in ("profile", "user_posts")
    ]
    search = ["/search/?q=kettle", "/search/?q=kettle&in=discussions"]
    lists = ["/", reverse("forum:index"), reverse("forum_tracking:unread_topics")]
    talk = [room_url(room), topic_url(topic), f"{topic_url(topic)}?post={reply.pk}"]
    return [*told, *feeds, *profile, *search, *lists, *talk, reply_url(topic), start_url(room)]


@pytest.mark.parametrize("who", ["colleague", "outsider", "visitor"])
def test_nobody_else_comes_across_what_waits(
    who, room, topic, reply, held_topic, peer, colleague, django_capture_on_commit_callbacks
):
    """With a follower of both, one who may read the room, one who may not, and a visitor."""
    room.followers.add(colleague)
    topic.subscribers.add(colleague)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(peer).post(reply_url(topic), {"content": f"{WORDS} again"})
        client_of(peer).post(start_url(room), {"subject": f"{TITLE} again", "content": WORDS})
        call_command("wagtail_update_index", verbosity=0)
    clients = {
        "colleague": client_of(colleague),
        "outsider": client_of(UserFactory()),
        "visitor": Client(),
    }
    seen = {}
    for place in places(room, topic, reply, held_topic, peer):
        response = clients[who].get(place)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[place] = [
            mark for mark in ("hispered", "ehind the kettle", WAITS) if mark in body.decode()
        ]

    assert {place: marks for place, marks in seen.items() if marks} == {}
    assert not Notification.objects.filter(recipient=colleague).exists()
    hidden = [topic_url(held_topic), file_url(reply.attachments.get()), edit_url(reply)]
    found = {clients[who].get(url).status_code for url in hidden}
    assert found == {404}


def test_whose_it_is_is_asked_by_the_account_and_not_by_the_name(topic, reply):
    namesake = UserFactory(display_name=reply.poster.display_name)
    join(community=topic.forum.room.communities.get(), member=namesake)

    assert WORDS not in page(namesake, topic_url(topic))


def test_a_facilitator_reads_it_in_the_queue_and_not_in_the_topic(topic, reply, facilitator):
    assert WORDS not in page(facilitator, topic_url(topic))
    assert WORDS in page(facilitator, reverse("forum_moderation:queue"))


def test_who_left_the_community_reads_it_no_more(topic, reply, peers, peer):
    from communities.services import leave

    leave(community=peers, member=peer)

    assert client_of(peer).get(topic_url(topic)).status_code == 404


def test_its_author_changes_it_and_it_still_waits(topic, reply, peer):
    response = client_of(peer).post(edit_url(reply), {"content": "Quieter"}, follow=True)

    reply.refresh_from_db()
    assert (reply.content.raw, reply.approved) == ("Quieter", False)
    assert "Quieter" in response.text
    assert WAITS in response.text


def test_a_topic_that_waits_tells_its_author_nothing_that_is_not_true(held_topic, peer):
    html = page(peer, topic_url(held_topic))

    assert "Only you and the facilitators can read this until then." in html
    assert "Writing in it is for members" not in html


def test_changing_it_does_not_hide_a_topic_whose_first_post_is_gone(topic, reply, peer):
    """It was sent before the first answer that can be read."""
    PostFactory(topic=topic, text="Said later")
    Topic.objects.get(pk=topic.pk).first_post.delete()

    client_of(peer).post(edit_url(reply), {"content": "Quieter"})

    topic.refresh_from_db()
    assert (topic.approved, topic.subject, topic.posts_count) == (True, "Told", 1)
    assert topic.first_post.content.raw == "Said later"


def test_whose_topic_it_is_reads_no_answer_that_waits_in_it(topic, reply, peer, colleague):
    """Nothing else is left in the topic, which waits with it once it was changed."""
    Topic.objects.get(pk=topic.pk).first_post.delete()
    client_of(peer).post(topic_url(topic, None, "topic_update"), {"subject": "x", "content": WORDS})
    topic.refresh_from_db()
    assert not topic.approved

    assert client_of(colleague).get(topic_url(topic)).status_code == 200
    assert WORDS not in page(colleague, topic_url(topic))


def test_its_author_takes_it_back(topic, reply, held_topic, peer):
    client = client_of(peer)
    for post in (reply, held_topic.first_post):
        client.post(topic_url(post.topic, None, "post_delete", post.pk))

    assert WAITS not in page(peer, topic_url(topic))
    assert "Waits for a facilitator" not in page(peer, room_url(topic.forum.room))
    assert list(waiting(Post.objects.all())) == []


@pytest.mark.parametrize("held", [1, 5])
def test_what_waits_costs_its_author_as_much_however_much_it_is(
    held, topic, room, peer, queries_of
):
    PostFactory.create_batch(held, topic=topic, author=peer, approved=False)
    TopicFactory.create_batch(held, room=room, author=peer, approved=False)
    client = client_of(peer)
    queries_of(client, topic_url(topic))

    assert queries_of(client, topic_url(topic)) == 16
    assert queries_of(client, room_url(room)) == 12


def test_published_it_is_where_it_belongs_and_its_author_is_led_there(
    topic, reply, peer, colleague, facilitator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.approve_post(post=reply, by=facilitator)

    told = page(peer, reverse("notifications:index"))
    assert "is published" in told
    assert f"{topic_url(topic)}?post={reply.pk}#{reply.pk}" in told
    for user in (peer, colleague):
        html = page(user, topic_url(topic))
        assert (html.count(WORDS), WAITS in html) == (1, False)
    assert "hispered" in page(colleague, "/search/?q=kettle")
