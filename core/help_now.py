"""Where to get help now: words and lines an editor sets, kept at hand for error pages."""

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError


@dataclass(frozen=True)
class HelpNow:
    text: str
    lines: tuple[tuple[str, str], ...]


_last_known: list[HelpNow] = []


def help_now(settings: Any) -> HelpNow | None:
    """The band of these site settings.

    Without settings (an error page has no context), or when they cannot be read, the band
    this process showed last is given, so that it stays on every page. None when there is none.
    """
    try:
        band = _read(settings)
    except DatabaseError:
        band = None
        settings = None
    if settings:
        _last_known[:] = [band] if band else []
    return _last_known[0] if _last_known else None


def _read(settings: Any) -> HelpNow | None:
    if not settings:
        return None
    lines = getattr(settings, "help_lines", None) or ()
    lines = lines.all() if hasattr(lines, "all") else lines
    shown = tuple((line.label, getattr(line, "link", "") or "") for line in lines)
    text = getattr(settings, "help_text", "")
    return HelpNow(text, shown) if text or shown else None
