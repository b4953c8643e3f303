"""What notifications say now, to those who may still see what they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from notifications.kinds import Kind, kind_named
from notifications.kinds import kinds as all_kinds
from notifications.models import Notification
from work.each import aside, together


@dataclass(frozen=True)
class Shown:
    """A notification whose recipient may see what it is about."""

    notification: Notification
    kind: Kind
    about: Any

    @cached_property
    def link(self) -> str:
        """The path of the thing in the site."""
        return self.kind.link(self.about)

    @property
    def quoted(self) -> str:
        """Somebody's words that stand under the line, where it comes with some."""
        return self.kind.quoted(self.about) if self.kind.quoted else ""

    def say(self, form: str) -> SafeString:
        """The words of ``site.html``, ``mail.txt`` or ``digest.txt``."""
        return render_to_string(self.kind.template(form), self.said)

    @cached_property
    def said(self) -> dict[str, Any]:
        more = self.kind.context(self.notification, self.about) if self.kind.context else {}
        return {
            "notification": self.notification,
            "recipient": self.notification.recipient,
            "about": self.about,
            "actor": self.notification.actor,
            "link": self.link,
            **more,
        }

    @property
    def in_site(self) -> Any:
        """The line on the page of what is new; its kind alone, where that cannot be said."""
        line: Any = self.kind.title
        with aside("The line of", self.notification):
            line = self.say("site.html")
        return line


def visible(rows: Iterable[Notification], failed: list[Notification] | None = None) -> list[Shown]:
    """The notifications, anybody's, whose recipients may see the thing now; in their order.

    What is gone and what is of a kind that there is no more is left out too. The number of
    queries is that of the kinds, however many rows and recipients there are. Rows should
    come with their ``recipient`` and ``actor``. One of which this cannot be found out is left
    out, and put into ``failed``.
    """
    parts, put_aside = together(list(rows), _visible, what="Showing")
    if failed is not None:
        failed += put_aside
    return [shown for part in parts for shown in part]


def _visible(rows: list[Notification]) -> list[Shown]:
    known = {kind.name for kind in all_kinds()}
    asked_alike: dict[Any, list[Notification]] = {}
    for row in rows:
        if row.kind in known:
            kind = kind_named(row.kind)
            asked_alike.setdefault((kind.find, kind.may_see), []).append(row)
    shown: dict[int, Shown] = {}
    for (find, may_see), of_these in asked_alike.items():
        things = find({row.about_id for row in of_these})
        there = [row for row in of_these if row.about_id in things]
        shown |= _allowed(there, things, may_see)
    return [shown[row.pk] for row in rows if row.pk in shown]


def _allowed(rows: Sequence[Notification], things: Any, may_see: Any) -> dict[int, Shown]:
    answers = may_see([(row.recipient, things[row.about_id]) for row in rows])
    return {
        row.pk: Shown(row, kind_named(row.kind), things[row.about_id])
        for row, sees in zip(rows, answers, strict=True)
        if sees
    }


def about_what_is_gone(now: Any = None) -> QuerySet[Notification]:
    """Notifications about things that are deleted, called off or answered, for everybody."""
    gone = Q(pk__in=[])
    for kind in all_kinds():
        told = Notification.objects.filter(kind=kind.name).order_by()
        keys = set(told.values_list("about_id", flat=True).distinct())
        missing = keys - _found(kind, keys) if keys else set()
        if missing:
            gone |= Q(kind=kind.name, about_id__in=missing)
    return Notification.objects.filter(gone)


def _found(kind: Kind, keys: set[int]) -> set[int]:
    """The keys of the things that are there, and of those of which that cannot be found out."""
    parts, failed = together(sorted(keys), kind.find, what=f"Finding for {kind.name} thing")
    return {key for part in parts for key in part} | set(failed)
