"""Every page of the discussions, for everybody: that it is there, ours, and well formed."""

import re
from itertools import pairwise

import pytest
from django.urls import URLPattern, URLResolver, reverse

from forum.urls import urlpatterns
from tests.forum_pages.conftest import House

PEOPLE = ("visitor", "newcomer", "peer", "facilitator")

# What each of PEOPLE is answered. 302 is the way to the sign-in page.
READ_BY_ALL = (200, 200, 200, 200)
OF_THE_COMMUNITY = (404, 404, 200, 200)
SIGNED_IN = (302, 200, 200, 200)
SIGNED_IN_COMMUNITY = (302, 404, 200, 200)
FACILITATORS = (404, 404, 403, 200)
FACILITATORS_KNOW = (404, 404, 404, 200)
FOR_ITS_AUTHOR = (404, 404, 200, 403)
THE_PEER = (302, 404, 200, 404)
AUTHOR_AND_FACILITATORS = (302, 404, 200, 200)
FACILITATORS_ALONE = (302, 404, 404, 200)

Page = tuple[tuple[int, ...], str, list]


def pages(house: House) -> dict[str, Page]:
    """By name: whom it answers what, the name of its address, and what the address holds."""
    room, question = house.peers_room.forum, house.question
    in_room = [room.slug, room.pk]
    in_topic = [*in_room, question.slug, question.pk]
    topic = [question.slug, question.pk]
    closed = [*in_room, house.closed.slug, house.closed.pk]
    talk, member, look_after = "forum_conversation", "forum_member", "forum_moderation"
    read = "forum_tracking"
    waiting = [house.waiting_reply.pk]
    told = house.waiting_reply.topic
    checked = [house.careful_room.forum.slug, house.careful_room.forum_id]
    own_post, first_post = house.own_answer.pk, house.question.first_post_id
    return {
        "index": (READ_BY_ALL, "forum:index", []),
        "open room": (
            READ_BY_ALL,
            "forum:forum",
            [house.open_room.forum.slug, house.open_room.forum_id],
        ),
        "empty room": (
            READ_BY_ALL,
            "forum:forum",
            [house.empty_room.forum.slug, house.empty_room.forum_id],
        ),
        "room": (OF_THE_COMMUNITY, "forum:forum", in_room),
        "topic": (OF_THE_COMMUNITY, f"{talk}:topic", in_topic),
        "closed topic": (OF_THE_COMMUNITY, f"{talk}:topic", closed),
        "write": (OF_THE_COMMUNITY, f"{talk}:topic_create", in_room),
        "reply": (OF_THE_COMMUNITY, f"{talk}:post_create", in_topic),
        "edit topic": (FOR_ITS_AUTHOR, f"{talk}:topic_update", in_topic),
        "edit reply": (FOR_ITS_AUTHOR, f"{talk}:post_update", [*in_topic, own_post]),
        "delete reply": (OF_THE_COMMUNITY, f"{talk}:post_delete", [*in_topic, own_post]),
        "delete first": (OF_THE_COMMUNITY, f"{talk}:post_delete", [*in_topic, first_post]),
        "profile": (SIGNED_IN, f"{member}:profile", [house.peer.public_id]),
        "own words": ((302, 302, 302, 302), f"{member}:profile_update", []),
        "posts of": (SIGNED_IN, f"{member}:user_posts", [house.peer.public_id]),
        "subscriptions": (SIGNED_IN, f"{member}:user_subscriptions", []),
        "subscribe": (SIGNED_IN_COMMUNITY, f"{member}:topic_subscribe", [question.pk]),
        "unsubscribe": (SIGNED_IN_COMMUNITY, f"{member}:topic_unsubscribe", [question.pk]),
        "unread": (SIGNED_IN, f"{read}:unread_topics", []),
        "feed reader": (SIGNED_IN, "my_feed", []),
        "undo": (SIGNED_IN, "undo_read", []),
        "mark all": (SIGNED_IN, f"{read}:mark_all_forums_read", []),
        "mark inside": (SIGNED_IN_COMMUNITY, f"{read}:mark_subforums_read", [room.pk]),
        "mark room": (SIGNED_IN_COMMUNITY, f"{read}:mark_topics_read", [room.pk]),
        "lock": (FACILITATORS, f"{look_after}:topic_lock", topic),
        "unlock": (FACILITATORS, f"{look_after}:topic_unlock", closed[2:]),
        "delete": (FACILITATORS, f"{look_after}:topic_delete", topic),
        "move": (FACILITATORS, f"{look_after}:topic_move", topic),
        "unpin": (
            FACILITATORS,
            f"{look_after}:topic_update_to_post",
            [house.pinned.slug, house.pinned.pk],
        ),
        "pin": (FACILITATORS, f"{look_after}:topic_update_to_sticky", topic),
        "announce": (FACILITATORS, f"{look_after}:topic_update_to_announce", topic),
        "queue": ((302, 403, 403, 200), f"{look_after}:queue", []),
        "queued topic": (
            FACILITATORS_KNOW,
            f"{look_after}:queued_post",
            [house.waiting_topic.first_post_id],
        ),
        "queued reply": (FACILITATORS_KNOW, f"{look_after}:queued_post", waiting),
        "approve": (FACILITATORS_KNOW, f"{look_after}:approve_queued_post", waiting),
        "decline": (FACILITATORS_KNOW, f"{look_after}:disapprove_queued_post", waiting),
        "checked room": (OF_THE_COMMUNITY, "forum:forum", checked),
        "topic with one's own that waits": (
            OF_THE_COMMUNITY,
            f"{talk}:topic",
            [*checked, told.slug, told.pk],
        ),
        "keep": (SIGNED_IN_COMMUNITY, "keep_post", [house.answer.pk]),
        "kept": (SIGNED_IN, "kept_posts", []),
        "questions": (SIGNED_IN, "questions", []),
        "settle": (AUTHOR_AND_FACILITATORS, "settle_topic", [question.pk]),
        "choose to move": (FACILITATORS, "split_topic", [question.pk]),
        "merge": (FACILITATORS, "merge_topic", [question.pk]),
        "moved": (AUTHOR_AND_FACILITATORS, "move", [house.moved.pk]),
        "opens": (FACILITATORS_ALONE, "when_topic_opens", [house.planned.pk]),
        "sign": ((302, 404, 404, 404), "sign_topic", [question.pk]),
        "reopen": (AUTHOR_AND_FACILITATORS, "reopen_topic", [question.pk]),
        "sent back": (THE_PEER, "declined_post", [house.sent_back.pk]),
        "drafts": (SIGNED_IN, "drafts", []),
        "not sent": (THE_PEER, "unsent", [house.unsent.key]),
        "delete what is not sent": (THE_PEER, "forget_unsent", [house.unsent.key]),
        "who wrote it": (FACILITATORS_ALONE, "ask_for_opening", [house.sealed.pk]),
        "opening": (FACILITATORS_ALONE, "opening", [house.opening.key]),
        "withdrawn": (THE_PEER, "removed", [house.withdrawn.pk]),
        "hidden": (AUTHOR_AND_FACILITATORS, "removed", [house.hidden.pk]),
        "changed": (AUTHOR_AND_FACILITATORS, "changes", [house.changed.pk]),
        "waiting change": (AUTHOR_AND_FACILITATORS, "waiting_change", [house.held.pk]),
        "send a change back": (FACILITATORS_ALONE, "send_change_back", [house.held.pk]),
        "forget a change": (THE_PEER, "forget_change", [house.held.pk]),
        "take details out": (FACILITATORS_ALONE, "take_out_details", [house.answer.pk]),
        "hidden ones": (FACILITATORS_ALONE, "hidden_posts", []),
        "hide": (FACILITATORS, f"{talk}:post_delete", [*in_topic, house.answer.pk]),
        "own wishes": (SIGNED_IN, "my_content_notes", []),
        "notes of a community": (
            (302, 404, 404, 200),
            "community_content_notes",
            [house.peers_room.communities.get().pk],
        ),
        "how writing works": (
            (302, 404, 404, 200),
            "how_writing_works",
            [house.peers_room.communities.get().pk],
        ),
        "notes of a post": ((302, 404, 404, 200), "note_post", [house.answer.pk]),
        "delete what was sent back": (THE_PEER, "forget_declined_post", [house.sent_back.pk]),
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_and_is_ours(house: House, who: str) -> None:
    client = house.client(who)
    for name, (statuses, address, values) in pages(house).items():
        response = client.get(reverse(address, args=values))

        assert response.status_code == statuses[PEOPLE.index(who)], name
        if response.status_code == 200:
            _assert_ours(name, response.content.decode())


def _assert_ours(name: str, html: str) -> None:
    assert '<html lang="en-NZ">' in html, name
    assert 'aria-label="You are here"' in html, name
    assert len(re.findall(r"<h1[ >]", html)) == 1, name
    assert _levels_in_order(html), name
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", html), name
    assert not re.search(r"(?i)machina|\bfas? fa-|\bbtn-|forum index", _without_addresses(html)), (
        name
    )
    assert not re.search(r'(href|action|src)=""', html), name
    assert not re.search(r'(value|>)None["<]', html), name
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), name
    assert re.search(r"<title>\s*\S.* – ", html), name


