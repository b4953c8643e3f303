"""What the pages for reading say, to whom."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.enums import Visibility
from forum import services
from forum.rooms.enums import Audience
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url, topic_url
from tests.forum_pages.conftest import House

READERS = (".page-head .readers, .beside__facts .readers", ".reply-box .readers")


def text_of(response) -> str:
    """What a reader hears of the page's content, in one line."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def row_of(response, title: str) -> str:
    rows = re.findall(r"<li class=\"row.*?</li>", response.content.decode(), re.DOTALL)
    return next(row for row in rows if title in row)


def test_an_unread_topic_is_marked_with_a_word(house: House) -> None:
    row = row_of(house.client("peer").get(room_url(house.peers_room)), house.question.subject)

    assert "row--unread" in row
    assert '<span class="visually-hidden">(new)</span>' in row


def test_a_topic_that_was_read_is_not_marked(house: House) -> None:
    client = house.client("peer")
    client.get(topic_url(house.question))

    row = row_of(client.get(room_url(house.peers_room)), house.question.subject)

    assert "row--unread" not in row
    assert "(new)" not in row


def test_a_room_with_something_unread_is_marked_with_a_word(house: House) -> None:
    row = row_of(house.client("peer").get(reverse("forum:index")), "Grey areas")

    assert "(new)" in row


def test_a_visitor_sees_nothing_marked_as_new(house: House) -> None:
    response = Client().get(reverse("forum:index"))

    assert "Welcome" in text_of(response)
    assert "(new)" not in text_of(response)


def test_coming_back_one_sees_where_the_new_begins(house: House) -> None:
    client = house.client("colleague")
    first_visit = client.get(topic_url(house.question))
    later = timezone.now() + timedelta(minutes=5)
    new = PostFactory(topic=house.question, author=house.peer, text="One thing more.", at=later)

    html = client.get(topic_url(house.question)).content.decode()

    assert "New since your last visit" not in first_visit.content.decode()
    line = html.index("New since your last visit")
    assert html.index("Thank you.") < line < html.index(f'id="{new.pk}"')


def test_a_topic_says_its_state_in_words(house: House) -> None:
    response = house.client("peer").get(room_url(house.peers_room))

    assert "Pinned" in row_of(response, "Read me")
    assert "Closed" in row_of(response, "All is said")
    assert "Announcement" in row_of(response, "Hui on Thursday")


def test_announcements_come_first_and_pinned_topics_lead_the_others(house: House) -> None:
    page = text_of(house.client("peer").get(room_url(house.peers_room)))

    places = [page.index(title) for title in ("Hui on Thursday", "Read me", "How much of my")]
    assert places == sorted(places)


def test_a_row_counts_replies_and_names_the_last_voice(house: House) -> None:
    row = row_of(house.client("peer").get(room_url(house.peers_room)), house.question.subject)

    assert ">2 replies<" in row
    assert "Last reply: <bdi>Aroha</bdi>" in row


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience.PUBLIC, "Everyone can read this room, visitors too."),
        (Audience.MEMBERS, "Everyone who is signed in can read this room."),
    ],
)
def test_a_room_says_who_can_read_it(house: House, audience: str, words: str) -> None:
    room = RoomFactory(audience=audience)

    assert words in text_of(house.client("peer").get(room_url(room)))


def test_a_shared_room_names_both_communities(house: House) -> None:
    peers = house.peers_room.communities.get()
    clinical = CommunityFactory(title="Clinical teams", parent=peers.get_parent().specific)
    shared = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers, clinical])

    page = text_of(house.client("peer").get(room_url(shared)))

    assert "Only members of Clinical teams and Peers, and the coordinators, can read" in page


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITIES])
def test_a_topic_and_its_reply_box_say_who_can_read_them_as_the_room_does(
    house: House, audience: str
) -> None:
    peers = house.peers_room.communities.get()
    hidden = CommunityFactory(title="Unheard of", parent=peers.get_parent().specific)
    hidden.show_to(Visibility.HIDDEN)
    room = RoomFactory(audience=audience, communities=[peers, hidden])
    pages = [
        BeautifulSoup(house.client("peer").get(url).content, "html.parser")
        for url in (room_url(room), topic_url(TopicFactory(room=room)))
    ]

    of_the_room, of_the_topic = (
        [line.get_text().strip() for line in page.select(".readers")] for page in pages
    )
    assert len(of_the_room) == 1
    assert of_the_topic == of_the_room * 2
    assert [len(page.select(place)) for page in pages for place in READERS] == [1, 0, 1, 1]
    assert "Unheard of" not in pages[1].get_text()


def test_a_topic_outside_our_rooms_says_nothing_of_its_readers(house: House) -> None:
    house.peers_room.delete()

    page = house.client("peer").get(topic_url(house.question))

    assert page.status_code == 200
    assert 'class="readers"' not in page.content.decode()


def test_a_post_is_an_article_signed_dated_and_reachable(house: House) -> None:
    html = house.client("peer").get(topic_url(house.question)).content.decode()
    post = re.search(rf'<article class="post" id="{house.answer.pk}".*?</article>', html, re.DOTALL)

    assert post
    assert "Ben" in post.group(0)
    assert "<time datetime=" in post.group(0)
    assert f"?post={house.answer.pk}#{house.answer.pk}" in post.group(0)


def test_a_name_leads_members_to_the_person(house: House) -> None:
    profile = reverse("forum_member:profile", args=[house.peer.public_id])

    html = house.client("newcomer").get(topic_url(house.greeting)).content.decode()

    assert f'<a href="{profile}" dir="auto">Aroha</a>' in html


