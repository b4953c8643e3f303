"""Writing, changing and deleting, and every way around the rules."""

import pytest
from django.test import Client
from django.urls import reverse

from communities.services import join
from forum import services
from forum.posting.markup import MAX_LENGTH, STAMP
from forum.rooms.enums import Audience
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, room_url, rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
NO_FILES = rows("attachment")


@shared
def topic(members_room):
    return TopicFactory(room=members_room)


@shared
def checked_room(peers):
    return RoomFactory(
        name="Checked first", audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True
    )


def test_a_member_starts_a_topic(members_room, member, member_client):
    data = {"subject": "Kete", "content": "May I **keep** it?"} | NO_FILES

    response = member_client.post(start_url(members_room), data, follow=True)

    topic = Topic.objects.get(subject="Kete")
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == topic_url(topic)
    assert "<strong>keep</strong>" in response.content.decode()
    assert (topic.poster, topic.first_post.poster, topic.approved) == (member, member, True)


def test_a_reply_needs_words_and_nothing_else(topic, member, member_client):
    response = member_client.post(reply_url(topic), {"content": "Keep it."})

    post = topic.posts.get(poster=member)
    assert response.url == f"{topic_url(topic)}?post={post.pk}#{post.pk}"
    assert post.subject == f"Re: {topic.subject}"


def test_nobody_posts_in_another_name(topic, member, member_client):
    other = UserFactory()
    data = {"content": "Hello", "username": "coordinator", "poster": other.pk, "anonymous_key": "x"}

    member_client.post(reply_url(topic), data)

    post = topic.posts.get(content="Hello")
    assert (post.poster, post.username, post.anonymous_key) == (member, None, None)


def test_visitors_cannot_write_even_where_a_rule_would_let_them(public_room):
    from django.contrib.auth.models import AnonymousUser
    from machina.apps.forum_permission.shortcuts import assign_perm

    for codename in ("can_reply_to_topics", "can_start_new_topics", "can_post_without_approval"):
        assign_perm(codename, AnonymousUser(), public_room.forum)
    topic = TopicFactory(room=public_room)

    response = Client().post(reply_url(topic), {"content": "Hi", "username": "Marama"})

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")
    assert topic.posts.count() == 1


@pytest.mark.parametrize("content", ["", "   ", "\n\n", "a" * (MAX_LENGTH + 1), "\0"])
def test_words_that_cannot_be_posted_are_kept_in_the_form(topic, member_client, content):
    response = member_client.post(reply_url(topic), {"content": content})

    assert response.status_code == 200
    assert topic.posts.count() == 1


def test_too_long_a_post_is_told_so_kindly(topic, member_client):
    response = member_client.post(reply_url(topic), {"content": "a" * 20_001})

    assert "20,001 characters" in response.content.decode()
    assert "room for 20,000" in response.content.decode()


def test_a_preview_shows_and_stores_nothing(topic, member_client):
    response = member_client.post(reply_url(topic), {"content": "So **bold**", "preview": "1"})

    assert "So <strong>bold</strong>" in response.content.decode()
    assert topic.posts.count() == 1


def test_a_post_in_a_checked_room_waits(checked_room, peer):
    data = {"subject": "First", "content": "Hello"} | NO_FILES

    response = client_of(peer).post(start_url(checked_room), data)

    topic = Topic.objects.get(subject="First")
    assert (topic.approved, topic.first_post.approved) == (False, False)
    assert response.url == topic_url(topic)


def test_checking_cannot_be_passed_by_through_another_rooms_address(
    checked_room, members_room, peer
):
    """The room of the address decided: post where it is checked, as if where it is not."""
    topic = TopicFactory(room=checked_room)
    client = client_of(peer)

    around = client.post(reply_url(topic, members_room.forum), {"content": "Around"})
    straight = client.post(reply_url(topic), {"content": "Straight"})

    assert (around.status_code, straight.status_code) == (404, 302)
    assert not Post.objects.filter(content="Around").exists()
    assert Post.objects.get(content="Straight").approved is False


def test_closing_cannot_be_passed_by_through_another_rooms_address(
    members_room, private_room, facilitator
):
    """A facilitator of one room closes topics there, and nowhere else."""
    topic = TopicFactory(room=members_room)
    data = {"content": "Close it", "lock_topic": "on"}
    client = client_of(facilitator)

    assert client.post(reply_url(topic, private_room.forum), data).status_code == 404
    assert client.post(reply_url(topic), data).status_code == 302

    topic.refresh_from_db()
    assert not topic.is_locked


