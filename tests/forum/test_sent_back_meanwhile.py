"""A post that is sent back while its author is changing it: what they typed is not lost."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.services import leave
from forum import services
from forum.rooms.enums import Audience
from forum.topics.held import DeclinedPost
from forum.topics.models import LONGEST_TITLE, Post, Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
BEFORE, CHANGED = "She lives on Kōwhai Street.", "She lives near.\n\nI left the street out."


@shared
def room(peers):
    return RoomFactory(audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True)


@shared
def topic(room):
    return TopicFactory(room=room, subject="Told")


@shared
def reply(topic, peer):
    return PostFactory(topic=topic, author=peer, text=BEFORE, approved=False)


@shared
def held_topic(room, peer):
    return TopicFactory(room=room, author=peer, subject="Where", text=BEFORE, approved=False)


def send_back(post, facilitator):
    return services.disapprove_post(post=post, by=facilitator, reason="Leave the street out.")


def change_url(topic):
    return topic_url(topic, None, "topic_update")


def page_of(kept):
    return reverse("declined_post", args=[kept.pk])


@pytest.mark.parametrize("button", [{}, {"preview": "1"}], ids=["send", "preview"])
def test_the_change_to_a_reply_is_kept_and_its_author_led_to_it(reply, peer, facilitator, button):
    other = send_back(PostFactory(topic=reply.topic, author=peer, approved=False), facilitator)
    kept = send_back(reply, facilitator)

    answer = client_of(peer).post(edit_url(reply), {"content": CHANGED} | button, follow=True)

    assert answer.redirect_chain == [(page_of(kept), 302)]
    assert "It was sent back meanwhile. Your change is kept, here." in answer.text
    assert "Leave the street out." in answer.text
    kept.refresh_from_db()
    assert kept.text == CHANGED
    assert DeclinedPost.objects.get(pk=other.pk).text == other.text
    assert not Post.objects.filter(pk=reply.pk).exists()


def test_the_change_to_a_topic_is_kept_with_its_title_and_that_files_came(
    held_topic, peer, facilitator
):
    client = client_of(peer)
    form = client.get(change_url(held_topic)).text
    key = held_topic.first_post_id
    assert f'<input type="hidden" name="first_post" value="{key}">' in form
    kept = send_back(held_topic.first_post, facilitator)

    answer = client.post(
        change_url(held_topic),
        {
            "first_post": key,
            "subject": "Nearby",
            "content": CHANGED,
            "attachment-0-file": pdf(),
        },
    )

    assert answer.url == page_of(kept)
    kept.refresh_from_db()
    assert (kept.subject, kept.text, kept.had_files) == ("Nearby", CHANGED, True)
    assert not Topic.objects.filter(pk=held_topic.pk).exists()


def test_what_was_left_empty_stays_and_what_is_too_long_is_kept_all_the_same(
    reply, held_topic, peer, facilitator
):
    client, key = client_of(peer), held_topic.first_post_id
    of_reply = send_back(reply, facilitator)
    of_topic = send_back(held_topic.first_post, facilitator)

    client.post(edit_url(reply), {"content": " \u200b", "subject": "Other"})
    client.post(
        change_url(held_topic),
        {"first_post": key, "subject": "n" * 999, "content": "w" * 30_000},
    )

    of_reply.refresh_from_db()
    of_topic.refresh_from_db()
    assert (of_reply.text, of_reply.subject) == (BEFORE, "Re: Told")
    assert (len(of_topic.text), of_topic.subject) == (30_000, "n" * LONGEST_TITLE)


def test_the_form_of_one_that_was_sent_back_leads_to_it(reply, peer, facilitator):
    kept = send_back(reply, facilitator)

    assert client_of(peer).get(edit_url(reply)).url == page_of(kept)
    kept.refresh_from_db()
    assert kept.text == BEFORE


@pytest.mark.parametrize("who", ["another", "facilitator", "visitor", "who left"])
def test_nobody_else_learns_of_it_or_changes_it(
    who, client, reply, held_topic, peer, peers, facilitator
):
    key, addresses = held_topic.first_post_id, (edit_url(reply), change_url(held_topic))
    kept = [send_back(post, facilitator) for post in (reply, held_topic.first_post)]
    if who == "who left":
        leave(community=peers, member=peer)
    person = {"facilitator": facilitator, "who left": peer}.get(who) or UserFactory()
    browser = client if who == "visitor" else client_of(person)

    for address in addresses:
        answer = browser.post(address, {"first_post": key, "subject": "x", "content": CHANGED})
        assert answer.status_code == 404

    assert [DeclinedPost.objects.get(pk=each.pk).text for each in kept] == [BEFORE, BEFORE]


@pytest.mark.parametrize("key", ["", "nonsense", "9" * 30])
def test_a_form_that_names_no_post_changes_nothing(held_topic, peer, facilitator, key):
    kept = send_back(held_topic.first_post, facilitator)

    answer = client_of(peer).post(
        change_url(held_topic), {"first_post": key, "subject": "x", "content": CHANGED}
    )

    assert answer.status_code == 404
    kept.refresh_from_db()
    assert kept.text == BEFORE


def test_one_that_its_author_deleted_is_simply_gone(reply, peer):
    address = edit_url(reply)
    Post.objects.get(pk=reply.pk).delete()

    assert client_of(peer).post(address, {"content": CHANGED}).status_code == 404


def test_at_the_same_instant_it_is_gone_too_and_nothing_is_written(reply, peer, facilitator):
    """As when the form had read the post before the facilitator answered."""
    read = Post.objects.get(pk=reply.pk)
    send_back(reply, facilitator)

    with pytest.raises(ValidationError, match="sent back, or deleted"):
        services.edit_post(post=read, by=peer, subject="Re: Told", text=CHANGED)

    assert not Post.objects.filter(pk=reply.pk).exists()


def test_a_topic_that_is_approved_at_the_same_instant_stays_approved(held_topic, peer, facilitator):
    read = Post.objects.select_related("topic").get(pk=held_topic.first_post_id)
    services.approve_post(post=held_topic.first_post, by=facilitator)

    services.edit_post(post=read, by=peer, subject="Nearby", text=CHANGED)

    stored = Topic.objects.get(pk=held_topic.pk)
    assert (stored.approved, stored.subject, stored.posts_count) == (True, "Nearby", 1)
    assert Post.objects.get(pk=read.pk).updates_count == 1
