"""Noting who looked at somebody by right."""

from collections.abc import Iterable
from typing import Any

from communities.access import is_coordinator
from members import audit
from members.enums import Capacity
from members.models import User


def note_look(*, by: Any, about: Iterable[User | None], what: str) -> None:
    """Note a look at these people, as a facilitator's unless ``by`` coordinates; of those who are
    not there any more, nothing."""
    people = [person for person in about if person]
    audit.note(by=by, about=people, what=what, capacity=capacity_of(by))


def capacity_of(person: Any) -> str:
    return "" if is_coordinator(person) else Capacity.FACILITATOR
