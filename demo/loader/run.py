"""The demo's sections in the order they need each other."""

import time

from django.db import transaction

from core import indexes
from demo.loader import (
    announcing,
    communities,
    duty,
    files,
    front,
    gatherings,
    hearing,
    joining,
    letters,
    library,
    looks,
    notices,
    people,
    places,
    profiles,
    promoting,
    reporting,
    talk,
)
from demo.loader.indexes import written_at_the_end
from demo.loader.section import Demo, Say

SECTIONS = (
    people.SECTION,
    places.SECTION,
    profiles.SECTION,
    files.SECTION,
    front.SECTION,
    joining.SECTION,
    communities.SECTION,
    looks.SECTION,
    library.SECTION,
    gatherings.SECTION,
    notices.SECTION,
    talk.SECTION,
    promoting.SECTION,
    reporting.SECTION,
    duty.SECTION,
    hearing.SECTION,
    letters.SECTION,
    announcing.SECTION,
)


def write(say: Say, *, anew: bool = False) -> bool:
    """Write the sections that are not there yet, or all; says whether there were any.

    Each is one transaction: after an interruption the next run writes what is missing, and makes
    searchable what is not.
    """
    missing = [section for section in SECTIONS if anew or not section.exists()]
    if not missing and not indexes.are_outdated():
        return False
    demo = Demo(say)
    with written_at_the_end():
        for section in missing:
            started = time.monotonic()
            say(f"  {section.name} …")
            with transaction.atomic():
                written = section.write(demo)
            say(f"    {written} ({time.monotonic() - started:.1f} s)")
        say("  Making it all searchable …")
    return True


def remove(say: Say) -> None:
    """Take away what the demo's people wrote, last section first.

    Conversations they began go with all replies. Their accounts stay, as accounts
    do here; written anew, they are what the table of accounts says.
    """
    for section in reversed(SECTIONS):
        say(f"  {section.name}: taking away")
        with transaction.atomic():
            section.remove()