def test_a_post_is_changed_under_its_own_topic_only(topic, member, member_client):
    own = PostFactory(topic=topic, author=member)
    other = TopicFactory(room=topic.forum.room)
    url = topic_url(other, None, "post_update", own.pk)

    assert member_client.get(url).status_code == 404
    assert member_client.post(url, {"content": "x"}).status_code == 404


def test_nobody_changes_or_deletes_the_post_of_another(topic, member_client):
    theirs = PostFactory(topic=topic)
    delete_url = topic_url(topic, None, "post_delete", theirs.pk)

    answers = [
        member_client.post(edit_url(theirs), {"content": "x"}).status_code,
        member_client.post(topic_url(topic, None, "topic_update"), {"content": "x"}).status_code,
        member_client.post(delete_url).status_code,
        Client().post(edit_url(theirs), {"content": "x"}).status_code,
    ]

    assert answers == [403, 403, 403, 404]
    theirs.refresh_from_db()
    assert theirs.content.raw != "x"


def test_changing_a_post_says_so(topic, member, member_client):
    own = PostFactory(topic=topic, author=member)

    member_client.post(edit_url(own), {"content": "*Better*", "update_reason": "A typo"})

    own.refresh_from_db()
    assert own.content.rendered == f"{STAMP}<p><em>Better</em></p>\n"
    assert (own.updates_count, own.updated_by, own.update_reason) == (1, member, "A typo")
    assert (own.poster, own.subject) == (member, f"Re: {topic.subject}")


def test_changing_the_first_post_changes_the_title(members_room, member, member_client):
    topic = services.start_topic(room=members_room, author=member, subject="Old", text="x")
    data = {"subject": "New title", "content": "x"} | NO_FILES

    response = member_client.post(topic_url(topic, None, "topic_update"), data)

    topic.refresh_from_db()
    assert (topic.subject, topic.slug) == ("New title", "new-title")
    assert response.url == topic_url(topic)


def test_changing_a_pinned_topic_leaves_it_pinned(members_room, member, member_client):
    topic = services.start_topic(
        room=members_room, author=member, subject="Read me", text="x", sticky=True
    )
    data = {"subject": "Read me", "content": "y", "topic_type": "0"} | NO_FILES

    member_client.post(topic_url(topic, None, "topic_update"), data)

    topic.refresh_from_db()
    assert topic.is_sticky
    assert topic.first_post.content.raw == "y"


def test_closing_while_editing_sticks_and_can_be_undone(private_room, facilitator):
    topic = services.start_topic(room=private_room, author=facilitator, subject="a", text="x")
    client, url = client_of(facilitator), topic_url(topic, None, "topic_update")

    client.post(url, {"subject": "a", "content": "x", "lock_topic": "on"} | NO_FILES)
    topic.refresh_from_db()
    assert topic.is_locked

    client.post(url, {"subject": "a", "content": "x"} | NO_FILES)
    topic.refresh_from_db()
    assert not topic.is_locked


def test_a_closed_topic_takes_no_reply_but_a_facilitators(private_room, peer, facilitator):
    topic = TopicFactory(room=private_room)
    services.lock_topic(topic=topic)

    refused = client_of(peer).post(reply_url(topic), {"content": "Late"})
    client_of(facilitator).post(reply_url(topic), {"content": "To close with"})

    assert refused.status_code == 403
    assert "This topic is closed" in refused.content.decode()
    assert [post.content.raw for post in topic.posts.all()][1:] == ["To close with"]


def test_a_waiting_topic_is_for_its_author_and_facilitators(checked_room, peers, peer, facilitator):
    other = UserFactory()
    join(community=peers, member=other)
    topic = TopicFactory(room=checked_room, author=peer, approved=False, subject="Not yet")

    def answers(url):
        return [client_of(user).get(url).status_code for user in (other, peer, facilitator)]

    assert answers(topic_url(topic)) == [404, 200, 200]
    assert answers(reply_url(topic)) == [404, 403, 403]
    assert "Not yet" not in client_of(other).get(room_url(checked_room)).content.decode()


def test_a_waiting_announcement_is_not_listed(private_room, peer):
    TopicFactory(room=private_room, announcement=True, approved=False, subject="Not yet")
    TopicFactory(room=private_room, announcement=True, subject="Now")

    page = client_of(peer).get(room_url(private_room)).content.decode()

    assert "Now" in page
    assert "Not yet" not in page


