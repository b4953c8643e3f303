"""Where to get help now: words and lines an editor sets, kept at hand for error pages."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.db import DatabaseError


@dataclass(frozen=True)
class HelpNow:
    text: str
    lines: tuple[tuple[str, str], ...]


NEW_ZEALAND = HelpNow(
    "Do you, or does someone you know, need help now?",
    (("Call or text 1737", "tel:1737"), ("Call 111 in an emergency", "tel:111")),
)
"""What a process shows that has never been able to read the site's own."""

_last_known: list[HelpNow | None] = []


def help_now(settings: Any) -> HelpNow | None:
    """The band of these site settings.

    Without settings, or when they cannot be read, the band this process showed last is
    given, so that it stays on every page. None when there is none.
    """
    try:
        band = _read(settings)
    except DatabaseError:
        band = None
        settings = None
    if settings:
        _know(band)
    return _last_known[0] if _last_known else None


def last_known() -> HelpNow | None:
    """The band for a page that can ask for nothing: this process' last, this machine's last,
    or New Zealand's own. None when the site's editors want none."""
    return (_last_known or _kept() or [NEW_ZEALAND])[0]


def _know(band: HelpNow | None) -> None:
    """Remember the band, in a file too: a process that starts without the database has no other."""
    if _last_known == [band]:
        return
    _last_known[:] = [band]
    if _kept() != [band]:
        with suppress(OSError):
            _file().parent.mkdir(parents=True, exist_ok=True)
            whole = _file().with_suffix(f".{os.getpid()}")
            whole.write_text(json.dumps(asdict(band) if band else None))
            whole.replace(_file())


def _kept() -> list[HelpNow | None]:
    try:
        kept = json.loads(_file().read_text())
        if kept is None:
            return [None]
        return [HelpNow(str(kept["text"]), tuple((label, link) for label, link in kept["lines"]))]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _file() -> Path:
    return Path(django_settings.PRIVATE_ROOT) / "help-now.json"


def _read(settings: Any) -> HelpNow | None:
    if not settings:
        return None
    lines = getattr(settings, "help_lines", None) or ()
    lines = lines.all() if hasattr(lines, "all") else lines
    shown = tuple((line.label, getattr(line, "link", "") or "") for line in lines)
    text = getattr(settings, "help_text", "")
    return HelpNow(text, shown) if text or shown else None
