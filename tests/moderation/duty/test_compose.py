"""From the form in which something hard is written: ask who is on duty, and keep the words."""

import html
import re

import pytest
from django.urls import reverse
from wagtail.models import Site

from forum.care.models import HelpWords
from forum.topics.models import Post, Topic
from moderation.duty import services
from moderation.duty.enums import Level
from moderation.duty.models import DutyItem
from tests.factories.communities import CommunityFactory
from tests.factories.duty import on_duty
from tests.factories.forum import RoomFactory, TopicFactory
from tests.forum.addresses import edit_url, reply_url, rows, start_url
from tests.moderation.conftest import client_of, room_of
from tests.moderation.duty.test_pages import words_of

pytestmark = pytest.mark.django_db
WORDS = "Last night I felt I can’t go on. Today is better."


def panel_of(response) -> str:
    main = response.content.decode().partition('id="care"')[2].partition("</section>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def told(response) -> str:
    found = re.search(r'name="told" value="([^"]*)"', response.content.decode())
    assert found
    return found[1]


def test_beside_the_help_lines_stands_who_is_on_duty_and_what_they_would_see(
    harbour, post, author, facilitator
):
    on_duty(harbour, facilitator)
    client = client_of(author)

    page = client.post(reply_url(post.topic), {"content": WORDS})

    said = panel_of(page)
    assert "1737" in said
    assert "Harbour : Somebody is on duty now, until" in said
    assert "that “ can't go on ” stands in what you write. Not your words, nor where." in said
    assert "You need not post for it." in said
    assert author.email in said
    assert "Hinemoa" not in said
    assert not DutyItem.objects.exists()
    calm = client.post(reply_url(post.topic), {"content": "A calm day.", "preview": "1"})
    assert "in_touch" not in calm.text


def test_asked_the_words_are_kept_nothing_is_posted_and_the_entry_is_kept_with_the_item(
    harbour, post, author, facilitator, second
):
    on_duty(harbour, facilitator)
    HelpWords.objects.create(site=Site.objects.get(), words="suicide\ncan't go on")
    listed = HelpWords.objects.get()
    listed.words += "\nelse"
    listed.save()
    client = client_of(author)
    before = Post.objects.count()
    page = client.post(reply_url(post.topic), {"content": WORDS})

    asked = client.post(
        reply_url(post.topic),
        {
            "content": WORDS,
            "told": told(page),
            "in_touch": harbour.pk,
            "in_touch_reach": "021 555\n000",
        },
    )

    item = DutyItem.objects.get()
    assert (item.subject, item.community, item.level) == (author, harbour, Level.HIGH)
    assert (item.entry, item.list_version, item.reach) == ("can't go on", 2, "021 555 000")
    assert (item.post, item.report) == (None, None)
    assert "felt" not in "".join(str(value) for value in vars(item).values())
    assert Post.objects.count() == before
    assert "Last night I felt I can’t go on." in html.unescape(asked.text)
    assert "Who is on duty was told." in panel_of(asked)
    assert reverse("duty:asked", args=[item.key]) in asked.text
    assert "in_touch_reach" not in asked.text

    again = client.post(reply_url(post.topic), {"content": WORDS, "in_touch": harbour.pk})
    assert again.status_code == 200
    assert DutyItem.objects.get() == item
    sent = client.post(reply_url(post.topic), {"content": WORDS, "told": told(asked)})
    assert sent.status_code == 302
    assert Post.objects.count() == before + 1


def test_it_can_be_asked_with_no_words_left_and_never_posted(harbour, post, author):
    client = client_of(author)

    page = client.post(reply_url(post.topic), {"content": "", "in_touch": harbour.pk})

    assert page.status_code == 200
    item = DutyItem.objects.get()
    assert (item.entry, item.level, item.list_version) == ("", Level.MEDIUM, None)
    assert "You have asked a facilitator of Harbour to get in touch." in panel_of(page)


def test_from_a_new_topic_with_a_poll_and_from_an_edit(harbour, post, author):
    client = client_of(author)
    room = post.topic.forum.room
    started = Topic.objects.count()
    form = {"subject": "Nights", "content": WORDS, "in_touch": harbour.pk, **rows("poll", 1)}

    page = client.post(start_url(room), form)

    assert "You have asked a facilitator" in panel_of(page)
    assert 'value="Nights"' in page.text
    assert Topic.objects.count() == started
    services.withdraw(item=DutyItem.objects.get(), by=author)
    before = post.content.raw
    client.post(edit_url(post), {"content": WORDS, "in_touch": harbour.pk})
    post.refresh_from_db()
    assert post.content.raw == before
    assert DutyItem.objects.live().get().entry == "can't go on"


def test_a_room_that_two_share_offers_ones_own_community_alone(harbour, author, elsewhere):
    inland = CommunityFactory(title="Upland", parent=harbour.get_parent())
    topic = TopicFactory(room=room_of(harbour, inland))
    client = client_of(author)

    page = client.post(reply_url(topic), {"content": WORDS})
    assert "Harbour" in panel_of(page)
    assert "Upland" not in panel_of(page)
    client.post(reply_url(topic), {"content": WORDS, "in_touch": inland.pk})
    client.post(reply_url(topic), {"content": WORDS, "in_touch": "nobody"})

    assert not DutyItem.objects.exists()


def test_in_a_room_for_everybody_one_chooses_among_ones_own(harbour, author):
    second = CommunityFactory(title="Upland", parent=harbour.get_parent(), members=[author])
    CommunityFactory(title="Outland", parent=harbour.get_parent())
    topic = TopicFactory(room=RoomFactory())
    client = client_of(author)

    said = panel_of(client.post(reply_url(topic), {"content": WORDS}))
    assert "Ask a facilitator on duty of Harbour to get in touch" in said
    assert "Ask a facilitator on duty of Upland to get in touch" in said
    assert "Outland" not in said
    page = client.post(reply_url(topic), {"content": WORDS, "in_touch": second.pk})

    assert DutyItem.objects.get().community == second
    assert "You have asked a facilitator of Upland" in panel_of(page)
    assert "Ask a facilitator on duty of Harbour" in panel_of(page)


def test_who_is_in_no_community_is_offered_the_help_lines_alone(member):
    topic = TopicFactory(room=RoomFactory())
    client = client_of(member)

    page = client.post(reply_url(topic), {"content": WORDS})

    assert "1737" in panel_of(page)
    assert 'name="in_touch"' not in page.text
    answer = client.post(reply_url(topic), {"content": WORDS, "in_touch": "1"})
    assert answer.status_code == 200
    assert not DutyItem.objects.exists()


def test_asked_too_often_on_a_day_help_stays_and_nothing_is_asked(harbour, post, author):
    client = client_of(author)
    for _n in range(10):
        client.post(reply_url(post.topic), {"content": WORDS, "in_touch": harbour.pk})
        services.withdraw(item=DutyItem.objects.live().get(), by=author)

    page = client.post(reply_url(post.topic), {"content": WORDS, "in_touch": harbour.pk})

    assert "You have asked several times today." in words_of(page) + page.text
    assert "1737" in panel_of(page)
    assert not DutyItem.objects.live().exists()
