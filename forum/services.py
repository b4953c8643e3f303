"""Every write in the discussions that has a consequence: one door for who writes from outside."""

from forum.bookmarks.services import keep
from forum.cases.services import begin_case
from forum.history.services import hide_post, restore_post, withdraw_post
from forum.moving.services import merge_topics, move_topic, split_topic, undo
from forum.moving.timing import open_at, pin_topic, unpin_topic
from forum.outcomes.services import let_peers_first, reopen, set_question, settle, sign
from forum.polls.services import set_poll, vote
from forum.posting.changes import (
    forget_change,
    hold_change,
    let_change_through,
    send_change_back,
)
from forum.posting.details import take_out_details
from forum.posting.opening import open_topic
from forum.posting.services import approve_post, disapprove_post, edit_post, reply, start_topic
from forum.reactions.services import react
from forum.rooms.services import open_first_room, open_room, update_room
from forum.topics.services import lock_topic, set_topic_type

__all__ = [
    "approve_post",
    "begin_case",
    "disapprove_post",
    "edit_post",
    "forget_change",
    "hide_post",
    "hold_change",
    "keep",
    "let_change_through",
    "let_peers_first",
    "lock_topic",
    "merge_topics",
    "move_topic",
    "open_at",
    "open_first_room",
    "open_room",
    "open_topic",
    "pin_topic",
    "react",
    "reopen",
    "reply",
    "restore_post",
    "send_change_back",
    "set_poll",
    "set_question",
    "set_topic_type",
    "settle",
    "sign",
    "split_topic",
    "start_topic",
    "take_out_details",
    "undo",
    "unpin_topic",
    "update_room",
    "vote",
    "withdraw_post",
]
