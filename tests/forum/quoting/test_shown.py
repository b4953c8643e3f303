"""What a message answers is shown to those who may read that, wherever either of them stands."""

import pytest
from django.test import Client

from communities.services import join, leave
from forum import services
from forum.care.services import choose, note_own
from forum.rooms.enums import Audience
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of, page_of
from tests.forum.quoting.conftest import PART, above, answering

pytestmark = pytest.mark.django_db
NOT_HERE = ["In reply to a message that is not shown here."]
SHOWN = [f"In reply to Ben Teller {PART}"]


@pytest.fixture
def elsewhere(members_room):
    """A topic that every member reads."""
    return TopicFactory(room=members_room, subject="For all")


def moved_out(quoting, to):
    """The answer, in another topic than the message that it answers."""
    quoting.topic = to
    quoting.save(update_fields=["topic"])
    to.update_trackers()
    return quoting


def test_a_visitor_reads_no_name(public_room, teller):
    topic = TopicFactory(room=public_room)
    source = PostFactory(topic=topic, author=teller, text=PART)
    answering(source, UserFactory())
    assert above(Client().get(topic_url(topic)).text) == [f"In reply to A member {PART}"]


def test_a_source_that_moves_is_followed(quoting, source, topic, elsewhere, peer):
    source.topic = elsewhere
    source.save(update_fields=["topic"])

    page = page_of(topic, peer)

    assert above(page) == SHOWN
    assert f'href="{topic_url(elsewhere)}?post={source.pk}#{source.pk}"' in page


def test_who_may_not_read_the_source_is_shown_nothing_of_it(quoting, elsewhere, peer):
    moved_out(quoting, elsewhere)
    assert above(page_of(elsewhere, peer)) == SHOWN

    page = page_of(elsewhere, UserFactory())

    assert above(page) == NOT_HERE
    for told in (PART, "Ben Teller", "Gifts", f"{quoting.topic_id - 1}?post="):
        assert told not in page


def test_who_leaves_the_community_is_shown_nothing_of_it_any_more(quoting, elsewhere, peer, peers):
    moved_out(quoting, elsewhere)
    leave(community=peers, member=peer)
    assert above(page_of(elsewhere, peer)) == NOT_HERE


@pytest.mark.parametrize("how", ["withdraw", "hide", "hide topic", "delete", "delete topic"])
def test_a_source_that_is_out_of_view_is_shown_to_nobody(
    how, quoting, source, topic, elsewhere, facilitator, teller, peer
):
    moved_out(quoting, elsewhere)
    if how == "withdraw":
        services.withdraw_post(post=source)
    elif how.startswith("hide"):
        post = topic.first_post if "topic" in how else source
        services.hide_post(post=post, by=facilitator, reason="Names")
    else:
        (topic if "topic" in how else source).delete()

    for person in (peer, teller, facilitator, UserFactory()):
        assert above(page_of(elsewhere, person)) == NOT_HERE


def test_what_is_put_back_is_shown_again(quoting, source, topic, peer):
    removal = services.withdraw_post(post=source)
    assert above(page_of(topic, peer)) == NOT_HERE
    services.restore_post(removal=removal, by=source.poster)
    assert above(page_of(topic, peer)) == SHOWN


def test_quoted_words_are_folded_under_the_notes_of_their_source(quoting, source, topic, peer):
    note_own(post=source, names=["Violence"])
    page = page_of(topic, peer)
    assert above(page) == [f"In reply to Ben Teller Content note: Violence {PART}"]
    assert (
        page.count('<details class="fold">\n          <summary class="fold__title" dir="auto">')
        == 1
    )

    choose(reader=peer, shown=["Violence"], left_out=[])
    assert '<details class="fold" open>' in page_of(topic, peer)

    choose(reader=peer, shown=[], left_out=["Violence"])
    page = page_of(topic, peer)
    assert PART not in page
    assert above(page) == [
        "In reply to Ben Teller What it quotes is left out here, as you chose. "
        "Content note: Violence."
    ]


def test_a_message_with_notes_of_its_own_is_folded_with_what_it_quotes(quoting, topic, teller):
    note_own(post=quoting, names=["Violence"])
    page = page_of(topic, teller)
    start = page.index('class="fold post__noted"')
    assert start < page.index(PART, page.index(f'id="{quoting.pk}"')) < page.index("So do I.")

    choose(reader=teller, shown=[], left_out=["Violence"])
    assert above(page_of(topic, teller)) == []


def test_a_source_without_a_name_is_answered_by_its_label(peers, private_room):
    from tests.forum.signing.conftest import joined, sealed

    people = [joined(peers, f"Marked{n} Person") for n in range(7)]
    topic = TopicFactory(room=private_room, author=people[1])
    source = sealed(people[0], private_room, topic, text=PART)
    answering(source, people[2])

    for reader in (people[0], people[1], people[2]):
        assert above(page_of(topic, reader)) == [f"In reply to {source.username} {PART}"]
        assert "Marked0" not in page_of(topic, people[1])


def test_a_member_who_left_is_no_longer_named(quoting, source, topic, peer, teller):
    from members.services import close_account

    close_account(user=teller, by=teller)
    assert above(page_of(topic, peer)) == [f"In reply to Former member {PART}"]


@pytest.mark.parametrize("many", [1, 10])
def test_a_page_of_quotations_costs_one_query_more(many, topic, peer, queries_of, elsewhere):
    people = [UserFactory() for _ in range(many)]
    sources = [PostFactory(topic=topic, author=person, text=PART) for person in people]
    answers = [answering(source, UserFactory()) for source in sources]
    client = client_of(peer)
    client.get(topic_url(topic))
    here = queries_of(client, topic_url(topic))
    for answer in answers:
        moved_out(answer, elsewhere)
    client.get(topic_url(elsewhere))
    assert (here, queries_of(client, topic_url(elsewhere))) == (12, 11)


def test_another_room_of_the_same_community_is_asked_for(quoting, peers, peer):
    room = RoomFactory(name="Beside", audience=Audience.COMMUNITIES, communities=[peers])
    there = TopicFactory(room=room)
    moved_out(quoting, there)
    assert above(page_of(there, peer)) == SHOWN
    newcomer = UserFactory()
    join(community=peers, member=newcomer)
    assert above(page_of(there, newcomer)) == SHOWN
