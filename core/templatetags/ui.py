"""What templates need to show dates, people, icons and forms in one manner."""

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.help_now import help_now, last_known
from core.icons import ICONS
from core.less_data import is_wanted
from core.te_reo import marked

register = template.Library()

TINTS = 6
RECENT = timedelta(days=7)
"""What happened within it is told by how long ago."""


@register.filter
def te_reo(text: Any) -> Any:
    """The text with what is te reo Māori in it marked as such; for titles and other plain text."""
    return marked(text)


@register.simple_tag
@lru_cache(maxsize=1000)
def icon(name: str, label: str = "") -> SafeString:
    """An inline drawing; without a label it is hidden from screen readers."""
    attributes = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')  # nosec B308 B703
    )
    return format_html(
        '<svg class="icon icon--{}" viewBox="0 0 24 24" {} focusable="false">{}</svg>',
        name,
        attributes,
        mark_safe(ICONS[name]),  # noqa: S308  # nosec B308 B703
    )


@register.simple_tag
def less_data() -> bool:
    """Whether the page is to come without pictures and typeface."""
    return is_wanted()


@register.simple_tag
def avatar(name: str, picture_url: str = "", leaf: bool = False, size: str = "") -> SafeString:
    """A person: picture, initials on a calm tint, or a leaf for who signs by role or label.

    ``size`` is small or large; without it, in between.
    """
    of_size = f" avatar--{size}" if size else ""
    if picture_url and not is_wanted():
        return format_html(
            '<img class="avatar{}" src="{}" alt="" width="48" height="48" loading="lazy">',
            of_size,
            picture_url,
        )
    letters = "" if leaf else initials(name)
    return _drawn(letters, f"tint-{tint(name)}" if letters else "leaf", of_size)


@lru_cache(maxsize=10_000)
def _drawn(letters: str, look: str, of_size: str) -> SafeString:
    """An avatar without a picture, put together once: a page of posts has twenty."""
    return format_html(
        '<span class="avatar avatar--{}{}" aria-hidden="true">{}</span>',
        look,
        of_size,
        letters or icon("leaf"),
    )


@register.simple_tag
@lru_cache(maxsize=100)
def kind_mark(name: str) -> SafeString:
    """What begins a row about a thing of this kind, as an avatar does one about a person."""
    return format_html('<span class="avatar avatar--kind" aria-hidden="true">{}</span>', icon(name))


@register.simple_tag
@lru_cache(maxsize=100)
def hue_mark(colour: str, size: str = "") -> SafeString:
    """The drawing of a community in its colour, beside words that name it.

    ``colour`` is one of ``communities.enums.Colour``, and empty before a community is stored.
    """
    of_size = f" hue-mark--{size}" if size else ""
    drawn = '<span class="hue-mark hue--{}{}">{}</span>'
    return format_html(drawn, colour, of_size, icon(colour)) if colour else SafeString()


def _in_zone(value: datetime, zone: str | tzinfo | None) -> datetime:
    """The moment in the zone named, or in the current one (by default the site's)."""
    chosen = ZoneInfo(zone) if isinstance(zone, str) and zone else zone
    chosen = chosen or timezone.get_current_timezone()
    if timezone.is_naive(value):
        return value.replace(tzinfo=chosen)
    return value.astimezone(chosen)


def _city(moment: datetime) -> str:
    """Auckland, for Pacific/Auckland."""
    return str(moment.tzinfo).rsplit("/", 1)[-1].replace("_", " ")


def _clock(moment: datetime) -> str:
    """10 am, 10.30 am, 12 noon, 12 midnight."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return _("12 noon") if moment.hour else _("12 midnight")
    hour = moment.hour % 12 or 12
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


@register.filter(expects_localtime=False)
def nz_date(value: date | datetime | None, zone: str | tzinfo | None = None) -> str:
    """Thursday 21 November 2026."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = _in_zone(value, zone).date()
    return _day(value, "l j F Y", get_language())


@lru_cache(maxsize=10_000)
def _day(day: date, format_string: str, language: str | None) -> str:
    """A day in words, worked out once: a page of posts names the same few again and again."""
    return format_date(day, format_string)


@register.filter(expects_localtime=False)
def nz_time(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """10 am."""
    return _clock(_in_zone(value, zone)) if value else ""


@register.filter(expects_localtime=False)
def nz_datetime(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """Thursday 21 November 2026, 10 am (Auckland): the zone is named after its city."""
    if not value:
        return ""
    moment = _in_zone(value, zone)
    return f"{nz_date(moment, moment.tzinfo)}, {_clock(moment)} ({_city(moment)})"


@register.filter(expects_localtime=False)
def machine_time(value: date | datetime) -> str:
    """The day, or the moment to the minute, for the ``datetime`` of a time element."""
    if isinstance(value, datetime):
        return _in_zone(value, None).isoformat(timespec="minutes")
    return value.isoformat()


def _is_recent(moment: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - moment < RECENT


def _since(moment: datetime, now: datetime) -> str:
    """How long ago, in words, for anything within a week; else the date."""
    if not _is_recent(moment, now):
        return _day(moment.date(), "j F Y", get_language())
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    days = (now.astimezone(moment.tzinfo).date() - moment.date()).days
    if days == 0 or hours < 6:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


@register.filter(expects_localtime=False)
def ago(value: datetime | None) -> str:
    """A time element: relative within a week, then the date, with the exact moment at hand."""
    if not value:
        return ""
    moment, now = _in_zone(value, None), timezone.now()
    if _is_recent(moment, now):
        return _time(moment, _since(moment, now))
    return _dated(moment.astimezone(UTC), moment.tzinfo, get_language())


@lru_cache(maxsize=10_000)
def _dated(value: datetime, zone: tzinfo | None, language: str | None) -> SafeString:
    """The time element of a moment that is told by its date: it stays as it is.

    Remembered by UTC, because the hour that comes twice in autumn is one and the same in its zone.
    """
    moment = value.astimezone(zone)
    return _time(moment, _day(moment.date(), "j F Y", language))


def _time(moment: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', machine_time(moment), nz_datetime(moment), words
    )


@register.filter
def initials(name: str) -> str:
    """One or two capitals for somebody without a picture: first and last word of the name."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def tint(name: str) -> int:
    """A number from 1 to 6, always the same for the same name."""
    return zlib.crc32((name or "").encode()) % TINTS + 1


@register.filter
def page_window(page) -> Iterator[int | str]:
    """The page numbers worth offering from here: the ends, the neighbours, and gaps between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def describedby(field: BoundField, more: str = "") -> str:
    """The ids that explain a group of fields: its help, then its error."""
    ids = [
        field.help_text and f"{field.auto_id}_helptext",
        field.errors and f"{field.auto_id}_error",
    ]
    return " ".join(str(part) for part in [*ids, more] if part)


@register.filter
def first_id(field: BoundField) -> str:
    """Where a link to this field must point: the first control of a group has its own id."""
    return f"{field.auto_id}_0" if field.use_fieldset else (field.id_for_label or field.auto_id)


@register.filter
def widget(field: BoundField) -> str:
    """The kind of control, as one word: text, textarea, select, checkbox, radioselect, file …"""
    kind = field.widget_type
    return "file" if "file" in kind else kind


@register.inclusion_tag("components/help_band.html", takes_context=True)
def help_band(context: Context) -> dict:
    """The help-now band: nothing when the site has none, the last known on error pages."""
    if "site_settings" not in context:
        return {"help": last_known()}
    return {"help": help_now(context["site_settings"])}
