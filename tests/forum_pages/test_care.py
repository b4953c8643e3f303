"""Before something is sent, its author is told of what may need care. Nothing is ever stopped."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from forum.care.models import HelpWords
from forum.topics.models import Post, Topic
from tests.factories.forum import photograph
from tests.factories.home import HelpLineFactory
from tests.forum.addresses import edit_url, reply_url, rows, start_url
from tests.forum_pages.conftest import House
from tests.forum_pages.test_reading import text_of
from tests.shared import shared

WORDS = "I met ZZZ0016 at the shop."


@shared
def peer(house: House) -> Client:
    return house.client("peer")


def told(response) -> str:
    field = re.search(r'name="told" value="([^"]*)"', response.content.decode())
    assert field
    return field[1]


def test_a_reply_comes_back_once_with_what_was_found_and_why(house: House, peer: Client):
    before = Post.objects.count()

    response = peer.post(reply_url(house.question), {"content": WORDS})

    text = text_of(response)
    assert "Before others read this" in text
    assert "An NHI number: ZZZ0016 . It leads to one person’s health record." in text
    assert f">\r\n{WORDS}</textarea>" in response.content.decode() or WORDS in text
    assert Post.objects.count() == before

    again = {"content": WORDS, "told": told(response)}
    sent = peer.post(reply_url(house.question), again, follow=True)

    assert "I met ZZZ0016" in text_of(sent)
    assert Post.objects.count() == before + 1


def test_words_that_were_changed_are_sent(house: House, peer: Client):
    response = peer.post(reply_url(house.question), {"content": WORDS})

    changed = {"content": "I met somebody at the shop.", "told": told(response)}
    sent = peer.post(reply_url(house.question), changed, follow=True)

    assert "I met somebody at the shop." in text_of(sent)
    assert "Before others read this" not in text_of(sent)


def test_something_else_that_is_found_is_told_too(house: House, peer: Client):
    response = peer.post(reply_url(house.question), {"content": WORDS})

    more = {"content": f"{WORDS} Call 021 234 567.", "told": told(response)}
    again = peer.post(reply_url(house.question), more)

    assert "A telephone number: 021 234 567" in text_of(again)
    more["told"] = told(again)
    assert peer.post(reply_url(house.question), more).status_code == 302


def test_a_mark_of_somebody_else_is_none(house: House, peer: Client):
    others = house.client("colleague").post(reply_url(house.question), {"content": WORDS})

    mine = peer.post(reply_url(house.question), {"content": WORDS, "told": told(others)})

    assert "Before others read this" in text_of(mine)


def test_a_preview_tells_it_and_sending_then_goes_through(house: House, peer: Client):
    data = {"content": WORDS, "preview": "1"}

    response = peer.post(reply_url(house.question), data)

    assert "Preview: nothing is posted yet" in text_of(response)
    assert "An NHI number: ZZZ0016" in text_of(response)
    sent = {"content": WORDS, "told": told(response)}
    assert peer.post(reply_url(house.question), sent).status_code == 302


@pytest.mark.parametrize("field", ["subject", "content", "poll_question", "poll-0-text"])
def test_each_field_of_a_topic_is_looked_through(house: House, peer: Client, field: str):
    data = {"subject": "a", "content": "b", "poll_question": "c?", "poll_max_options": "1"}
    data |= rows("poll", 2, **{"0-text": "d", "1-text": "e"})
    before = Topic.objects.count()

    response = peer.post(start_url(house.peers_room), data | {field: "ZZZ00AX"})

    assert "An NHI number: ZZZ00AX" in text_of(response)
    assert Topic.objects.count() == before


def test_a_title_that_others_gave_is_not_held_against_a_reply(house: House, peer: Client):
    data = {"subject": "Re: 12 Queen Street", "content": "Nice."}

    assert peer.post(reply_url(house.question), data).status_code == 302


def test_an_edit_is_looked_through_and_says_save(house: House, peer: Client):
    data = {"content": WORDS, "subject": house.own_answer.subject}

    response = peer.post(edit_url(house.own_answer), data)

    assert "Save it as it is" in text_of(response)
    assert peer.post(edit_url(house.own_answer), data | {"told": told(response)}).status_code == 302
    house.own_answer.refresh_from_db()
    assert house.own_answer.content.raw == WORDS


def test_with_a_photo_one_is_asked_who_is_on_it_and_it_is_kept(house: House, peer: Client):
    data = {"content": "Look."} | rows("attachment", 1)
    before = Post.objects.count()

    response = peer.post(
        reply_url(house.question), data | {"attachment-0-file": photograph("marae.jpg")}
    )

    assert "A photo: marae.jpg . Is a person or a document to be seen on it?" in text_of(response)
    assert Post.objects.count() == before
    again = data | {"kept_files": "1", "told": told(response)}
    sent = peer.post(reply_url(house.question), again, follow=True)
    assert "marae.jpg" in text_of(sent)


def test_one_s_own_address_and_calm_words_are_sent_at_once(house: House, peer: Client):
    data = {"content": f"Write to {house.peer.email}, or call 1737."}

    assert peer.post(reply_url(house.question), data).status_code == 302


def test_a_reply_that_came_back_is_not_held_up_by_its_own_pace(
    house: House, peer: Client, settings
):
    settings.FORUM_POSTING_PACE = True

    response = peer.post(reply_url(house.question), {"content": WORDS})
    sent = {"content": WORDS, "told": told(response)}

    assert peer.post(reply_url(house.question), sent).status_code == 302


def test_what_was_found_is_told_to_no_log(house: House, peer: Client, caplog):
    peer.post(reply_url(house.question), {"content": WORDS})

    assert "ZZZ0016" not in caplog.text


def test_words_on_the_list_show_where_help_is_and_may_be_sent(house: House, peer: Client):
    HelpLineFactory(label="Call or text 1737", link="tel:1737")
    words = "Some days I can’t go on, and nobody asks."
    before = Post.objects.count()

    response = peer.post(reply_url(house.question), {"content": words})

    text = text_of(response)
    assert "there is somebody to talk with, day and night." in text
    assert "You may send it all the same. Only you see this" in text
    assert '<li dir="auto"><a href="tel:1737">Call or text 1737</a></li>' in response.text
    assert "We noticed something" not in text
    assert Post.objects.count() == before
    sent = {"content": words, "told": told(response)}
    assert peer.post(reply_url(house.question), sent).status_code == 302
    assert Post.objects.count() == before + 1


def test_help_is_shown_without_lines_of_the_site_too(house: House, peer: Client):
    response = peer.post(reply_url(house.question), {"content": "About suicide."})

    section = response.text[response.text.index('id="care"') :]
    assert '<a href="tel:1737">Call or text 1737</a>' in section


def test_editors_decide_at_which_words_help_is_shown(house: House, peer: Client):
    site = Site.objects.get(is_default_site=True)
    HelpWords.objects.create(site=site, words="so tired\n\nwhakamā nui")

    calm = peer.post(reply_url(house.question), {"content": "About suicide."})
    assert calm.status_code == 302
    for words in ("SO—tired, all day", "Whakama nui!"):
        response = peer.post(reply_url(house.question), {"content": words})
        assert "Only you see this" in text_of(response)


def test_each_change_of_the_list_is_another_version(house: House):
    site = Site.objects.get(is_default_site=True)
    kept = HelpWords.objects.create(site=site)

    kept.save()
    kept.words = "so tired"
    kept.save()

    assert HelpWords.objects.get().version == 2


def test_coordinators_keep_the_list_in_a_screen_of_its_own(
    house: House, coordinator_client: Client
):
    site = Site.objects.get(is_default_site=True)
    url = reverse("wagtailsettings:edit", args=["cop_forum", "helpwords", site.pk])

    assert "whakamomori" in coordinator_client.get(url).text
    coordinator_client.post(url, {"words": "so tired"})

    assert HelpWords.of(site) == ["so tired"]
    assert house.client("peer").get(url).status_code in (302, 403)
