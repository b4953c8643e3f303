"""What was withdrawn or hidden is out of everybody's view but theirs whom the rule names."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from communities.services import join
from forum import services
from forum.history.models import Removal
from forum.rooms.enums import Audience
from forum.topics.models import Post, Topic
from notifications.models import Notification
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, file_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.history.conftest import (
    REASON,
    WORDS,
    delete_url,
    hidden,
    page,
    removed_url,
    restore_url,
    status,
    withdrawn,
)

pytestmark = pytest.mark.django_db


def test_an_author_withdraws_a_reply_and_is_led_to_where_it_can_be_put_back(reply, peer):
    client = client_of(peer)

    asked = client.get(delete_url(reply)).text
    answer = client.post(delete_url(reply))

    assert "Withdraw this message?" in asked
    assert (answer.status_code, answer.url) == (302, removed_url(reply))
    kept = client.get(answer.url).text
    assert WORDS in kept
    assert "Put it back" in kept


def test_a_withdrawn_reply_leaves_a_quiet_line_without_its_words_or_name(reply, topic, colleague):
    withdrawn(reply)

    html = page(colleague, topic_url(topic))

    assert "A message was withdrawn by its author." in html
    assert WORDS not in html
    assert "Ana Peer" not in html
    assert removed_url(reply) not in html


def test_its_author_is_led_from_the_line_to_their_words(reply, topic, peer):
    withdrawn(reply)

    html = page(peer, topic_url(topic))

    assert "You withdrew your message here." in html
    assert removed_url(reply) in html
    assert WORDS not in html


def test_what_was_withdrawn_is_its_authors_alone(reply, topic, peer, colleague, facilitator):
    boss = UserFactory(is_superuser=True)
    withdrawn(reply)
    [attachment] = reply.attachments.all()
    places = (removed_url(reply), file_url(attachment), reverse("changes", args=[reply.pk]))

    found = {
        who: [status(user, url) for url in places]
        for who, user in {
            "author": peer,
            "colleague": colleague,
            "facilitator": facilitator,
            "administrator": boss,
        }.items()
    }

    assert found == {
        "author": [200, 200, 200],
        "colleague": [404, 404, 404],
        "facilitator": [404, 404, 404],
        "administrator": [404, 404, 404],
    }
    assert WORDS not in page(facilitator, topic_url(topic))
    assert WORDS not in page(facilitator, reverse("hidden_posts"))


def test_a_facilitator_hides_a_reply_with_a_reason(reply, topic, peer, facilitator):
    client = client_of(facilitator)

    without = client.post(delete_url(reply), {"reason": " "})
    assert (without.status_code, Removal.objects.exists()) == (200, False)
    assert "Error:" in without.text
    client.post(delete_url(reply), {"reason": REASON})

    removal = Removal.objects.get()
    assert (removal.post, removal.by, removal.reason) == (reply, facilitator, REASON)
    assert REASON in page(peer, removed_url(reply))
    assert "Put it back" not in page(peer, removed_url(reply))
    assert "Put it back" in page(facilitator, removed_url(reply))


def test_others_learn_that_it_was_hidden_and_not_why(reply, topic, colleague, facilitator):
    hidden(reply, facilitator)

    html = page(colleague, topic_url(topic))

    assert "A message was hidden by a facilitator." in html
    assert REASON not in html
    assert WORDS not in html
    assert status(colleague, removed_url(reply)) == 404


def test_a_visitor_sees_no_line_at_all(peers, facilitator):
    public = RoomFactory(audience=Audience.PUBLIC, communities=[peers])
    topic = TopicFactory(room=public)
    hidden(PostFactory(topic=topic, text=WORDS), facilitator)

    html = Client().get(topic_url(topic)).text

    assert "post-gone" not in html
    assert WORDS not in html


def test_the_author_is_told_that_it_was_hidden_and_that_it_is_back(reply, peer, facilitator):
    removal = hidden(reply, facilitator)
    told = Notification.objects.filter(recipient=peer)

    assert [row.kind for row in told] == ["post_hidden"]
    assert REASON in page(peer, reverse("notifications:index"))
    page(peer, removed_url(reply))
    assert not told.unread().exists()

    services.restore_post(removal=removal, by=facilitator)
    assert "that was hidden is back" in page(peer, reverse("notifications:index"))


def test_who_withdraws_and_puts_back_is_told_nothing(reply, peer):
    services.restore_post(removal=withdrawn(reply), by=peer)

    assert not Notification.objects.filter(recipient=peer).exists()


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_what_was_put_back_stands_in_its_place_as_it_was(how, reply, topic, peer, facilitator):
    later = PostFactory(topic=topic, text="Later")
    by = peer if how == "withdrawn" else facilitator
    _ = withdrawn(reply) if how == "withdrawn" else hidden(reply, by)

    answer = client_of(by).post(restore_url(reply))

    assert answer.url == f"{topic_url(topic)}?post={reply.pk}#{reply.pk}"
    html = page(facilitator, topic_url(topic))
    assert html.index(WORDS) < html.index("Later")
    assert reply.attachments.count() == 1
    assert Topic.objects.get(pk=topic.pk).last_post_id == later.pk


@pytest.mark.parametrize(
    ("how", "statuses"),
    [
        pytest.param("withdrawn", [302, 404, 404, 404], id="withdrawn: its author alone"),
        pytest.param("hidden", [404, 404, 302, 302], id="hidden: who looks after the room"),
    ],
)
def test_who_may_put_it_back(how, statuses, reply, peer, colleague, facilitator, coordinator):
    people = [peer, colleague, facilitator, coordinator]

    found = []
    for person in people:
        Removal.objects.filter(post=reply).delete()
        Post.objects.filter(pk=reply.pk).update(approved=True)
        _ = withdrawn(reply) if how == "withdrawn" else hidden(reply, facilitator)
        found.append(status(person, restore_url(reply), "post"))

    assert found == statuses


def test_a_facilitator_does_not_put_back_what_another_hid_of_theirs(topic, facilitator, peers):
    from communities.services import appoint_facilitator

    other = UserFactory()
    join(community=peers, member=other)
    appoint_facilitator(community=peers, member=other)
    own = PostFactory(topic=topic, author=facilitator)
    hidden(own, other)

    assert status(facilitator, restore_url(own), "post") == 404
    assert status(other, restore_url(own), "post") == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_out_of_view_is_neither_edited_nor_removed_again(method, reply, peer, facilitator):
    hidden(reply, facilitator)

    refused = (edit_url(reply), delete_url(reply))
    assert [status(peer, url, method, content="x", reason="x") for url in refused] == [403, 403]
    assert [status(facilitator, url, method, content="x", reason="x") for url in refused] == [
        403,
        403,
    ]
    with pytest.raises(ValidationError, match="out of view already"):
        services.edit_post(post=reply, by=peer, subject="x", text="x")
    with pytest.raises(ValidationError, match="out of view already"):
        withdrawn(reply)


def test_what_waits_is_withdrawn_without_being_published_when_it_is_back(topic, peer, facilitator):
    waiting = PostFactory(topic=topic, author=peer, text=WORDS, approved=False)
    queue = reverse("forum_moderation:queue")

    removal = withdrawn(waiting)

    assert WORDS not in page(facilitator, queue)
    assert WORDS not in page(facilitator, topic_url(topic))
    assert "post-gone" not in page(facilitator, topic_url(topic))
    assert "You withdrew your message here." in page(peer, topic_url(topic))
    with pytest.raises(ValidationError, match="took it back"):
        services.approve_post(post=waiting, by=facilitator)

    services.restore_post(removal=removal, by=peer)

    assert WORDS in page(facilitator, queue)
    assert not Post.objects.get(pk=waiting.pk).approved


def test_what_waits_is_answered_and_not_hidden(topic, peer, facilitator):
    waiting = PostFactory(topic=topic, author=peer, approved=False)

    assert status(facilitator, delete_url(waiting)) == 403
    with pytest.raises(ValidationError, match="not published"):
        hidden(waiting, facilitator)


def test_nobody_is_told_any_more_of_what_is_out_of_view(topic, reply, colleague, facilitator):
    told = Notification.objects.filter(recipient=colleague, about_id=reply.pk)
    row = Notification.objects.create(
        recipient=colleague, kind="reply_to_me", about_id=reply.pk, topic_id=topic.pk, how="at_once"
    )

    hidden(reply, facilitator)

    assert not told.unread().exists()
    row.refresh_from_db()
    assert row.mail_due_at is None
    assert WORDS not in page(colleague, reverse("notifications:index"))
