"""What the pages for writing keep, show and say. None of it needs a script."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from forum import services
from forum.topics.models import Topic
from tests.factories.forum import pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, room_url, rows, start_url, topic_url
from tests.forum_pages.conftest import House
from tests.forum_pages.test_reading import text_of
from tests.shared import shared


@shared
def peer(house: House) -> Client:
    return house.client("peer")


def test_a_mistake_is_named_in_the_title_linked_to_its_field_and_nothing_is_lost(
    house: House, peer: Client
) -> None:
    words = "What do you say at the shop?"

    html = peer.post(start_url(house.peers_room), {"content": words}).content.decode()

    assert re.search(r"<title>\s*Error: Write a topic", html)
    assert '<a href="#id_subject">Title: Please give your topic a title.</a>' in html
    field = re.search(r'<input[^>]*id="id_subject"[^>]*>', html)
    assert field
    assert 'aria-describedby="id_subject_error"' in field.group(0)
    assert re.search(rf"<textarea[^>]*>\s*{re.escape(words)}</textarea>", html)


def test_a_short_poll_is_sent_back_open_and_linked(house: House, peer: Client) -> None:
    data = {"subject": "a", "content": "b", "poll_question": "Tea?"}
    data |= rows("poll", 2, **{"0-text": "Yes"})

    html = peer.post(start_url(house.peers_room), data).content.decode()

    assert '<a href="#poll-options">A poll needs at least two choices.</a>' in html
    assert re.search(r'<details class="fold" open>\s*<summary[^>]*>Add a poll', html)


def test_a_preview_shows_words_poll_and_file_as_they_will_look_and_posts_nothing(
    house: House, peer: Client
) -> None:
    before = Topic.objects.count()
    data = {"subject": "At the shop", "content": "I **wave**.", "preview": "1"}
    data |= {"poll_question": "And you?", "poll_max_options": "1", "attachment-0-file": pdf()}
    data |= rows("poll", 2, **{"0-text": "I wave", "1-text": "I wait"})
    data |= rows("attachment", 1)

    response = peer.post(start_url(house.peers_room), data)

    html = response.content.decode()
    preview = re.search(r'<section class="preview".*?</section>', html, re.DOTALL)
    assert preview
    for shown in ("At the shop", "<strong>wave</strong>", "And you?", "I wait", "agenda.pdf"):
        assert shown in preview.group(0)
    assert "We kept this file" in html
    assert Topic.objects.count() == before


def test_a_previewed_file_is_posted_without_being_chosen_again(house: House, peer: Client) -> None:
    data = {"subject": "Agenda", "content": "Here it is."} | rows("attachment", 1)
    peer.post(start_url(house.peers_room), data | {"attachment-0-file": pdf(), "preview": "1"})

    kept = data | {"kept_files": "1"}
    response = peer.post(start_url(house.peers_room), kept, follow=True)

    assert "agenda.pdf" in text_of(response)


def test_a_refused_file_is_not_said_to_be_kept(house: House, peer: Client) -> None:
    data = {"content": "Look", "attachment-0-file": pdf("tool.exe")} | rows("attachment", 1)

    html = peer.post(reply_url(house.question), data).content.decode()

    assert '<a href="#id_attachment-0-file">' in html
    assert re.search(r'<details class="fold" id="attachments" open>', html)
    assert "We kept this file" not in html


def test_what_is_typed_is_never_markup_in_a_preview(house: House, peer: Client) -> None:
    data = {"content": "<img src=x onerror=alert(1)>", "preview": "1"}

    html = peer.post(reply_url(house.question), data).content.decode()

    assert "<img" not in html
    assert "&lt;img" in html


def test_before_posting_one_sees_how_the_post_will_be_signed(house: House, peer: Client) -> None:
    for url in (start_url(house.peers_room), reply_url(house.question), topic_url(house.question)):
        assert "Your post will be signed Aroha" in text_of(peer.get(url))


def test_a_careful_room_says_beforehand_that_posts_wait(house: House, peer: Client) -> None:
    words = "A facilitator reads each post in this room before it appears."

    assert words in text_of(peer.get(start_url(house.careful_room)))
    assert words not in text_of(peer.get(start_url(house.peers_room)))
    assert words not in text_of(house.client("facilitator").get(start_url(house.careful_room)))


def test_before_posting_one_sees_who_can_read_it(house: House, peer: Client) -> None:
    words = "Only members of Peers, and the coordinators, can read this room."

    assert words in text_of(peer.get(start_url(house.peers_room)))
    assert words in text_of(peer.get(reply_url(house.question)))


def test_the_box_under_a_topic_is_enough_to_reply(house: House, peer: Client) -> None:
    html = peer.get(topic_url(house.question)).content.decode()
    box = re.search(r'<section class="section reply-box".*?</section>', html, re.DOTALL)
    assert box
    assert f'action="{reply_url(house.question)}"' in box.group(0)

    response = peer.post(reply_url(house.question), {"content": "I nod."}, follow=True)

    assert "I nod." in text_of(response)


def test_the_reply_page_shows_what_was_written_before(house: House, peer: Client) -> None:
    page = text_of(peer.get(reply_url(house.question)))

    assert "What was written before" in page
    assert page.index("Thank you.") < page.index("I wait to be asked.")


def test_an_own_post_can_be_changed_with_a_note(house: House, peer: Client) -> None:
    url = edit_url(house.own_answer)
    assert "What did you change, and why?" in text_of(peer.get(url))

    data = {"content": "Thank you, Ben.", "update_reason": "A name"}
    page = text_of(peer.post(url, data, follow=True))

    assert "Thank you, Ben." in page
    assert "Edited just now : A name" in page


def test_stored_files_can_be_taken_out_when_editing(house: House, peer: Client) -> None:
    html = peer.get(topic_url(house.question, None, "topic_update")).content.decode()

    assert "Leave this file out" in html
    assert "card.pdf" in html


def test_withdrawing_shows_what_would_go_out_of_view(house: House, peer: Client) -> None:
    url = topic_url(house.question, None, "post_delete", house.own_answer.pk)

    page = text_of(peer.get(url))

    assert "Withdraw this message?" in page
    assert "Thank you." in page
    assert "No, go back" in page


def test_the_help_on_marking_words_is_there_without_a_script(house: House, peer: Client) -> None:
    html = peer.get(start_url(house.peers_room)).content.decode()

    assert "**two stars around it**" in html
    assert "<template data-editor-tools>" in html
    assert len(re.findall(r"<textarea[^>]* data-editor", html)) == 1


def test_a_poll_is_a_group_of_choices_under_its_question(house: House, peer: Client) -> None:
    html = peer.get(topic_url(house.question)).content.decode()
    poll = re.search(r'<section class="poll".*?</section>', html, re.DOTALL)

    assert poll
    assert re.search(r"<fieldset.*<legend[^>]*>How much\?</legend>", poll.group(0), re.DOTALL)
    assert len(re.findall(r'<input type="radio"', poll.group(0))) == 2
    assert "so you cannot change it later." in poll.group(0)


def test_after_voting_one_sees_that_it_is_counted(house: House, peer: Client) -> None:
    option = house.question.poll.options.get(text="A lot")
    url = reverse("forum_conversation:topic_poll_vote", args=[house.question.poll.pk])

    page = text_of(peer.post(url, {"options": option.pk}, follow=True))

    assert "You have voted. Thank you." in page
    assert "Fewer than six have voted yet." in page


def test_a_poll_with_several_choices_counts_people(house: House, peer: Client) -> None:
    topic = services.start_topic(
        room=house.peers_room,
        author=house.colleague,
        subject="Tea or coffee",
        text="Well?",
        poll={"question": "Which?", "options": ["Tea", "Coffee"], "kind": "several"},
    )
    tea, coffee = topic.poll.options.order_by("pk")
    for chosen in ([tea, coffee], *[[tea]] * 5):
        services.vote(poll=topic.poll, member=UserFactory(), options=chosen)

    page = text_of(peer.get(topic_url(topic)))

    assert re.search(r"Tea 6 · 100\S*% Coffee 1 · 17", page)
    assert "6 votes" in page


def test_an_ended_poll_says_when_it_closed(house: House, peer: Client) -> None:
    poll = house.question.poll
    services.set_poll(topic=house.question, question=poll.question, duration=3)
    type(poll).objects.update(created=poll.created.replace(year=poll.created.year - 1))

    page = text_of(peer.get(topic_url(house.question)))

    assert "Closed on" in page
    assert "Vote" not in page


def test_moving_offers_rooms_by_name_and_says_what_changes(house: House) -> None:
    client = house.client("facilitator")
    url = reverse("forum_moderation:topic_move", args=[house.question.slug, house.question.pk])

    page = text_of(client.get(url))

    assert "You are offered rooms that you look after" in page.replace("so you", "You")
    assert "Stories" in page


def test_approving_from_the_page_of_the_post_publishes_it(house: House) -> None:
    client = house.client("facilitator")
    url = reverse("forum_moderation:queued_post", args=[house.waiting_reply.pk])
    action = reverse("forum_moderation:approve_queued_post", args=[house.waiting_reply.pk])
    assert f'action="{action}"' in client.get(url).content.decode()

    client.post(action)

    page = text_of(house.client("colleague").get(topic_url(house.waiting_reply.topic)))
    assert "So moving" in page


def test_following_is_one_button(house: House) -> None:
    client = house.client("colleague")
    html = client.get(topic_url(house.question)).content.decode()
    follow = reverse("follow_topic", args=[house.question.pk])
    assert f'<form class="hearing" method="post" action="{follow}">' in html

    page = text_of(client.post(follow, {"level": "watching"}, follow=True))

    assert "Following" in page
    listed = text_of(client.get(reverse("forum_member:user_subscriptions")))
    assert house.question.subject in listed


def test_marking_a_room_as_read_is_asked_first_and_then_done(house: House, peer: Client) -> None:
    url = reverse("forum_tracking:mark_topics_read", args=[house.peers_room.forum_id])
    assert "Mark every topic in Grey areas as read?" in text_of(peer.get(url))

    peer.post(url)

    assert "(new)" not in text_of(peer.get(room_url(house.peers_room))).split("Topics", 1)[1]


SHOWS_NOTHING = [
    *("[x]: https://example.org", "&#8203;", "&nbsp;", "[^1]: note", ">", "-", "#", "```\n```"),
    *("[](https://example.org)", "![]()", "![](https://example.org/a.png)", "---", "**\u200b**"),
    *("| | |\n|-|-|\n| | |", "[\u2800](https://example.org)", "&#x202e;", "1."),
]


@pytest.mark.parametrize("words", SHOWS_NOTHING)
def test_a_post_of_which_nothing_would_be_seen_is_sent_back_with_its_words(
    house: House, peer: Client, words: str
) -> None:
    before = house.question.posts.count()

    response = peer.post(reply_url(house.question), {"content": words})

    assert response.status_code == 200
    assert "Nothing of this would be seen by those who read it." in text_of(response)
    assert f">\n{escape(words)}</textarea>" in response.content.decode()
    assert house.question.posts.count() == before


@pytest.mark.parametrize("words", ["\u200b", "\u2800\u3164", "\x00", " \r\n "])
def test_a_post_of_signs_without_width_is_an_empty_one(
    house: House, peer: Client, words: str
) -> None:
    response = peer.post(reply_url(house.question), {"content": words})

    assert "Please write something first." in text_of(response)


@pytest.mark.parametrize("words", [".", "👍", "<!-- -->", "[a](https://example.org)", "- kia ora"])
def test_a_post_of_little_is_posted(house: House, peer: Client, words: str) -> None:
    before = house.question.posts.count()

    assert peer.post(reply_url(house.question), {"content": words}).status_code == 302
    assert house.question.posts.count() == before + 1


def test_what_is_posted_comes_in_clean(house: House, peer: Client) -> None:
    data = {"subject": "Roster\x0bquestions", "content": "Ma\u0304ori\r\none\x0ctwo\x00"}

    peer.post(start_url(house.peers_room), data)

    topic = Topic.objects.latest("pk")
    assert topic.subject == topic.first_post.subject == "Roster questions"
    assert topic.first_post.content.raw == "M\u0101ori\none\ntwo"


@pytest.mark.parametrize("subject", ["\u200b", "\u3164", "\u200e\u200f", "\u0301"])
def test_a_topic_needs_a_title_that_shows(house: House, peer: Client, subject: str) -> None:
    before = Topic.objects.count()

    response = peer.post(start_url(house.peers_room), {"subject": subject, "content": "Hello"})

    assert "Please give your topic a title." in text_of(response)
    assert Topic.objects.count() == before


def test_a_poll_whose_question_shows_nothing_is_no_poll(house: House, peer: Client) -> None:
    data = {"subject": "a", "content": "b", "poll_question": "\u200b", "poll_max_options": "1"}

    peer.post(start_url(house.peers_room), data | rows("poll", 2))

    assert not hasattr(Topic.objects.latest("pk"), "poll")


def test_choices_that_show_nothing_are_no_choices(house: House, peer: Client) -> None:
    data = {"subject": "a", "content": "b", "poll_question": "Tea?"}
    data |= rows("poll", 2, **{"0-text": "Yes", "1-text": "\u2800"})

    response = peer.post(start_url(house.peers_room), data)

    assert "A poll needs at least two choices." in text_of(response)
