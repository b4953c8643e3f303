"""What stands around every page of a site, its settings and menu, kept for a few seconds.

It is the same for everybody but for what a reader may not see, and an editor
changes it once a month: reading it anew for each page would be four queries more
on every page. The process in which it is changed forgets it at once; the others
within ``KEPT_FOR``.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site

from core.memo import remembered
from core.querysets import page_restrictions
from frame.models import HelpLine, SiteSettings

CHANGES = (Page, PageViewRestriction, Site, SiteSettings, HelpLine)

KEPT_FOR = 20.0
"""Seconds."""


@dataclass(frozen=True)
class Entry:
    """A page that an editor put into a menu. ``path`` is its place in the tree."""

    title: str
    url: str
    kind: str
    path: str
    in_main: bool
    in_footer: bool


@dataclass(frozen=True)
class Frame:
    """``some_closed`` tells whether any entry lies under a privacy setting, for anybody."""

    site: Site | None = None
    settings: SiteSettings | None = None
    entries: tuple[Entry, ...] = ()
    some_closed: bool = False


_at_the_foot: list[Q] = []
_elsewhere: list[F] = []


def stands_at_the_foot(pages: Q) -> None:
    """Let these pages be linked at the foot of every page."""
    _at_the_foot.append(pages)


def leads_elsewhere(link: F) -> None:
    """Let the menus lead to this column of a kind of page, in place of the page itself."""
    _elsewhere.append(link)


_kept: dict[str, tuple[float, Frame]] = {}
MOST_HOSTS = 20
"""Addresses kept at once; a site has one or two."""


def frame(request: HttpRequest) -> Frame:
    """The frame of the site that is asked for; an empty one when the host belongs to none."""
    return remembered("frame", lambda: _frame(request))


def forget(sender: Any = None, instance: Any = None, **kwargs: Any) -> None:
    """Read the frame anew next time. Receives the signals of whatever may have changed it."""
    if instance is None or isinstance(instance, CHANGES):
        _kept.clear()


def _frame(request: HttpRequest) -> Frame:
    host = request.get_host()
    until, kept = _kept.get(host, (0.0, Frame()))
    if until < time.monotonic():
        kept = _read(request)
        if len(_kept) >= MOST_HOSTS:
            _kept.clear()
        _kept[host] = (time.monotonic() + KEPT_FOR, kept)
    # Wagtail keeps it there too, for whoever asks later.
    request._wagtail_site = kept.site  # type: ignore[attr-defined]
    return kept


def _read(request: HttpRequest) -> Frame:
    site = Site.find_for_request(request)
    if site is None:
        return Frame()
    entries = _entries(site, request)
    closed = tuple(restriction.path for restriction in page_restrictions())
    some_closed = any(entry.path.startswith(closed) for entry in entries)
    return Frame(site, SiteSettings.of(site), entries, some_closed)


def _entries(site: Site, request: HttpRequest) -> tuple[Entry, ...]:
    home = site.root_page
    pages = (
        Page.objects.live()
        .descendant_of(home)
        .annotate(link=_first(_elsewhere), in_footer=_any(_at_the_foot))
        .filter(Q(in_footer=True) | Q(depth=home.depth + 1, show_in_menus=True))
        .order_by("path")
    )
    return tuple(
        Entry(
            title=page.title,
            url=page.link or page.get_url(request),
            kind=page.cached_content_type.model,
            path=page.path,
            in_main=page.show_in_menus and page.depth == home.depth + 1,
            in_footer=page.in_footer,
        )
        for page in pages
    )


def _any(rules: list[Q]) -> Case:
    return Case(
        *(When(rule, then=True) for rule in rules), default=False, output_field=BooleanField()
    )


def _first(columns: list[F]) -> Coalesce:
    return Coalesce(*columns, Value(""), Value(""))
