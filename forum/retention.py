"""How long the discussions keep what nobody sent in the end."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from core.each import each
from core.retention import keep
from forum.overrides.forum_conversation.forum_attachments.cache import KEPT_FOR

KEPT = timedelta(seconds=KEPT_FOR)


def forgotten_uploads(now: datetime) -> list[Path]:
    """Files that came with a preview or a form with a mistake, and were not sent again."""
    folder = Path(settings.CACHES["machina_attachments"]["LOCATION"])
    oldest = (now - KEPT).timestamp()
    return [path for path in folder.glob("*.djcache") if path.stat().st_mtime < oldest]


def remove_forgotten(now: datetime) -> int:
    found = forgotten_uploads(now)
    return each(found, lambda path: path.unlink(missing_ok=True), what="Removing upload")


keep(
    "uploads",
    "files of posts that were not sent",
    kept=KEPT,
    past=forgotten_uploads,
    remove=remove_forgotten,
)
