"""Indexes: they are worked out of everything on the site, and written anew as a whole.

That an index is behind is noted before it is, and forgotten when it has been written: so
whatever is killed in between leaves it to the next ``release``, which asks.
"""

from typing import Any

from django.core.management import call_command

from work.models import LongJob

SEARCH, REFERENCES = "search", "references"
_COMMANDS = {REFERENCES: "rebuild_references_index", SEARCH: "wagtail_update_index"}
JOB = "index"


def outdated(*indexes: str) -> None:
    """Note that these indexes are to be written anew. Noted again it changes nothing."""
    for index in indexes:
        LongJob.objects.get_or_create(name=JOB, key=index)


def are_outdated() -> bool:
    return LongJob.objects.filter(name=JOB).exists()


def write_outdated(**options: Any) -> list[str]:
    """Write the noted indexes anew; says which. Safe to run again at any time."""
    noted = set(LongJob.objects.filter(name=JOB).values_list("key", flat=True))
    written = [index for index in _COMMANDS if index in noted]
    for index in written:
        call_command(_COMMANDS[index], **options)
        LongJob.objects.filter(name=JOB, key=index).delete()
    return written
