"""A message without a name, from the form to everybody's page, and what its author keeps."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum.posting import unsent
from forum.posting.labels import FEWEST, offer
from forum.signing import seals
from forum.signing.models import Unsent, UsualWay
from forum.topics.models import Post, Topic
from notifications.models import Notification
from tests.factories.forum import TopicFactory, pdf
from tests.forum.addresses import reply_url, room_url, rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import due, joined, sealed

pytestmark = pytest.mark.django_db
WORDS = "I was afraid too, and said so."


def page(who, url):
    return (client_of(who) if who else Client()).get(url).text


def chosen(html):
    """The way of signing that is chosen in the form."""
    radios = re.findall(r'<input type="radio" name="way"[^>]*>', html)
    (checked,) = [radio for radio in radios if "checked" in radio]
    return checked.partition('value="')[2].partition('"')[0]


# The form


def test_the_form_shows_each_way_as_it_will_look(author, topic):
    html = page(author, reply_url(topic))

    assert "How do you want to sign this?" in html
    for label in (author.display_name, "Peer support worker, Hutt Valley", "Peer 1"):
        assert f">{label}</b>" in html


def test_where_fewer_than_six_write_one_signs_with_ones_name_and_reads_why(room, topic, many):
    for person in many[FEWEST - 1 :]:
        communities.leave(community=room.communities.get(), member=person)

    html = page(many[0], reply_url(topic))

    assert "How do you want to sign this?" not in html
    assert "Fewer than six people write here" in html
    response = client_of(many[0]).post(reply_url(topic), {"content": WORDS, "way": "number"})
    assert "Too few people here would sign this way" in response.text
    assert not Post.objects.filter(content=WORDS).exists()
    assert not Unsent.objects.exists()


def test_a_room_that_asks_for_names_gets_them(author, room, topic):
    room.without_names = False
    room.save()

    assert "How do you want to sign this?" not in page(author, reply_url(topic))
    response = client_of(author).post(reply_url(topic), {"content": WORDS, "way": "role"})
    assert response.status_code == 200
    assert not Unsent.objects.exists()


def test_it_waits_where_its_author_alone_sees_it(author, colleague, room, topic):
    data = {"content": WORDS, "way": "number"}

    response = client_of(author).post(reply_url(topic), data, follow=True)

    kept = Unsent.objects.get()
    assert response.redirect_chain == [(reverse("unsent", args=[kept.key]), 302)]
    assert WORDS in response.text
    assert "Peer 1" in response.text
    minutes = (kept.goes_at - timezone.now()) / timedelta(minutes=1)
    assert 4.9 < minutes <= 10
    assert topic.posts.count() == 1
    for url in (topic_url(topic), room_url(room)):
        assert "Goes out soon" in page(author, url)
        assert "Goes out soon" not in page(colleague, url)
    assert client_of(colleague).get(reverse("unsent", args=[kept.key])).status_code == 404
    assert (
        client_of(colleague).post(reverse("take_back_unsent", args=[kept.key])).status_code == 404
    )


def test_it_is_sent_when_its_minutes_are_over_and_not_before(author, topic, send_due):
    kept = unsent.seal_up(
        author=author, forum=topic.forum, topic=topic, way="number", text=WORDS, notes=["Suicide"]
    )
    other = unsent.seal_up(author=author, forum=topic.forum, topic=topic, way="role", text="Later")
    assert unsent.send(unsent=kept) is None

    assert unsent.send(unsent=due(kept)).content.raw == WORDS
    assert unsent.send(unsent=kept) is None

    post = topic.posts.get(username="Peer 1")
    assert (post.poster_id, post.updated_by_id) == (None, None)
    assert list(Unsent.objects.all()) == [other]
    html = page(author, topic_url(topic))
    assert "Content note: Suicide" in html


def test_a_topic_is_begun_with_its_poll_and_question(author, colleague, room, send_due):
    data = {
        "subject": "Who is afraid?",
        "content": WORDS,
        "way": "number",
        "is_question": "on",
        "poll_question": "Are you?",
        "poll_max_options": 1,
        **rows("poll", 2, **{"0-text": "Yes", "1-text": "No"}),
    }
    response = client_of(author).post(start_url(room), data)
    assert response.status_code == 302

    send_due()

    begun = Topic.objects.get(subject="Who is afraid?")
    assert begun.poster_id is None
    assert begun.standing.is_question
    assert begun.poll.question == "Are you?"
    html = page(colleague, room_url(room))
    assert "Peer 1" in html
    assert author.display_name not in html
    assert author.display_name not in page(colleague, topic_url(begun))
    assert seals.author_of_topic(begun) == author.pk


def test_a_number_stays_theirs_in_its_topic_and_says_nothing_in_another(author, many, room, topic):
    first = sealed(author, room, topic)
    second = sealed(many[2], room, topic)
    third = sealed(author, room, topic)
    elsewhere = sealed(many[2], room, TopicFactory(room=room))

    labels = [post.username for post in (first, second, third, elsewhere)]
    assert labels == ["Peer 1", "Peer 2", "Peer 1", "Peer 1"]


def test_who_begins_a_topic_by_number_keeps_that_number_in_it(author, colleague, room):
    begun = sealed(author, room, subject="Nights")
    answer = sealed(author, room, begun.topic)
    other = sealed(colleague, room, begun.topic)

    assert [each.username for each in (begun, answer, other)] == ["Peer 1", "Peer 1", "Peer 2"]


def test_where_others_are_among_them_a_number_does_not_say_who_is_a_peer(
    circle, author, room, topic
):
    few = [joined(circle, f"Clinician {n}", role="clinician") for n in range(FEWEST - 1)]
    assert sealed(author, room, topic).username == "Peer 1"
    assert set(offer(author=few[0], forum=room.forum, topic=topic).labels) == {"name"}

    joined(circle, "One more", role="clinician")
    assert sealed(author, room, TopicFactory(room=room)).username == "Member 1"
    assert "number" in offer(author=few[0], forum=room.forum, topic=topic).labels


def test_the_next_form_remembers_and_the_short_one_asks(author, colleague, room, topic):
    client = client_of(author)
    client.post(reply_url(topic), {"content": WORDS, "way": "role"})

    assert chosen(client.get(reply_url(topic)).text) == "role"
    short = client.get(topic_url(topic)).text
    assert "Last time you wrote here without your name." in short
    assert "Last time you wrote" not in page(colleague, topic_url(topic))
    response = client.post(reply_url(topic), {"content": "In a hurry"})
    assert "Please choose how you sign this" in response.text
    assert not Post.objects.filter(poster=author).exists()

    client.post(reply_url(topic), {"content": "With my name", "way": "name"})
    assert Post.objects.filter(poster=author).count() == 1
    assert not UsualWay.objects.exists()


def test_files_are_refused_and_the_words_stay(author, topic):
    data = {
        "content": WORDS,
        "way": "number",
        "attachment-0-file": pdf(),
        **rows("attachment", 1),
    }

    response = client_of(author).post(reply_url(topic), data)

    assert "Files can tell who made them" in response.text
    assert WORDS in response.text
    assert not Unsent.objects.exists()
    assert topic.posts.count() == 1


def test_a_double_press_keeps_one(author, topic):
    client = client_of(author)
    html = client.get(reply_url(topic)).text
    key = html.partition('name="form_key" value="')[2].partition('"')[0]
    assert key
    for _press in range(2):
        client.post(reply_url(topic), {"content": WORDS, "way": "number", "form_key": key})

    assert Unsent.objects.count() == 1


# Taking it back


def test_taken_back_it_is_written_on_and_sent_once(author, topic, send_due):
    client = client_of(author)
    client.post(reply_url(topic), {"content": WORDS, "way": "role"})
    kept = Unsent.objects.get()

    response = client.post(reverse("take_back_unsent", args=[kept.key]), follow=True)
    assert "It is not sent. Your words are here." in response.text
    send_due()
    assert topic.posts.count() == 1

    again = f"{reply_url(topic)}?unsent={kept.key}"
    html = client.get(again).text
    assert WORDS in html
    assert chosen(html) == "role"
    client.post(again, {"content": f"{WORDS} More.", "way": "role"})
    assert Unsent.objects.get().text == f"{WORDS} More."
    send_due()
    assert topic.posts.exclude(pk=topic.first_post_id).get().content.raw == f"{WORDS} More."


def test_what_is_sent_cannot_be_taken_back(author, topic):
    kept = unsent.seal_up(author=author, forum=topic.forum, topic=topic, way="number", text=WORDS)
    unsent.send(unsent=due(kept))

    with pytest.raises(ValidationError):
        unsent.take_back(unsent=kept)
    response = client_of(author).post(reverse("take_back_unsent", args=[kept.key]))
    assert response.status_code == 404


def test_words_are_deleted_when_asked(author, colleague, topic):
    said = {"forum": topic.forum, "topic": topic, "way": "number", "text": WORDS}
    kept = unsent.seal_up(author=author, **said)
    other = unsent.seal_up(author=colleague, **said)
    client, url = client_of(author), reverse("forget_unsent", args=[kept.key])

    assert "Delete these words?" in client.get(url).text
    client.post(url)

    assert list(Unsent.objects.all()) == [other]


def test_what_cannot_be_sent_stays_with_its_author_who_is_told(author, topic, room, send_due):
    said = {"forum": topic.forum, "topic": topic, "way": "number", "text": WORDS}
    unsent.seal_up(author=author, **said)
    topic.status = Topic.TOPIC_LOCKED
    topic.save(update_fields=["status"])

    send_due()

    kept = Unsent.objects.get()
    assert kept.goes_at is None
    assert "the place is closed or gone" in kept.reason
    told = Notification.objects.get(kind="post_not_sent")
    assert (told.recipient, told.actor_id) == (author, None)
    assert kept.reason in page(author, reverse("unsent", args=[kept.key]))


def test_a_label_that_became_rare_meanwhile_is_not_sent(author, many, topic, circle, send_due):
    unsent.seal_up(author=author, forum=topic.forum, topic=topic, way="role", text=WORDS)
    for person in many[FEWEST - 1 :]:
        communities.leave(community=circle, member=person)

    send_due()

    assert topic.posts.count() == 1
    assert "Too few people here" in Unsent.objects.get().reason
