"""Quoting a message, from the link under it to what others read."""

import pytest

from forum import services
from forum.care.services import choose, note_own
from forum.quoting.models import Quote
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from forum.topics.models import Post
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, topic_url
from tests.forum.conftest import client_of, page_of
from tests.forum.quoting.conftest import PART, PLAIN, above, answering, quote_url, sent

pytestmark = pytest.mark.django_db


def test_each_message_has_a_link_for_who_may_answer(topic, source, peer):
    page = page_of(topic, peer)
    for post in topic.posts.all():
        assert f'href="{quote_url(post)}"' in page


def test_there_is_none_where_nobody_may_answer(topic, source, peer):
    services.lock_topic(topic=topic)
    assert "?quote=" not in page_of(topic, peer)


def test_the_form_holds_the_words_and_says_whose_they_are(source, peer):
    response = client_of(peer).get(quote_url(source))
    assert response.context["post_form"]["quoted"].value() == PLAIN
    assert "<bdi>Ben Teller</bdi>" in response.text


def test_the_words_stand_above_the_answer_with_a_link_to_the_message(topic, source, peer, teller):
    response = sent(peer, source)

    answer = Post.objects.latest("pk")
    assert response.status_code == 302
    assert Quote.objects.values_list("post", "source", "quoted").get() == (
        *(answer.pk, source.pk),
        PART,
    )
    page = page_of(topic, teller)
    assert above(page) == [f"In reply to Ben Teller {PART}"]
    assert f'<a href="{topic_url(topic)}?post={source.pk}#{source.pk}"><bdi>Ben Teller' in page
    assert answer.content.raw == "So do I."


def test_nobody_is_quoted_with_words_that_they_did_not_say(source, peer):
    response = sent(peer, source, "I say nothing first.")
    assert response.status_code == 200
    assert "does not stand in the message that you quote: I say nothing first." in response.text
    assert response.context["post_form"]["content"].value() == "So do I."
    assert not Quote.objects.exists()


def test_one_may_answer_a_message_without_its_words(topic, source, peer):
    sent(peer, source, "")
    assert above(page_of(topic, peer)) == ["In reply to Ben Teller"]


def test_a_preview_shows_it_and_keeps_nothing(source, peer):
    response = sent(peer, source, preview="1")
    (shown,) = [each for each in response.context["previews"] if each.title == "In the topic"]
    assert PART in str(shown.html)
    assert response.context["post_form"]["quoted"].value() == PART
    assert not Quote.objects.exists()


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 40, "-1", "²"])
def test_an_odd_key_is_a_form_without_a_quotation(topic, peer, key):
    response = client_of(peer).get(f"{reply_url(topic)}?quote={key}")
    assert response.status_code == 200
    assert "quoted" not in response.context["post_form"].fields


def test_of_another_topic_nothing_is_quoted(topic, peer, members_room):
    secret = PostFactory(topic=TopicFactory(room=members_room), text="Elsewhere")
    response = client_of(peer).get(quote_url(secret, topic))
    assert "quoted" not in response.context["post_form"].fields
    assert "Elsewhere" not in response.text


@pytest.mark.parametrize("state", ["waits", "hidden", "withdrawn"])
def test_what_others_do_not_read_is_not_quoted(topic, teller, peer, state):
    post = PostFactory(topic=topic, author=teller, text="Unread", approved=state != "waits")
    if state == "hidden":
        services.hide_post(post=post, by=UserFactory(), reason="Names")
    elif state == "withdrawn":
        services.withdraw_post(post=post)

    response = client_of(peer).get(quote_url(post))

    assert "Unread" not in response.text
    assert "quoted" not in response.context["post_form"].fields


def test_a_message_that_went_meanwhile_holds_up_no_answer(topic, source, peer):
    services.withdraw_post(post=source)
    response = client_of(peer).post(
        quote_url(source), {"content": "So do I.", "quoted": PART}, follow=True
    )
    assert "The message that you quoted is not here any more." in response.text
    assert Post.objects.latest("pk").content.raw == "So do I."
    assert not Quote.objects.exists()


def test_what_is_left_out_for_a_reader_is_not_put_into_their_form(source, peer):
    note_own(post=source, names=["Violence"])
    choose(reader=peer, shown=[], left_out=["Violence"])
    response = client_of(peer).get(quote_url(source))
    assert response.context["post_form"]["quoted"].value() == ""


def test_a_message_without_a_name_keeps_what_it_answers_until_it_goes(
    source, private_room, peers, teller, topic
):
    from forum.posting import unsent
    from tests.forum.signing.conftest import due, joined

    for n in range(7):
        author = joined(peers, f"Peer {n} Person")
    said = {"author": author, "forum": private_room.forum, "topic": topic, "way": "number"}
    first = unsent.seal_up(**said, text="So do I.", source=source, quoted=PART)
    later = unsent.seal_up(**said, text="Me too.", source=source, quoted="with Mrs Brown beside me")
    services.edit_post(post=source, by=teller, subject="", text="I say thank you first.")

    unsent.send(unsent=due(first))
    unsent.send(unsent=due(later))

    assert not Unsent.objects.exists()
    assert above(page_of(topic, teller)) == [
        f"In reply to Ben Teller {PART}",
        "In reply to Ben Teller",
    ], "what was said before would tell when it was written"


def test_words_sent_back_are_tried_again_with_what_they_answered(source, peer, facilitator):
    waiting = answering(source, peer, approved=False)
    kept = services.disapprove_post(post=waiting, by=facilitator, reason="Kindly")

    page = client_of(peer).get(f"/forum/sent-back/{kept.pk}/").text
    again = f"{reply_url(source.topic)}?again={kept.pk}&amp;quote={source.pk}"
    assert again in page
    form = client_of(peer).get(again.replace("&amp;", "&")).context["post_form"]
    assert (form["quoted"].value(), form["content"].value()) == (PART, "So do I.")
    assert DeclinedPost.objects.values_list("source", "quoted").get() == (source.pk, PART)


def test_who_answers_a_waiting_message_reads_what_it_answers(source, peer, facilitator):
    waiting = answering(source, peer, approved=False)
    client = client_of(facilitator)
    for address in ("/forum/moderation/queue/", f"/forum/moderation/queue/{waiting.pk}/"):
        assert PART in client.get(address).text


def test_hostile_words_show_as_they_are(topic, source, peer, teller):
    odd = PostFactory(topic=topic, author=teller, text='`<script>alert("1")</script>` & \\*x\\*')
    words = '<script>alert("1")</script> & *x*'
    assert client_of(peer).get(quote_url(odd)).context["post_form"]["quoted"].value() == words
    assert sent(peer, odd, words).status_code == 302
    assert above(page_of(topic, peer)) == [f"In reply to Ben Teller {words}"]


@pytest.mark.parametrize("quoted", ["x" * 1001, "\x00", "[a](" * 200, "> " * 300, "\u202e" * 9])
def test_hostile_quotations_are_answered(source, peer, quoted):
    assert sent(peer, source, quoted).status_code in (200, 302)


def test_the_words_are_shown_as_they_were_said(topic, source, peer, teller):
    answering(source, peer)
    services.edit_post(post=source, by=teller, subject="", text="I say nothing now.")
    assert above(page_of(topic, peer)) == [f"In reply to Ben Teller {PART}"]