def _levels_in_order(html: str) -> bool:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    return all(after <= before + 1 for before, after in pairwise(levels))


def _without_addresses(html: str) -> str:
    return re.sub(r'(href|src|action)="[^"]*"', "", html)


def test_no_page_of_the_engine_is_left_out(house: House) -> None:
    """A page added to the addresses of the discussions has to be added here."""
    elsewhere = {
        "attachment",  # a file
        "topic_poll_vote",  # only posted to
        *("follow_topic", "follow_room", "follow_community", "read_topic"),  # only posted to
        "answer_chosen",  # the same
        "take_back_approval",  # the same
        "names",  # not a page
        "react",  # the same
        "remove_kept",  # the same
        *("feed", "feed_of_room", "feed_of_community"),  # for programs
        "restore",  # only posted to
        "take_back_unsent",  # the same
        "save_draft",  # only posted to
        "answer_opening",  # the same
        "let_change_through",  # only posted to
        "undo_move",  # the same
        "write_in_community",  # of a community: tests/communities/test_front.py
        "open_first_room",  # the same
        "latest_topics",
        "forum_latest_topics",
        "forum_latest_topics_with_descendants",
    }

    def names(patterns: list) -> set[str]:
        found: set[str] = set()
        for each in patterns:
            if isinstance(each, URLResolver):
                found |= names(each.url_patterns)
            elif isinstance(each, URLPattern) and each.name:
                found.add(each.name)
        return found

    tested = {address.rpartition(":")[2] for _statuses, address, _values in pages(house).values()}

    assert names(urlpatterns) - elsewhere == tested


def test_every_refusal_has_our_frame_and_says_what_to_do(house: House) -> None:
    client = house.client("peer")

    response = client.get(
        reverse("forum_moderation:topic_lock", args=[house.question.slug, house.question.pk])
    )

    assert response.status_code == 403
    assert '<html lang="en-NZ">' in response.content.decode()
