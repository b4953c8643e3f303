"""Facilitators change nobody's words; they take somebody else's details out, and it is said."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.services import join
from forum import services
from forum.history.models import EarlierVersion, Handling
from forum.posting import details
from forum.posting.details import MARK, without
from forum.rooms.enums import Audience
from forum.topics.held import HeldChange
from forum.topics.models import Topic
from members.models import Look
from notifications.models import Notification
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

SURE = {"sure": "1", "read": "0"}
SAID = "I met Mrs Brown of Hill\nStreet, and mrs  brown was browned off."


@shared
def colleague(peers):
    user = UserFactory(display_name="Ben Colleague")
    join(community=peers, member=user)
    return user


@shared
def topic(private_room, colleague):
    return TopicFactory(room=private_room, author=colleague, subject="Mrs Brown again", text=SAID)


@shared
def reply(topic, peer):
    return PostFactory(topic=topic, author=peer, text=SAID)


@shared
def beside(topic, peer):
    return PostFactory(topic=topic, author=peer, text=SAID)


def url(post):
    return reverse("take_out_details", args=[post.pk])


def says(post):
    post.refresh_from_db()
    return post.content.raw


def take_out(post, by, *pieces, **said):
    return services.take_out_details(post=post, by=by, pieces=pieces, **said)


# The words


def test_each_piece_goes_wherever_it_stands_as_whole_words():
    assert without(SAID, ["Mrs Brown", "Hill Street"]) == (
        f"I met {MARK} of {MARK}, and {MARK} was browned off."
    )


def test_a_name_within_another_leaves_nothing_of_it():
    assert without("Ann, Ann Lee and Anna", ["Ann", "Ann Lee"], "-") == "-, - and Anna"


def test_signs_are_no_pattern():
    assert without("a.c abc (x)", ["a.c", "(x)"], "-") == "- abc -"
    assert without("x", ["x"], r"\1") == r"\1"


@given(text=st.text(max_size=40), piece=st.text(min_size=1, max_size=10))
def test_what_is_found_is_gone_and_all_else_stays(text, piece):
    for one in details.pieces_of(piece):
        if details.stands_in(one, text):
            left = without(text, [one], "\x00")
            assert not details.stands_in(one, left.replace("\x00", "\n\x00\n")) or "\x00" in one
        else:
            assert without(text, [one]) == text


# Nobody else changes a message


@pytest.mark.django_db
def test_nobody_but_its_author_changes_a_message(topic, reply, facilitator, coordinator, colleague):
    admin = UserFactory(is_superuser=True)
    for user in (facilitator, coordinator, admin, colleague):
        client = client_of(user)
        assert edit_url(reply) not in client.get(topic_url(topic)).text
        assert client.get(edit_url(reply)).status_code == 403
        assert client.post(edit_url(reply), {"content": "x"}).status_code == 403
        with pytest.raises(ValidationError):
            services.edit_post(post=reply, by=user, subject="", text="x")
    head = topic_url(topic, None, "topic_update")
    assert client_of(facilitator).post(head, {"subject": "x", "content": "x"}).status_code == 403

    assert says(reply) == SAID
    assert Topic.objects.get(pk=topic.pk).subject == "Mrs Brown again"


# Taking out


@pytest.mark.django_db
def test_a_facilitator_sees_what_would_be_left_before_it_is_done(
    topic, reply, beside, peer, facilitator, colleague
):
    client = client_of(facilitator)
    asked = {"words": "Mrs Brown\n\n Hill Street ", "reason": "She is on the ward now."}
    assert "Mrs Brown of Hill" in client.get(url(reply)).text

    shown = client.post(url(reply), asked)

    assert says(reply) == SAID
    assert re.search(r"<del[^>]*>.*?Brown.*?<ins[^>]*>.*?\[taken", shown.text, re.S)
    assert 'name="sure"' in shown.text
    done = client.post(url(reply), {**asked, **SURE, "shown": asked["words"]}, follow=True)
    assert "The words are taken out" in done.text
    assert says(reply) == f"I met {MARK} of {MARK}, and {MARK} was browned off."
    assert (reply.updated_by, reply.updates_count) == (facilitator, 1)
    assert says(beside) == SAID
    html = client_of(colleague).get(topic_url(topic)).text
    assert html.count("taken out by a facilitator: somebody else’s details") == 3
    assert "Edited by a facilitator" in html
    told = client_of(peer).get(reverse("notifications:index")).text
    assert "Somebody else’s details were taken out of" in told
    assert "She is on the ward now." in told
    assert [row.recipient for row in Notification.objects.all()] == [peer]
    assert Look.objects.filter(by=facilitator, about=peer, what="posts").exists()


@pytest.mark.django_db
def test_of_a_first_post_the_title_is_looked_through_too(topic, reply, facilitator):
    take_out(topic.first_post, facilitator, "Mrs Brown")

    topic.refresh_from_db()
    reply.refresh_from_db()
    assert topic.subject == "[taken out] again"
    assert "Brown" not in reply.subject
    assert "Brown" not in topic.slug


@pytest.mark.django_db
def test_what_does_not_stand_there_is_said_and_what_was_typed_is_kept(reply, facilitator):
    client = client_of(facilitator)

    wrong = client.post(url(reply), {"words": "Mrs Brown\nMr Green", **SURE})
    nothing = client.post(url(reply), {"words": " "})

    assert "This does not stand in the message: Mr Green" in wrong.text
    assert "Mr Green</textarea>" in wrong.text
    assert "Please type or paste the words to take out." in nothing.text
    assert says(reply) == SAID
    with pytest.raises(ValidationError):
        take_out(reply, facilitator, "Mr Green")


@pytest.mark.django_db
def test_a_message_that_was_changed_meanwhile_is_looked_at_once_more(reply, peer, facilitator):
    services.edit_post(post=reply, by=peer, subject="", text=f"Then {SAID}")

    asked = {"words": "Mrs Brown", "shown": "Mrs Brown", **SURE}
    response = client_of(facilitator).post(url(reply), asked)

    assert "has been changed meanwhile" in response.text
    assert "Then" in response.text
    assert says(reply) == f"Then {SAID}"


@pytest.mark.django_db
def test_other_words_than_those_that_were_shown_are_shown_first(reply, facilitator):
    asked = {"words": "Mrs Brown\nHill Street", "shown": "Mrs Brown", **SURE}

    response = client_of(facilitator).post(url(reply), asked)

    assert 'name="sure"' in response.text
    assert says(reply) == SAID


@pytest.mark.django_db
def test_pressed_twice_it_is_done_once(reply, facilitator):
    client = client_of(facilitator)
    asked = {"words": "Mrs Brown", "shown": "Mrs Brown", **SURE}

    client.post(url(reply), asked)
    again = client.post(url(reply), asked)

    assert "This does not stand in the message" in again.text
    assert (Handling.objects.count(), reply.earlier_versions.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"),
    [("peer", 404), ("colleague", 404), ("stranger", 404), ("facilitator", 200)],
)
def test_who_finds_the_page(who, status, reply, peer, colleague, facilitator):
    people = {
        "peer": peer,
        "colleague": colleague,
        "stranger": UserFactory(),
        "facilitator": facilitator,
    }
    assert client_of(people[who]).get(url(reply)).status_code == status
    assert (url(reply) in client_of(facilitator).get(topic_url(reply.topic)).text) is True


@pytest.mark.django_db
def test_of_ones_own_of_what_waits_and_of_what_is_out_of_view_nothing_is_taken_out(
    topic, reply, facilitator
):
    own = PostFactory(topic=topic, author=facilitator, text=SAID)
    waits = PostFactory(topic=topic, text=SAID, approved=False)
    services.withdraw_post(post=reply)

    for post in (own, waits, reply):
        assert client_of(facilitator).get(url(post)).status_code == 404
        with pytest.raises(ValidationError):
            take_out(post, facilitator, "Mrs Brown")


@pytest.mark.django_db
def test_in_a_change_that_waits_it_is_taken_out_as_well(reply, beside, facilitator):
    for post in (reply, beside):
        services.hold_change(post=post, subject="", text="Mrs Brown is well", reason="mrs brown")

    take_out(reply, facilitator, "Mrs Brown")

    change = HeldChange.objects.get(post=reply)
    assert (change.text, change.reason, change.version) == (f"{MARK} is well", "[taken out]", 2)
    assert HeldChange.objects.get(post=beside).text == "Mrs Brown is well"


# What was there before


@pytest.mark.django_db
def test_what_it_said_is_its_authors_and_the_facilitators_even_where_everybody_sees_changes(
    peers, peer, colleague, facilitator
):
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers], shows_history=True)
    post = PostFactory(topic=TopicFactory(room=room), author=peer, text=f"At first {SAID}")
    services.edit_post(post=post, by=peer, subject="", text=SAID)
    take_out(post, facilitator, "Mrs Brown", reason="Her name")
    services.edit_post(post=post, by=peer, subject="", text="She was well.")
    address = reverse("changes", args=[post.pk])

    pages = {user: client_of(user).get(address).text for user in (peer, colleague, facilitator)}

    assert [("Brown" in pages[user]) for user in (peer, colleague, facilitator)] == [
        True,
        False,
        True,
    ]
    assert "At first" not in pages[colleague]
    assert "Her name" not in pages[colleague]
    assert "She" in pages[colleague]
    assert "shown to its author and the facilitators alone" in pages[colleague]
    assert [row.taken_out for row in EarlierVersion.objects.order_by("pk")] == [True, True, False]


# Closing, moving, folding


@pytest.mark.django_db
def test_closing_somebodys_topic_asks_why_and_they_are_told(topic, colleague, facilitator):
    address = reverse("forum_moderation:topic_lock", args=[topic.slug, topic.pk])
    client = client_of(facilitator)

    refused = client.post(address)
    client.post(address, {"reason": "It is said next door."})
    told = client_of(colleague).get(reverse("notifications:index")).text

    assert "Please say why" in refused.text
    topic.refresh_from_db()
    assert topic.is_locked
    assert Handling.objects.get().reason == "It is said next door."
    assert "It is said next door." in told


@pytest.mark.django_db
def test_of_ones_own_topic_nobody_is_asked_why(private_room, facilitator):
    topic = TopicFactory(room=private_room, author=facilitator)
    address = reverse("forum_moderation:topic_lock", args=[topic.slug, topic.pk])

    assert "reason" not in client_of(facilitator).get(address).text
    client_of(facilitator).post(address)

    topic.refresh_from_db()
    assert topic.is_locked
    assert not Handling.objects.exists()


@pytest.mark.django_db
def test_who_gets_a_content_note_is_told_once(reply, peer, facilitator):
    client, address = client_of(facilitator), reverse("note_post", args=[reply.pk])

    for _press in range(2):
        client.post(address, {"notes": ["Suicide"], "reason": "For those who just lost somebody"})
    client.post(address, {"notes": []})

    told = Notification.objects.get()
    assert (told.recipient, told.kind) == (peer, "post_handled")
    assert "For those who just lost" in client_of(peer).get(reverse("notifications:index")).text
