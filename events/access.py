"""Who may do what at events. Whether somebody sees an event at all is Wagtail's privacy setting."""

from typing import Any


def can_register_interest(user: Any, event: Any) -> bool:
    """Anybody signed in who sees the event may register interest, until it is over."""
    return user.is_authenticated and not event.is_past


def can_see_join_link(user: Any, event: Any) -> bool:
    """Those who registered interest see the link to join, until the event is over."""
    return not event.is_past and event.interests.of(user).exists()


def can_view_interest(user: Any) -> bool:
    """Those who plan the event see who is interested, and nobody else does."""
    return user.has_perm("events.view_interest")
