"""A post that is sent back: why, to whom, and what becomes of its words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.services import leave
from core import retention
from forum import services
from forum.rooms.enums import Audience
from forum.signals import post_published
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from members.services import close_account
from notifications.models import Notification, Preferences
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, room_url, rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.notifications import letters
from tests.shared import shared

pytestmark = pytest.mark.django_db
QUEUE = reverse("forum_moderation:queue")
WORDS, REASON = "She lives on *Kōwhai Street*.", "A street is named: please leave it out."
POLL = {
    "question": "Tea?",
    "options": ["Yes", "No", "Later", "Never", "Ask me"],
    "kind": "several",
    "max_options": 2,
    "duration": 7,
    "shows": "at_close",
    "result_only": True,
    "with_names": False,
    "low": "",
    "high": "",
}


@shared
def room(peers):
    return RoomFactory(
        name="Stories", audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True
    )


@shared
def topic(room):
    return TopicFactory(room=room, subject="Told")


@shared
def reply(topic, peer):
    return PostFactory(topic=topic, author=peer, text=WORDS, approved=False, attachments=[pdf()])


@shared
def held_topic(room, peer):
    return TopicFactory(
        room=room, author=peer, subject="Where she lives", text=WORDS, poll=POLL, approved=False
    )


def send_back(post, facilitator, reason=REASON):
    return services.disapprove_post(post=post, by=facilitator, reason=reason)


def queued(name, post):
    return reverse(f"forum_moderation:{name}", args=[post.pk])


def kept_url(kept, name="declined_post"):
    return reverse(name, args=[kept.pk])


def again_url(kept, room):
    form = reply_url(kept.topic) if kept.topic else start_url(room)
    return f"{form}?again={kept.pk}"


# The facilitator


def test_the_queue_says_who_where_and_what_and_offers_two_answers(reply, facilitator):
    short = client_of(facilitator).get(QUEUE).text
    Post.objects.filter(pk=reply.pk).update(content="Word " * 400)
    reply.attachments.all().delete()
    long = client_of(facilitator).get(QUEUE).text

    for html in (short, long):
        assert "Ana Peer" in html
        assert "Stories" in html
        assert "Read all of it" in html
        assert queued("approve_queued_post", reply) not in html
    Post.objects.filter(pk=reply.pk).update(content="Short")
    html = client_of(facilitator).get(QUEUE).text
    assert queued("approve_queued_post", reply) in html
    assert queued("disapprove_queued_post", reply) in html


def test_a_poll_is_read_before_its_topic_is_approved(held_topic, facilitator):
    html = client_of(facilitator).get(QUEUE).text

    assert queued("approve_queued_post", held_topic.first_post) not in html
    assert queued("queued_post", held_topic.first_post) in html


@pytest.mark.parametrize("reason", ["", "   ", "\u200b", "a" * 2_001])
def test_a_reason_is_needed_and_what_was_typed_is_kept(reply, facilitator, reason):
    answer = client_of(facilitator).post(
        queued("disapprove_queued_post", reply), {"reason": reason}
    )

    assert answer.status_code == 200
    assert "<title>Error: Send the post back" in answer.text
    assert 'id="id_reason"' in answer.text
    assert reason.strip() in answer.text
    assert Post.objects.filter(pk=reply.pk, approved=False).exists()
    assert not DeclinedPost.objects.exists()


def test_sending_back_keeps_the_words_for_their_author(reply, held_topic, peer, facilitator):
    client = client_of(facilitator)
    for post in (reply, held_topic.first_post):
        page = client.post(queued("disapprove_queued_post", post), {"reason": REASON}, follow=True)
        assert "The post is sent back" in page.text

    of_reply, of_topic = DeclinedPost.objects.order_by("pk")
    assert (of_reply.author, of_reply.topic, of_reply.text) == (peer, reply.topic, WORDS)
    assert (of_reply.reason, of_reply.had_files, of_reply.poll) == (REASON, True, {})
    assert (of_topic.starts_topic, of_topic.topic, of_topic.poll) == (True, None, POLL)
    assert (of_topic.subject, of_topic.had_files) == ("Where she lives", False)
    assert not Post.objects.filter(approved=False).exists()


def test_two_facilitators_at_once_are_answered_calmly(topic, facilitator, coordinator_client):
    client = client_of(facilitator)
    for first, second in (
        ("approve", "disapprove"), ("approve", "approve"),
        ("disapprove", "approve"), ("disapprove", "disapprove"),
    ):  # fmt: skip
        post = PostFactory(topic=topic, approved=False)
        assert client.post(queued(f"{first}_queued_post", post), {"reason": "No"}).url == QUEUE
        late = coordinator_client.post(
            queued(f"{second}_queued_post", post), {"reason": "No"}, follow=True
        )
        assert late.redirect_chain == [(QUEUE, 302)]
        assert "That message is answered already" in late.text
        assert Post.objects.filter(pk=post.pk, approved=True).exists() == (first == "approve")


def test_whoever_comes_second_changes_nothing(topic, facilitator):
    """As when both have the post before them at the same instant."""
    approved, declined, taken_back = PostFactory.create_batch(3, topic=topic, approved=False)
    services.approve_post(post=approved, by=facilitator)
    send_back(declined, facilitator)
    Post.objects.get(pk=taken_back.pk).delete()

    with pytest.raises(ValidationError, match="does not wait any more"):
        send_back(approved, facilitator)
    for gone in (declined, taken_back):
        with pytest.raises(ValidationError, match="does not wait any more"):
            send_back(gone, facilitator)
        with pytest.raises(ValidationError, match="does not wait any more"):
            services.approve_post(post=gone, by=facilitator)
    assert DeclinedPost.objects.get().reason == REASON


@pytest.mark.parametrize("act", ["approve", "disapprove"])
def test_words_that_changed_since_they_were_read_are_read_again(reply, peer, facilitator, act):
    services.edit_post(post=reply, by=peer, subject=reply.subject, text="Quite other words")
    data = {"reason": REASON, "read": 0}

    page = client_of(facilitator).post(queued(f"{act}_queued_post", reply), data, follow=True)

    assert "Its author has changed this message meanwhile" in page.text
    assert Post.objects.filter(pk=reply.pk, approved=False).exists()
    client_of(facilitator).post(queued(f"{act}_queued_post", reply), data | {"read": 1})
    assert not Post.objects.filter(pk=reply.pk, approved=False).exists()


def test_what_waited_elsewhere_is_not_told_to_have_been_answered(members_room, facilitator, reply):
    elsewhere = PostFactory(topic=TopicFactory(room=members_room), approved=False)
    send_back(elsewhere, UserFactory())

    for pk in (elsewhere.pk, elsewhere.pk + 1_000):
        url = reverse("forum_moderation:queued_post", args=[pk])
        assert client_of(facilitator).get(url).status_code == 404


def test_of_somebody_who_has_left_nothing_is_kept(reply, peer, facilitator, coordinator):
    close_account(user=peer, by=coordinator)

    assert send_back(reply, facilitator) is None

    assert not DeclinedPost.objects.exists()
    assert not Post.objects.filter(pk=reply.pk).exists()


# The author


@pytest.mark.parametrize("details", [False, True], ids=["that something is new", "details"])
def test_the_author_is_told_why_on_the_site_alone(
    reply, peer, facilitator, details, django_capture_on_commit_callbacks
):
    Preferences.objects.create(member=peer, mail_details=details)
    with django_capture_on_commit_callbacks(execute=True):
        kept = send_back(reply, facilitator)
    told = Notification.objects.get(recipient=peer, kind="post_declined")
    (letter,) = letters.post_all()

    client = client_of(peer)
    for page in (client.get(reverse("notifications:index")).text, client.get("/").text):
        assert f'<p class="row__text row__text--short" dir="auto">{REASON}</p>' in page
        assert page.count(REASON) == 1
        assert kept_url(kept) in page
    client.get(kept_url(kept))
    told.refresh_from_db()
    assert told.read_at
    assert "street" not in letters.everything_in(letter).lower()


def test_the_page_shows_reason_and_words_and_leads_on(reply, peer, facilitator):
    kept = send_back(reply, facilitator)

    html = client_of(peer).get(kept_url(kept)).text

    assert REASON in html
    assert "<em>Kōwhai Street</em>" in html
    assert "The files that came with it were not kept." in html
    assert again_url(kept, None) in html


def test_a_reply_is_tried_again(topic, reply, peer, facilitator):
    kept = send_back(reply, facilitator)
    client, url = client_of(peer), again_url(kept, None)

    form = client.get(url)
    assert form.context["post_form"]["content"].value() == WORDS
    assert REASON in form.text
    preview = client.post(url, {"content": "She lives near.", "preview": "1"})
    assert (preview.status_code, DeclinedPost.objects.count()) == (200, 1)
    response = client.post(url, {"content": "She lives near."})

    post = topic.posts.get(poster=peer)
    assert (post.content.raw, post.approved) == ("She lives near.", False)
    assert response.url == f"{topic_url(topic)}?post={post.pk}#{post.pk}"
    assert not DeclinedPost.objects.exists()
    assert client.get(kept_url(kept)).status_code == 404
    assert kept_url(kept) not in client.get(reverse("notifications:index")).text


def test_a_topic_is_tried_again_with_its_poll(room, held_topic, peer, facilitator):
    kept = send_back(held_topic.first_post, facilitator)
    client, url = client_of(peer), again_url(kept, room)

    form = client.get(url)

    fields = form.context["post_form"]
    told = {
        name: fields[name].value()
        for name in ("subject", "content", "poll_question", "poll_max_options", "poll_duration")
    }
    assert told == {
        "subject": "Where she lives", "content": WORDS, "poll_question": "Tea?",
        "poll_max_options": 2, "poll_duration": 7,
    }  # fmt: skip
    options = [option["text"].value() for option in form.context["poll_option_formset"]]
    assert [text for text in options if text] == POLL["options"]
    data = {f"{n}-text": text for n, text in enumerate(options) if text}
    poll = rows("poll", len(options), **data)
    client.post(url, {"subject": "Anew", "content": "x", "poll_question": "Tea?"} | poll)

    topic = Topic.objects.get(subject="Anew")
    assert [option.text for option in topic.poll.options.order_by("pk")] == POLL["options"]
    assert not DeclinedPost.objects.exists()


@pytest.mark.parametrize("which", ["another's", "another topic's", "nobody's", "huge"])
def test_a_form_is_filled_with_ones_own_words_for_this_place_alone(
    which, topic, room, reply, peer, facilitator
):
    kept = send_back(reply, facilitator)
    pks = {"nobody's": kept.pk + 1, "huge": "9" * 30}
    place = TopicFactory(room=room) if which == "another topic's" else topic
    client = client_of(facilitator if which == "another's" else peer)

    form = client.get(f"{reply_url(place)}?again={pks.get(which, kept.pk)}")

    assert form.status_code == 200
    assert "Street" not in form.text
    assert DeclinedPost.objects.get() == kept


def test_nobody_else_sees_what_was_sent_back(topic, room, reply, held_topic, peer, facilitator):
    kept = [send_back(post, facilitator) for post in (reply, held_topic.first_post)]

    for each in kept:
        for name in ("declined_post", "forget_declined_post"):
            url = kept_url(each, name)
            assert Client().get(url).status_code == 302
            for other in (facilitator, UserFactory()):
                assert client_of(other).get(url).status_code == 404
                assert client_of(other).post(url).status_code in (404, 405)
    for url in (room_url(room), topic_url(topic)):
        own, others = (client_of(user).get(url).text for user in (peer, facilitator))
        assert kept_url(kept[0]) in own
        assert "Sent back" not in others
    assert DeclinedPost.objects.count() == 2


def test_who_cannot_read_the_room_now_is_shown_nothing_of_it(reply, peers, peer, facilitator):
    kept = send_back(reply, facilitator)
    leave(community=peers, member=peer)
    client = client_of(peer)

    assert client.get(kept_url(kept)).status_code == 404
    assert client.get(again_url(kept, None)).status_code == 404
    assert "Stories" not in client.get(reverse("notifications:index")).text


def test_there_is_no_second_try_in_a_topic_that_is_closed_or_gone(topic, reply, peer, facilitator):
    kept = send_back(reply, facilitator)
    client = client_of(peer)
    services.lock_topic(topic=topic)
    closed = client.get(kept_url(kept)).text
    Topic.objects.get(pk=topic.pk).delete()
    gone = client.get(kept_url(kept)).text

    for html in (closed, gone):
        assert "Try again" not in html
        assert "Kōwhai Street" in html
    assert "The topic is not there any more" in gone


def test_the_words_go_with_a_topic_that_is_moved(topic, reply, members_room, peer, facilitator):
    kept = send_back(reply, facilitator)
    other = send_back(PostFactory(author=peer, approved=False), facilitator)

    put_topic(topic=topic, forum=members_room.forum)

    kept.refresh_from_db()
    assert kept.forum == members_room.forum
    assert DeclinedPost.objects.get(pk=other.pk).forum == other.forum


def test_the_author_deletes_the_words(reply, held_topic, peer, facilitator):
    kept, other = (send_back(post, facilitator) for post in (reply, held_topic.first_post))
    client, url = client_of(peer), kept_url(kept, "forget_declined_post")

    assert "Delete these words?" in client.get(url).text
    assert client.post(url, follow=True).status_code == 200

    assert list(DeclinedPost.objects.all()) == [other]


def test_words_are_kept_for_ninety_days(reply, held_topic, facilitator):
    past, young = (send_back(post, facilitator) for post in (reply, held_topic.first_post))
    DeclinedPost.objects.filter(pk=past.pk).update(at=timezone.now() - timedelta(days=90, hours=1))

    assert retention.rule("declined-posts").remove(timezone.now()) == 1

    assert list(DeclinedPost.objects.all()) == [young]


def test_they_go_with_the_account(reply, peer, facilitator, coordinator):
    send_back(reply, facilitator)
    other = send_back(PostFactory(approved=False), facilitator)

    close_account(user=peer, by=coordinator)

    assert list(DeclinedPost.objects.all()) == [other]


def test_what_fails_at_its_end_sends_nothing_back(reply, facilitator, peer):
    """The words sent again are published, or kept: never neither."""
    kept = send_back(reply, facilitator)
    communities = list(kept.forum.room.communities.all())
    services.update_room(
        room=kept.forum.room, name="Stories", audience="communities", communities=communities
    )

    def fail(**said):
        raise RuntimeError

    post_published.connect(fail)
    client = client_of(peer)
    client.raise_request_exception = False
    answer = client.post(again_url(kept, None), {"content": "Anew"})
    post_published.disconnect(fail)

    assert answer.status_code == 500
    assert DeclinedPost.objects.filter(pk=kept.pk).exists()
    assert not Post.objects.filter(content="Anew").exists()