def test_a_waiting_reply_is_not_shown_in_its_topic(private_room, peer):
    topic = TopicFactory(room=private_room)
    PostFactory(topic=topic, approved=False, text="Still waiting")

    for url in (topic_url(topic), reply_url(topic)):
        assert "Still waiting" not in client_of(peer).get(url).content.decode()


def test_withdrawing_the_only_post_takes_the_topic_along(members_room, member, member_client):
    topic = services.start_topic(room=members_room, author=member, subject="a", text="x")

    response = member_client.post(topic_url(topic, None, "post_delete", topic.first_post_id))

    assert response.url == reverse("removed", args=[topic.first_post_id])
    assert not Topic.objects.get().approved


def test_withdrawing_a_reply_leaves_the_rest(topic, member, member_client):
    own = PostFactory(topic=topic, author=member)

    response = member_client.post(topic_url(topic, None, "post_delete", own.pk))

    topic.refresh_from_db()
    assert response.url == reverse("removed", args=[own.pk])
    assert (topic.posts_count, topic.last_post) == (1, topic.first_post)
    assert topic.posts.count() == 2


def test_topics_start_in_rooms_only(members_room, coordinator_client):
    forum = members_room.forum
    forum.type = forum.FORUM_CAT
    forum.save()

    assert coordinator_client.get(start_url(members_room)).status_code == 403


def test_an_old_address_leads_to_the_topic_where_it_is_now(topic, public_room, member_client):
    old = topic_url(topic)
    put_topic(topic=topic, forum=public_room.forum)

    response = member_client.get(f"{old}?post={topic.first_post_id}")

    assert response.url == f"{topic_url(topic)}?post={topic.first_post_id}"
    assert member_client.get(response.url).status_code == 200


@pytest.mark.parametrize("wanted", ["²", "abc", "-1", "0", "9" * 30, "1; drop", ""])
def test_a_post_that_is_not_there_is_passed_over(topic, member_client, wanted):
    assert member_client.get(topic_url(topic), {"post": wanted}).status_code == 200


@pytest.mark.parametrize("page", ["²", "abc", "-1", "0", "99", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(topic, member_client, page):
    assert member_client.get(topic_url(topic), {"page": page}).status_code == 404
    assert member_client.get(room_url(topic.forum.room), {"page": page}).status_code == 404


def test_a_posts_address_leads_to_its_page(topic, member_client):
    posts = [PostFactory(topic=topic, text=f"Reply {n}.") for n in range(1, 25)]
    PostFactory(topic=topic, approved=False)

    for post, page in ((posts[18], 1), (posts[19], 2)):
        response = member_client.get(topic_url(topic), {"post": post.pk})
        assert response.context["page_obj"].number == page
        assert post in response.context["posts"]


@pytest.mark.parametrize("name", ["🎉", "???", "Tēnā koutou", "a" * 255])
def test_any_title_has_an_address(members_room, member_client, name):
    data = {"subject": name, "content": "x"} | NO_FILES

    assert member_client.post(start_url(members_room), data, follow=True).status_code == 200


def test_numbers_beyond_the_database_are_not_found(member_client):
    huge = 10**30
    for url in (
        f"/forum/forum/a-{huge}/",
        f"/forum/forum/a-{huge}/topic/b-{huge}/",
        f"/forum/forum/a-1/topic/create/?x={huge}",
        f"/forum/attachment/{huge}/",
        f"/forum/member/topic/{huge}/subscribe/",
        f"/forum/moderation/queue/{huge}/",
        f"/forum/tracking/mark/forums/{huge}/",
    ):
        assert member_client.get(url).status_code == 404, url


def test_nothing_changes_by_get(topic, coordinator_client):
    waiting = PostFactory(topic=topic, approved=False)
    for name in ("lock", "unlock", "delete", "move", "update_to_sticky", "update_to_announce"):
        url = reverse(f"forum_moderation:topic_{name}", args=[topic.slug, topic.pk])
        assert coordinator_client.get(url).status_code == 200, name
    for name in ("approve", "disapprove"):
        url = reverse(f"forum_moderation:{name}_queued_post", args=[waiting.pk])
        assert coordinator_client.get(url).status_code == 200, name
    coordinator_client.get(reverse("forum_member:topic_subscribe", args=[topic.pk]))
    coordinator_client.get(topic_url(topic, None, "post_delete", topic.first_post_id))

    before = (topic.type, topic.status, topic.forum_id)
    topic.refresh_from_db()
    assert (topic.type, topic.status, topic.forum_id) == before
    assert (topic.posts.count(), topic.subscribers.count()) == (2, 0)
