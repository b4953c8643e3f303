"""Content notes: folded in the topic, and in every list a name in place of the words."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.care import services as care
from forum.care.models import CommunityNotes, PostNotes, ReaderNotes
from forum.care.notes import DEFAULT
from forum.posting.leaving import forget, withdraw_words
from forum.services import disapprove_post, reply, start_topic
from forum.topics.models import Post, Topic
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory
from tests.forum.addresses import edit_url, reply_url, room_url, start_url, topic_url
from tests.forum_pages.conftest import House
from tests.forum_pages.test_reading import text_of
from tests.queries import Queries
from tests.shared import shared

MARKER = "Kahikatea"
WORD = "grove"
"""What is searched for; it stands beside the marker."""
NOTE = "Content note: Suicide"


@shared
def peer(house: House) -> Client:
    return house.client("peer")


@shared
def noted(house: House) -> Post:
    """A post of the peer's with a note, the first and last of its topic."""
    topic = TopicFactory(
        room=house.peers_room,
        author=house.peer,
        subject="A hard day",
        text=f"{MARKER} {WORD} was there.",
    )
    care.note_own(post=topic.first_post, names=["Suicide"])
    return topic.first_post


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def notes_of(post: Post) -> list[tuple[str, str]]:
    return list(PostNotes.objects.filter(post=post).values_list("by_author", "by_facilitator"))


def test_an_author_chooses_from_the_list_while_writing(house: House, peer: Client):
    form = soup_of(peer.get(start_url(house.peers_room)))
    offered = [box["value"] for box in form.select('input[name="notes"]')]
    data = {"subject": "a", "content": "b", "notes": ["Suicide", "Violence"]}

    peer.post(start_url(house.peers_room), data)

    assert offered == list(DEFAULT)
    assert notes_of(Post.objects.latest("pk")) == [("Suicide\nViolence", "")]
    assert form.select('input[name="notes"]')[0].find_parent("details")


def test_a_note_that_is_not_offered_is_refused(house: House, peer: Client):
    before = Post.objects.count()

    response = peer.post(reply_url(house.question), {"content": "b", "notes": ["Weather"]})

    assert response.status_code == 200
    assert Post.objects.count() == before


def test_an_author_takes_their_own_note_off_and_not_a_facilitator_s(
    house: House, peer: Client, noted: Post
):
    care.note_for(post=noted, names=["Violence"])
    other = PostFactory(topic=house.question, author=house.peer)
    care.note_own(post=other, names=["Violence"])
    form = soup_of(peer.get(edit_url(noted)))
    assert [box["value"] for box in form.select('input[name="notes"][checked]')] == ["Suicide"]

    peer.post(edit_url(noted), {"subject": "A hard day", "content": "Better."})

    assert notes_of(noted) == [("", "Violence")]
    assert notes_of(other) == [("Violence", "")]
    care.note_for(post=noted, names=[])
    assert notes_of(noted) == []


def test_a_noted_post_is_folded_in_its_topic_with_its_files(house: House, noted: Post):
    page = soup_of(house.client("colleague").get(topic_url(noted.topic)))

    (fold,) = page.select("details.post__noted")
    assert fold.summary.get_text(strip=True) == NOTE
    assert not fold.has_attr("open")
    assert MARKER in fold.get_text()
    assert str(page).count(MARKER) == 1


def test_its_author_finds_it_open(peer: Client, noted: Post):
    (fold,) = soup_of(peer.get(topic_url(noted.topic))).select("details.post__noted")

    assert fold.has_attr("open")


