"""How long the discussions keep what nobody sent in the end."""

from datetime import datetime, timedelta

from core.retention import keep
from forum.files.unsent import KEPT_FOR, cache
from work.each import each


def remove_forgotten(now: datetime) -> int:
    found = cache.forgotten(now)
    return each(found, lambda place: cache.forget([place]), what="Removing upload")


keep(
    "uploads",
    "files of posts that were not sent",
    kept=timedelta(seconds=KEPT_FOR),
    past=cache.forgotten,
    remove=remove_forgotten,
)
