"""What stands around every page of a site, its settings and menu, kept for a few seconds.

It is the same for everybody but for what a reader may not see, and an editor
changes it once a month: reading it anew for each page would be two queries more
on every page. The process in which it is changed forgets it at once; the others
within ``KEPT_FOR``.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from core.memo import once
from home.models import HelpLine, SiteSettings

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
    settings: SiteSettings | None = None
    entries: tuple[Entry, ...] = ()


_kept: dict[int, tuple[float, Frame]] = {}


def frame(request: HttpRequest) -> Frame:
    """The frame of the site that is asked for; an empty one when the host belongs to none."""
    return once("frame", lambda: _frame(request))


def forget(sender: Any = None, instance: Any = None, **kwargs: Any) -> None:
    """Read the frame anew next time. Receives the signals of whatever may have changed it."""
    if instance is None or isinstance(instance, Page | Site | SiteSettings | HelpLine):
        _kept.clear()


def _frame(request: HttpRequest) -> Frame:
    site = Site.find_for_request(request)
    if site is None:
        return Frame()
    until, kept = _kept.get(site.pk, (0.0, Frame()))
    if until < time.monotonic():
        kept = Frame(SiteSettings.of(site), _entries(site, request))
        _kept[site.pk] = (time.monotonic() + KEPT_FOR, kept)
    return kept


def _entries(site: Site, request: HttpRequest) -> tuple[Entry, ...]:
    home = site.root_page
    pages = (
        Page.objects.live()
        .descendant_of(home)
        .filter(
            Q(depth=home.depth + 1, show_in_menus=True)
            | Q(standardpage__in_footer=True)
            | Q(agreementpage__isnull=False)
        )
        .annotate(link=F("linkpage__link"), in_footer=F("standardpage__in_footer"))
        .order_by("path")
    )
    return tuple(
        Entry(
            title=page.title,
            url=page.link or page.get_url(request),
            kind=page.cached_content_type.model,
            path=page.path,
            in_main=page.show_in_menus and page.depth == home.depth + 1,
            in_footer=bool(page.in_footer) or page.cached_content_type.model == "agreementpage",
        )
        for page in pages
    )