def test_a_reader_has_a_note_opened_or_left_out(house: House, noted: Post):
    colleague = house.client("colleague")
    settings = reverse("my_content_notes")
    form = soup_of(colleague.get(settings))
    names = {
        field.legend.get_text(strip=True): field.input["name"] for field in form.select("fieldset")
    }
    assert list(names) == list(DEFAULT)
    every = dict.fromkeys(names.values(), "fold")

    colleague.post(settings, every | {names["Suicide"]: "leave_out", names["Violence"]: "show"})
    html = colleague.get(topic_url(noted.topic)).text
    assert MARKER not in html
    assert "A post is left out here, as you chose. Content note: Suicide." in html
    (see,) = re.findall(r'href="([^"]*\?post=\d+&amp;see=\d+)#', html)
    seen = colleague.get(see.replace("&amp;", "&"))
    assert MARKER in seen.text
    assert soup_of(seen).select_one("details.post__noted").has_attr("open")

    colleague.post(settings, every | {names["Suicide"]: "show"})
    (fold,) = soup_of(colleague.get(topic_url(noted.topic))).select("details.post__noted")
    assert fold.has_attr("open")
    assert list(ReaderNotes.objects.values_list("reader", "shown", "left_out")) == [
        (house.colleague.pk, "Suicide", "")
    ]


def test_one_s_own_words_are_never_left_out(house: House, peer: Client, noted: Post):
    care.choose(reader=house.peer, shown=[], left_out=["Suicide"])

    assert MARKER in peer.get(topic_url(noted.topic)).text


def test_a_facilitator_adds_a_note_to_a_post(house: House, noted: Post):
    facilitator = house.client("facilitator")
    url = reverse("note_post", args=[house.answer.pk])
    assert url in facilitator.get(topic_url(house.question)).text

    facilitator.post(url, {"notes": ["Violence"]})

    assert notes_of(house.answer) == [("", "Violence")]
    assert notes_of(noted) == [("Suicide", "")]


@pytest.mark.parametrize("who", ["peer", "colleague", "newcomer"])
def test_nobody_else_notes_the_posts_of_others(house: House, who: str):
    url = reverse("note_post", args=[house.answer.pk])

    assert house.client(who).post(url, {"notes": ["Violence"]}).status_code == 404
    assert not PostNotes.objects.exists()


def test_facilitators_keep_the_list_of_their_community(house: House, peer: Client, noted: Post):
    community = house.peers_room.communities.get()
    other = CommunityFactory(parent=community.get_parent(), title="Others")
    url = reverse("community_content_notes", args=[community.pk])
    facilitator = house.client("facilitator")
    assert "Self-harm" in facilitator.get(url).text

    facilitator.post(url, {"names": "Whakamā\n\nwhakama\nForced treatment\n"})

    boxes = soup_of(peer.get(reply_url(house.question))).select('input[name="notes"]')
    assert [box["value"] for box in boxes] == ["Whakamā", "Forced treatment"]
    kept = soup_of(peer.get(edit_url(noted))).select('input[name="notes"][checked]')
    assert [box["value"] for box in kept] == ["Suicide"]
    assert not CommunityNotes.objects.filter(community=other).exists()
    assert peer.get(url).status_code == 404


@pytest.mark.parametrize("names", ["x" * 61, "\n".join(f"note {n}" for n in range(21))])
def test_a_list_stays_short(house: House, names: str):
    community = house.peers_room.communities.get()
    url = reverse("community_content_notes", args=[community.pk])

    assert house.client("facilitator").post(url, {"names": names}).status_code == 200
    assert not CommunityNotes.objects.exists()


def test_words_that_are_withdrawn_and_people_who_leave_take_their_notes_along(
    house: House, noted: Post
):
    care.note_own(post=house.answer, names=["Violence"])
    for person in (house.peer, house.colleague):
        care.choose(reader=person, shown=["Violence"], left_out=[])

    withdraw_words(member=house.peer)
    forget(member=house.peer)

    assert notes_of(noted) == []
    assert notes_of(house.answer) == [("Violence", "")]
    assert [kept.reader for kept in ReaderNotes.objects.all()] == [house.colleague]


def everywhere(house: House) -> list[str]:
    """All that shows words of posts outside a topic's page, for those who may read the topic."""
    community = house.peers_room.communities.get()
    return [
        "/",
        community.url,
        f"{community.url}?show=talk",
        room_url(house.peers_room),
        room_url(house.open_room),
        reverse("forum:index"),
        reverse("search") + f"?q={WORD}",
        reverse("search") + f"?q={WORD}&in=discussions",
        reverse("forum_tracking:unread_topics"),
        reverse("forum_member:user_subscriptions"),
        reverse("forum_member:profile", args=[house.peer.public_id]),
        reverse("forum_member:user_posts", args=[house.peer.public_id]),
        reverse("forum_feeds:latest_topics"),
        reverse("notifications:index"),
        reverse("notifications:catch_up"),
        reverse("my_content_notes"),
    ]


