"""Quoted words go when those go that they come from, and are nowhere but above their answer."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from forum import services
from forum.history.models import Removal
from forum.posting.details import MARK, take_out_details
from forum.quoting.models import Quote
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from members.export import parts
from members.leaving import ask_to_leave
from members.services import close_account
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, room_url
from tests.forum.conftest import client_of, page_of
from tests.forum.quoting.conftest import PART, PLAIN, above, answering
from tests.notifications.letters import everything_in, post_all

pytestmark = pytest.mark.django_db
NEVER = "beside me"
"""Words that stand in the source alone, and quoted."""


@pytest.fixture
def others(source, topic, peer):
    """The same words quoted from another message, which stays, and by what is not sent."""
    stays = PostFactory(topic=topic, text=PLAIN, author=UserFactory())
    kept = {"source": source, "quoted": PLAIN, "author": peer, "forum": topic.forum}
    Unsent.objects.create(topic=topic, starts_topic=False, way="number", text="x", **kept)
    DeclinedPost.objects.create(
        topic=topic, starts_topic=False, text="x", had_files=False, reason="x", post_id=9, **kept
    )
    return answering(stays, peer, PLAIN)


def gone_with_their_words(person):
    ask_to_leave(user=person, withdraws_words=True)
    close_account(user=person, by=person)


def kept(post):
    return Quote.objects.values_list("quoted", flat=True).get(post=post)


def unsent():
    return {*Unsent.objects.values_list("quoted", flat=True)} | {
        *DeclinedPost.objects.values_list("quoted", flat=True)
    }


@pytest.mark.parametrize("how", ["let go", "delete", "account"])
def test_they_go_with_their_source(how, source, peer, teller, others):
    quoting = answering(source, peer, PLAIN)
    if how == "let go":
        services.withdraw_post(post=source)
        Removal.objects.update(at=timezone.now() - timedelta(days=31))
        call_command("purge")
    elif how == "delete":
        source.delete()
    else:
        gone_with_their_words(teller)

    assert (kept(quoting), kept(others)) == ("", PLAIN)
    assert unsent() == {""}


def test_they_go_with_their_topic(source, topic, peer, members_room):
    elsewhere = TopicFactory(room=members_room)
    quoting = services.reply(
        topic=elsewhere, author=peer, text="So do I.", source=source, quoted=PLAIN
    )
    topic.delete()
    assert Quote.objects.values_list("post", "source", "quoted").get() == (quoting.pk, None, "")


def test_they_go_with_a_first_message_whose_topic_stays(topic, facilitator, peer):
    quoting = answering(topic.first_post, peer, "What now?")
    services.withdraw_post(post=topic.first_post)
    Removal.objects.update(at=timezone.now() - timedelta(days=31))
    call_command("purge")
    assert kept(quoting) == ""
    topic.refresh_from_db()
    assert above(page_of(topic, peer)) == [f"In reply to {facilitator.display_name}"]


def test_who_leaves_with_their_words_leaves_no_quotation(source, peer, teller, others):
    answering(source, peer, PLAIN)
    gone_with_their_words(peer)
    assert not Quote.objects.exists()


def test_details_that_are_taken_out_are_taken_out_of_what_is_quoted(
    source, topic, peer, facilitator, others
):
    quoting, short = answering(source, peer, PLAIN), answering(source, peer)

    take_out_details(post=source, by=facilitator, pieces=["Mrs Brown"])

    without = PLAIN.replace("Mrs Brown", MARK)
    assert (kept(quoting), kept(short), kept(others)) == (without, PART, PLAIN)
    assert unsent() == {without}
    assert "Mrs Brown" not in "".join(above(page_of(topic, peer))[1:])


def test_details_are_found_as_they_are_read(topic, teller, peer, facilitator):
    source = PostFactory(topic=topic, author=teller, text="With *Mrs* **Brown** beside me.")
    quoting = answering(source, peer, "With Mrs Brown")
    take_out_details(post=source, by=facilitator, pieces=["*Mrs* **Brown**"])
    assert kept(quoting) == f"With {MARK}"


def test_words_of_an_earlier_version_go_when_details_are_taken_out(
    source, topic, peer, teller, facilitator
):
    quoting = answering(source, peer, "with Mrs Brown beside me.")
    services.edit_post(post=source, by=teller, subject="", text="With the Browns of Hill Street.")

    take_out_details(post=source, by=facilitator, pieces=["Hill Street"])

    assert kept(quoting) == ""
    assert above(page_of(topic, peer)) == ["In reply to Ben Teller"]


def test_they_stand_nowhere_but_above_their_answer(
    source, topic, peer, teller, facilitator, django_capture_on_commit_callbacks
):
    follower = UserFactory()
    from communities.services import join
    from notifications.models import Preferences

    join(community=topic.forum.room.communities.get(), member=follower)
    topic.subscribers.add(follower)
    for person in (follower, teller):
        Preferences.objects.create(member=person, mail_details=True)
    with django_capture_on_commit_callbacks(execute=True):
        source.save()
        quoting = answering(source, peer, PLAIN)
    with django_capture_on_commit_callbacks(execute=True):
        services.edit_post(post=quoting, by=peer, subject="", text="So did I.")
    mails = post_all()

    found = client_of(follower).get(reverse("search"), {"q": "Brown"}).text
    assert f"post={source.pk}" in found
    assert f"post={quoting.pk}" not in found
    client = client_of(peer)
    for address in (
        room_url(topic.forum.room),
        edit_url(quoting),
        f"/forum/changes/{quoting.pk}/",
        "/forum/feeds/topics/",
        "/",
        reverse("forum_member:user_posts", args=[peer.public_id]),
    ):
        text = client.get(address).text
        assert NEVER not in text, address
    assert mails
    assert all(NEVER not in everything_in(each) for each in mails)
    own = {part.name: list(part.rows(peer)) for part in parts()}
    assert NEVER not in repr(own)