def test_a_visitor_sees_a_leaf_and_no_name(house: House) -> None:
    for url in (
        reverse("forum:index"),
        room_url(house.open_room),
        topic_url(house.greeting),
    ):
        assert "Aroha" not in Client().get(url).content.decode()
    assert "avatar--leaf" in Client().get(topic_url(house.greeting)).content.decode()


def test_an_edit_is_noted_with_its_reason(house: House) -> None:
    services.edit_post(
        post=house.answer, by=house.colleague, subject="", text="I wait.", reason="Shorter"
    )

    page = text_of(house.client("peer").get(topic_url(house.question)))

    assert "Edited just now : Shorter" in page


def test_that_a_facilitator_took_something_out_is_said(house: House) -> None:
    services.take_out_details(post=house.answer, by=house.facilitator, pieces=["asked"])

    page = text_of(house.client("peer").get(topic_url(house.question)))

    assert "Edited by a facilitator just now" in page
    assert "I wait to be [taken out by a facilitator: somebody else’s details]." in page


def test_a_file_is_offered_with_kind_and_size(house: House) -> None:
    page = text_of(house.client("peer").get(topic_url(house.question)))

    assert re.search(r"card\.pdf PDF, \d+\sbytes", page)


def test_a_file_that_is_gone_does_not_break_the_page(house: House) -> None:
    attachment = house.question.first_post.attachments.get()
    attachment.file.storage.delete(attachment.file.name)

    assert "card.pdf" in text_of(house.client("peer").get(topic_url(house.question)))


def test_a_closed_topic_says_so_and_offers_no_reply(house: House) -> None:
    html = house.client("peer").get(topic_url(house.closed)).content.decode()

    assert "This topic is closed" in html
    assert "<textarea" not in html


def test_whoever_may_not_write_is_told_what_to_do(house: House) -> None:
    page = text_of(Client().get(topic_url(house.greeting)))

    assert "Members can write here. Sign in or join" in page


def test_a_facilitator_is_offered_what_a_member_is_not(house: House) -> None:
    offers = ("Pin to the top", "Close to replies", "Move to another room", "Hide the topic")

    member = text_of(house.client("colleague").get(topic_url(house.question)))
    facilitator = text_of(house.client("facilitator").get(topic_url(house.question)))

    assert [offer for offer in offers if offer in member] == []
    assert [offer for offer in offers if offer in facilitator] == list(offers)


def test_only_a_facilitator_has_the_way_to_what_waits(house: House) -> None:
    queue = reverse("forum_moderation:queue")

    assert queue in house.client("facilitator").get(reverse("forum:index")).content.decode()
    assert queue not in house.client("peer").get(reverse("forum:index")).content.decode()


def test_the_way_here_leads_home_through_the_rooms(house: House) -> None:
    html = house.client("peer").get(topic_url(house.question)).content.decode()
    crumbs = re.search(r'<ol class="breadcrumb__list">(.*?)</ol>', html, re.DOTALL)

    assert crumbs
    words = [" ".join(each.split()) for each in re.findall(r">([^<>]+)</", crumbs.group(1))]
    assert words == ["Home", "Discussions", "Grey areas", house.question.subject]


def test_long_topics_have_pages_with_the_current_one_marked(house: House) -> None:
    topic = TopicFactory(room=house.open_room)
    PostFactory.create_batch(25, topic=topic, author=house.peer)

    html = Client().get(topic_url(topic), {"page": 2}).content.decode()

    assert re.search(r'href="\?page=2"[^>]* aria-current="page"', html)
    assert ", page 2 – " in html


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("forum_tracking:unread_topics", "You have read everything"),
        ("forum_member:user_subscriptions", "Everything is as usual"),
        ("forum:index", "No room is open to you yet"),
    ],
)
def test_an_empty_page_says_what_will_be_here(db: None, address: str, words: str) -> None:
    client = Client()
    client.force_login(UserFactory())

    assert words in text_of(client.get(reverse(address)))


def test_a_visitor_to_a_house_of_closed_rooms_is_told_to_sign_in(db: None) -> None:
    RoomFactory(audience=Audience.MEMBERS)

    page = text_of(Client().get(reverse("forum:index")))

    assert "The rooms are for members" in page
    assert "Sign in" in page


def test_an_empty_room_invites_whoever_may_write(house: House) -> None:
    url = room_url(house.empty_room)

    assert "Write the first topic" in text_of(house.client("newcomer").get(url))
    assert "Write the first topic" not in text_of(Client().get(url))
    assert "No topic yet" in text_of(Client().get(url))


def test_an_empty_queue_says_so(house: House) -> None:
    services.forget_change(post=house.held)
    for post in (house.waiting_topic.first_post, house.waiting_reply):
        services.approve_post(post=post, by=house.facilitator)

    page = text_of(house.client("facilitator").get(reverse("forum_moderation:queue")))

    assert "Nothing is waiting" in page


def test_a_member_who_wrote_nothing_has_a_page_that_says_so(house: House) -> None:
    url = reverse("forum_member:profile", args=[house.newcomer.public_id])

    assert "Nothing to read yet" in text_of(house.client("peer").get(url))
    assert "You have not written anything yet" in text_of(house.client("newcomer").get(url))


def test_the_feed_of_a_visitor_has_no_names_and_nothing_of_closed_rooms(house: House) -> None:
    feed = Client().get(reverse("forum_feeds:latest_topics")).content.decode()

    assert "Welcome: Kia ora, I start on Monday" in feed
    assert "Written by A member" in feed
    assert "Aroha" not in feed
    assert "How much of my story" not in feed
