"""What there is to tell people: each kind of notification, registered by the app that sends it.

A new kind is one ``register(Kind(...))`` in a module that the app imports when it is ready, and
three short templates in ``notifications/<kind>/``: ``site.html`` (one line of the page),
``mail.txt`` (what stands before its first blank line is the subject, for members who chose
details) and ``digest.txt`` (one line of a digest with details). They are given ``about``,
``actor``, ``link``, ``notification`` and what ``context`` says.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from notifications.enums import Group, Reach

Pair = tuple[Any, Any]
"""A recipient and the thing that they would be told about."""


def anybody(person: Any) -> bool:
    return True


def who_holds_rights(person: Any) -> bool:
    """Whether this person looks after something: a room, a community, the site."""
    return bool(getattr(person, "holds_rights", False))


@dataclass(frozen=True)
class Kind:
    """``find`` gives the things with these keys in a fixed number of queries, and leaves out what
    is gone. ``may_see`` says of each pair, in its order, whether the recipient may see the thing
    now, in a number of queries that grows neither with people nor with things. Kinds that share
    both are asked together. ``audience`` finds the recipients where the sender names none.
    """

    name: str
    title: Any
    group: Group
    default: Reach
    find: Callable[[Collection[int]], Mapping[int, Any]]
    may_see: Callable[[Sequence[Pair]], Sequence[bool]]
    link: Callable[[Any], str]
    context: Callable[[Any, Any], Mapping[str, Any]] | None = None
    """Given the notification and the thing: what else its templates show."""
    quoted: Callable[[Any], str] | None = None
    """Somebody's words that stand under the line, in plain text; at most two lines are shown."""
    audience: Callable[[Any], QuerySet] | None = None
    when_all_are_told: Callable[[Any], object] | None = None
    """Called with the thing once ``audience`` is gone through; again when a task is done again."""
    can_switch_off: bool = True
    """Without it, what ``default`` says holds for everybody, at any hour."""
    look: str = ""
    """What is noted of the one it names, where only a right shows them (``members.audit``)."""
    offered_to: Callable[[Any], bool] = anybody
    """In whose table of choices it stands."""
    is_followed: bool = False
    """Of something that goes on in what its recipient follows, and is none of their own."""
    breaks_silence: bool = False
    """Of the discussions, and told even of a topic that its recipient muted: what became of words
    of theirs."""

    @property
    def can_be_muted(self) -> bool:
        """Whether it is silent where its recipient wants to hear nothing of the topic it is of."""
        return self.group == Group.TALK and self.can_switch_off and not self.breaks_silence

    def template(self, form: str) -> str:
        return f"notifications/{self.name}/{form}"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    return _kinds[name]


def kinds() -> list[Kind]:
    """All kinds, by their group's place in the table of choices."""
    order = list(Group)
    return sorted(_kinds.values(), key=lambda kind: order.index(kind.group))


def essential_kinds() -> set[str]:
    """Names of the kinds that nobody can switch off."""
    return {kind.name for kind in _kinds.values() if not kind.can_switch_off}


def each(rule: Callable[[Any, Any], bool]) -> Callable[[Sequence[Pair]], list[bool]]:
    """``may_see`` of a rule that asks the database nothing."""
    return lambda pairs: [rule(person, thing) for person, thing in pairs]
