"""Whoever is quoted is told of it as of a reply, and nobody else is told whose the words are."""

import pytest

from forum import services
from notifications.models import Notification, Preferences
from notifications.reading import visible
from tests.factories.forum import PostFactory, TopicFactory
from tests.forum.quoting.conftest import answering
from tests.forum.signing.conftest import joined, sealed
from tests.notifications.letters import everything_in, post_all

pytestmark = pytest.mark.django_db


def test_who_is_quoted_and_who_began_the_topic_are_told_once(told, source, peer, topic):
    topic.subscribers.add(source.poster, topic.poster)
    assert sorted(told(lambda: answering(source, peer))) == [
        ("Ben Teller", "reply_to_me"),
        ("Tama Facilitator", "reply_to_me"),
    ]


def test_the_line_says_that_they_were_answered(told, source, peer, teller):
    told(lambda: answering(source, peer))
    (row,) = visible(list(Notification.objects.filter(recipient=teller)))
    for form in ("site.html", "mail.txt", "digest.txt"):
        assert "Ana Peer answered" in row.say(form).replace("<bdi>", "").replace("</bdi>", "")


def test_nobody_is_told_of_quoting_themselves(told, source, teller):
    assert told(lambda: answering(source, teller)) == [("Tama Facilitator", "reply_to_me")]


def test_a_quotation_that_waits_tells_nobody_until_it_is_published(
    told, source, peer, facilitator, teller
):
    assert told(lambda: answering(source, peer, approved=False)) == []
    waiting = source.topic.posts.latest("pk")
    told(lambda: services.approve_post(post=waiting, by=facilitator))
    assert Notification.objects.filter(recipient=teller, kind="reply_to_me").count() == 1


def test_the_author_of_a_message_without_a_name_is_told_and_nobody_of_them(
    told, peers, private_room
):
    people = [joined(peers, f"Marked{n} Person") for n in range(7)]
    author, began, quoting = people[:3]
    topic = TopicFactory(room=private_room, author=began)
    topic.subscribers.add(*people)
    source = sealed(author, private_room, topic, text="I was afraid too.")
    for person in people:
        Preferences.objects.create(member=person, mail_details=True)

    said = told(lambda: answering(source, quoting, quoted="afraid"))

    assert said == [
        ("Marked0 Person", "reply_to_me"),
        ("Marked1 Person", "reply_to_me"),
        *((f"Marked{n} Person", "reply_in_topic") for n in (3, 4, 5, 6)),
    ]
    rows = Notification.objects.exclude(recipient=author)
    assert "Marked0" not in "".join(row.say("mail.txt") for row in visible(list(rows)))
    for letter in post_all():
        if "Marked0" in everything_in(letter):
            assert author.email in letter["To"]


def test_a_message_without_a_name_that_quotes_has_no_actor(
    told, peers, private_room, source, teller
):
    people = [joined(peers, f"Marked{n} Person") for n in range(7)]
    told(
        lambda: sealed(
            people[0], private_room, source.topic, text="Me too.", source=source, quoted=""
        )
    )
    row = Notification.objects.get(recipient=teller)
    assert (row.kind, row.actor) == ("reply_to_me", None)
    (shown,) = visible([row])
    assert "Marked0" not in shown.say("mail.txt")


def test_a_reply_without_a_quotation_answers_who_began_the_topic(told, source, peer):
    said = told(lambda: PostFactory(topic=source.topic, author=peer))
    assert said == [("Tama Facilitator", "reply_to_me")]
