"""Who may say a word to a message."""

from typing import Any


def can_react(handler: Any, post: Any, person: Any) -> bool:
    """Who reads the message as a member and is not kept from writing there, but not to oneself.

    Whose a message without a name is, is not asked: its author is offered what all are.
    """
    topic = post.topic
    return (
        person.is_authenticated
        and post.approved
        and topic.approved
        and post.poster_id != person.pk
        and handler.can_read_topic(topic, person)
        and handler.bound_in(topic.forum, person) is None
        and not handler.lets_peers_first(topic, person)
    )