@pytest.mark.parametrize("who", ["colleague", "facilitator"])
def test_words_with_a_note_stand_nowhere_but_in_their_topic(
    house: House, noted: Post, who: str, django_capture_on_commit_callbacks
):
    reader = getattr(house, who)
    noted.topic.subscribers.add(reader)
    with django_capture_on_commit_callbacks(execute=True):
        public = start_topic(
            room=house.open_room, author=house.peer, subject="Open", text=f"{MARKER} {WORD} again"
        )
        said = reply(topic=house.question, author=house.peer, text=f"{MARKER} {WORD} once more")
    care.note_for(post=public.first_post, names=["Suicide"])
    care.note_own(post=said, names=["Suicide"])
    notify([reader], kind="reply_in_topic", about=said, now=timezone.now())
    client = house.client(who)
    found = [url for url in everywhere(house) if MARKER in words_of(client, url)]
    visitor = [url for url in everywhere(house) if MARKER in words_of(Client(), url)]

    assert found == []
    assert visitor == []
    assert NOTE in client.get(room_url(house.peers_room)).text
    assert NOTE in client.get(reverse("search") + f"?q={WORD}&in=discussions").text
    assert NOTE in client.get(reverse("forum_feeds:latest_topics")).text


def words_of(client: Client, url: str) -> str:
    """What a page says, but for what is folded in a topic."""
    response = client.get(url, follow=True)
    if "html" not in response["Content-Type"]:
        return response.text
    page = BeautifulSoup(response.content, "html.parser")
    for fold in page.select("details.post__noted"):
        fold.decompose()
    return str(page)


def test_who_wants_a_note_shown_reads_how_the_post_begins(house: House, noted: Post):
    care.choose(reader=house.colleague, shown=["Suicide"], left_out=[])

    html = house.client("colleague").get(room_url(house.peers_room)).text

    assert f"{MARKER} {WORD} was there." in html
    assert NOTE not in html


def test_a_post_that_waits_is_folded_in_the_queue_and_never_left_out(house: House):
    waiting = house.waiting_reply
    care.choose(reader=house.facilitator, shown=[], left_out=["Suicide"])
    Post.objects.filter(pk=waiting.pk).update(content=MARKER, _content_rendered=f"<p>{MARKER}</p>")
    care.note_own(post=waiting, names=["Suicide"])
    page = soup_of(house.client("facilitator").get(reverse("forum_moderation:queue")))

    (fold,) = page.select("details.post__noted")
    assert fold.summary.get_text(strip=True) == NOTE
    detail = house.client("facilitator").get(
        reverse("forum_moderation:queued_post", args=[waiting.pk])
    )
    assert NOTE in text_of(detail)
    disapprove_post(post=waiting, by=house.facilitator, reason="Later.")
    assert not PostNotes.objects.exists()


@pytest.mark.parametrize("more", [1, 10])
def test_notes_cost_a_member_one_query_where_there_are_any(house: House, more: int):
    topic = TopicFactory(room=house.peers_room, author=house.peer)
    said = PostFactory.create_batch(more, topic=topic, author=house.peer)
    colleague = house.client("colleague")
    colleague.get(topic_url(topic))
    with Queries(connection) as without:
        colleague.get(topic_url(topic))
    for post in said:
        care.note_own(post=post, names=["Suicide", "Violence"])

    with Queries(connection) as with_notes:
        html = colleague.get(topic_url(topic)).text

    assert html.count("Content note: Suicide, Violence") == more
    assert len(with_notes) == len(without) + 1


def test_the_form_of_a_reply_folds_what_was_written_before(house: House, noted: Post):
    page = soup_of(house.client("colleague").get(reply_url(noted.topic)))

    assert page.select_one("details.post__noted").summary.get_text(strip=True) == NOTE
    assert Topic.objects.filter(pk=noted.topic_id).exists()
