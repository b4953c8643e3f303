"""Messages kept for later: for their member alone, whatever becomes of the message."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from communities import services as communities
from forum import services
from forum.bookmarks import services as bookmarks
from forum.bookmarks.models import Bookmark
from forum.topics.models import Post
from forum.topics.services import put_topic
from members.services import close_account
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of, page_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
PAGE = "/forum/kept/"


@shared
def post(private_room):
    topic = TopicFactory(room=private_room, subject="Night shifts")
    return PostFactory(topic=topic, text="We swap hours.")


@shared
def beside(post):
    """The same message, kept by somebody else, which stays as it is."""
    return services.keep(post=post, member=UserFactory(), note="Theirs", list_name="Other")


def url_of(post):
    return reverse("keep_post", args=[post.pk])


def kept_by(person):
    return list(Bookmark.objects.filter(member=person).values_list("post", "note", "list_name"))


def listed(person, **query):
    return client_of(person).get(PAGE, query).content.decode()


def test_a_message_is_kept_with_a_note_in_a_list(post, beside, peer):
    answer = client_of(peer).post(url_of(post), {"note": "Ask Tui", "list_name": " For  later "})

    assert answer["Location"] == f"{topic_url(post.topic)}?post={post.pk}#{post.pk}"
    assert kept_by(peer) == [(post.pk, "Ask Tui", "For later")]
    page = listed(peer)
    own = ("Night shifts", "We swap hours.", "Ask Tui", "Theirs")
    assert [words in page for words in own] == [True, True, True, False]
    assert kept_by(beside.member) == [(post.pk, "Theirs", "Other")]


def test_kept_again_it_has_another_note_and_is_kept_once(post, peer):
    client = client_of(peer)
    client.post(url_of(post), {"note": "First"})
    client.post(url_of(post), {"note": "Second", "list_name": "Later"})

    assert kept_by(peer) == [(post.pk, "Second", "Later")]
    assert "Second" in client.get(url_of(post)).content.decode()


def test_it_is_kept_no_longer(post, beside, peer):
    kept = services.keep(post=post, member=peer)
    url = reverse("remove_kept", args=[kept.pk])

    assert client_of(UserFactory()).post(url).status_code == 404
    assert client_of(peer).post(url)["Location"] == PAGE
    assert list(Bookmark.objects.all()) == [beside]


def test_the_page_is_cut_down_to_a_list(post, peer):
    other = PostFactory(topic__room=RoomFactory(), topic__subject="Rosters")
    services.keep(post=post, member=peer, list_name="For supervision")
    services.keep(post=other, member=peer)

    def shows(**query):
        page = listed(peer, **query)
        return [title for title in ("Night shifts", "Rosters") if title in page]

    assert shows() == shows(list="Nobody’s") == ["Night shifts", "Rosters"]
    assert shows(list="For supervision") == ["Night shifts"]


def leave(post, peer, peers):
    communities.leave(community=peers, member=peer)


def hide(post, peer, peers):
    services.hide_post(post=post, by=UserFactory(), reason="Names somebody")


def hide_topic(post, peer, peers):
    services.hide_post(post=post.topic.first_post, by=UserFactory(), reason="Names somebody")


def withdraw(post, peer, peers):
    services.withdraw_post(post=post)


def delete(post, peer, peers):
    Post.objects.get(pk=post.pk).delete()


def delete_topic(post, peer, peers):
    post.topic.delete()


@pytest.mark.parametrize(
    "lose",
    [leave, hide, hide_topic, withdraw, delete, delete_topic],
    ids=lambda lose: lose.__name__,
)
def test_what_is_not_open_any_more_leaves_the_note_and_tells_nothing_else(
    post, beside, peer, peers, lose
):
    kept = services.keep(post=post, member=peer, note="Ask Tui", list_name="Later")
    key, author = post.pk, post.poster.get_full_name()

    lose(post, peer, peers)

    page = listed(peer)
    assert [words in page for words in ("No longer open to you", "Ask Tui")] == [True, True]
    for secret in (
        "Night shifts",
        "We swap hours.",
        author,
        "Only peers",
        f"post={key}",
        f"/keep/{key}/",
    ):
        assert secret not in page.partition("<main")[2], secret
    assert client_of(peer).get(url_of(Post(pk=key))).status_code == 404
    assert client_of(peer).post(reverse("remove_kept", args=[kept.pk])).status_code == 302
    assert kept_by(peer) == []


def test_it_stays_with_the_message_when_that_moves(post, peer, members_room):
    services.keep(post=post, member=peer, note="Ask Tui")

    put_topic(topic=post.topic, forum=members_room.forum)

    assert f'href="{topic_url(post.topic)}?post={post.pk}#{post.pk}"' in listed(peer)


def test_the_message_says_to_its_reader_alone_that_it_is_kept(post, peer, facilitator):
    before = page_of(post.topic, facilitator)
    services.keep(post=post, member=peer)

    assert page_of(post.topic, peer).count("Kept for later") == 1
    assert page_of(post.topic, facilitator).count("Kept for later") == before.count(
        "Kept for later"
    )


def test_what_one_may_not_read_cannot_be_kept(post, peer):
    waiting = PostFactory(topic=post.topic, author=peer, approved=False)

    assert client_of(UserFactory()).post(url_of(post)).status_code == 404
    assert client_of(peer).post(url_of(waiting)).status_code == 404
    assert Client().post(url_of(post)).status_code == 302
    assert not Bookmark.objects.exists()


def test_it_goes_with_its_member(post, beside, peer):
    services.keep(post=post, member=peer)

    close_account(user=peer, by=peer)

    assert list(Bookmark.objects.all()) == [beside]


def test_nobody_keeps_more_than_can_be_looked_through(monkeypatch, post, peer):
    monkeypatch.setattr(bookmarks, "MOST", 1)
    services.keep(post=PostFactory(), member=peer)

    with pytest.raises(ValidationError):
        services.keep(post=post, member=peer)
    assert "keep very many" in client_of(peer).post(url_of(post)).content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_costs_the_same_however_much_is_kept(private_room, peer, queries_of, number):
    for topic in TopicFactory.create_batch(number, room=private_room):
        services.keep(post=topic.first_post, member=peer, list_name=topic.subject)

    assert queries_of(client_of(peer), PAGE) == 8
