"""Every form of the site that makes something makes it once, and each says whose words it holds."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import resolve

from members.sending import fields
from tests.whole_site.answers import Answers

SAYS_HOW_IT_SHALL_BE = {
    *("account_change_password", "account_data", "account_email", "account_logout"),
    *("account_name", "account_close", "account_reauthenticate", "account_reset_password"),
    *("communities:colour", "communities:notice", "home:put_step_aside", "people:me"),
    *("welcome_step", "wagtailadmin_account"),
    *("notifications:choices", "notifications:write_again", "notifications:stop"),
    *("notifications:caught_up", "notifications:mark_all_read", "notifications:mark_one_read"),
    *("react", "forum_conversation:topic_poll_vote"),
    *("follow_community", "follow_room", "follow_topic", "read_topic", "undo_read"),
    *("forum_member:topic_subscribe", "forum_member:topic_unsubscribe"),
    *("forum_moderation:topic_lock", "forum_moderation:topic_unlock"),
    *("forum_moderation:topic_move", "forum_moderation:topic_update_to_announce"),
    *("forum_moderation:topic_update_to_post", "forum_moderation:topic_update_to_sticky"),
    *("forum_tracking:mark_all_forums_read", "forum_tracking:mark_subforums_read"),
    *("forum_tracking:mark_topics_read", "my_content_notes", "community_content_notes"),
    *("note_post", "how_writing_works", "duty:asked", "duty:talk", "split_topic", "merge_topic"),
    *("when_topic_opens", "less_data", "my_feed", "answer_chosen", "take_back_approval"),
}
"""Sent twice it is as it was after the first time: nothing is made."""

WAGTAILS = {
    *("wagtailadmin_collections:add", "wagtaildocs:add", "wagtaildocs:add_multiple"),
    *("wagtaildocs_authenticate_with_password", "wagtailimages:add", "wagtailimages:add_multiple"),
    *("wagtailredirects:add", "wagtailredirects:start_import"),
}
"""Its own screens, whose script holds the button down after the first press."""

WITHOUT_A_KEY = {"notifications:stop"}
"""The address is the proof, and whoever comes by it need not be signed in."""


def forms_of(person: str, answers: Answers) -> Iterator[tuple[str, Any, Any]]:
    """Each form that somebody finds at any address: the name of its view, the view, its key."""
    pages = answers.pages[person] | (answers.of_editors if person == "coordinator" else {})
    for address, html in pages.items():
        for form in BeautifulSoup(html, "html.parser").find_all("form"):
            if form.get("method", "").lower() == "post":
                match = resolve(urlsplit(urljoin(address, form.get("action") or "")).path)
                yield match.view_name, match.func, form.find("input", attrs={"name": fields.KEY})


@pytest.mark.parametrize(
    ("person", "makes"),
    [
        ("member", {"forum_conversation:post_create", "people:ask_role"}),
        ("facilitator", {"communities:invite", "communities:leave"}),
        ("coordinator", {"announcing:add", "invitations:add", "rooms:add"}),
    ],
    ids=["member", "facilitator", "coordinator"],
)
def test_a_form_makes_something_once_or_may_be_sent_twice(person, makes, answers):
    once, others, unkeyed = set(), set(), set()
    for name, view, key in forms_of(person, answers):
        (once if getattr(view, "makes_once", False) else others).add(name)
        if key is None:
            unkeyed.add(name)

    assert sorted(others - SAYS_HOW_IT_SHALL_BE - WAGTAILS) == []
    assert sorted(unkeyed - WITHOUT_A_KEY) == []
    assert makes <= once
