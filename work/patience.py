"""Work that goes on for ever waits while the database is away, and goes on when it is back."""

import logging
import time
from collections.abc import Callable

from django.db import connections

from work.parts import is_away

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds, doubled from the first to the longest."""
WELL_AFTER = 60.0
"""Seconds of work after which the next pause is the first again."""


def patiently(work: Callable[[], object]) -> None:
    """Do the work until it ends by itself; where a part was away, begin again after a pause."""
    pause = FIRST_PAUSE
    while True:
        began = time.monotonic()
        try:
            work()
            return
        except Exception as error:
            if not is_away(error):
                raise
            if time.monotonic() - began > WELL_AFTER:
                pause = FIRST_PAUSE
            logger.warning("Away (%s): going on in %.0f s", type(error).__name__, pause)
        connections.close_all()
        time.sleep(pause)
        pause = longer(pause)


def longer(pause: float) -> float:
    return min(pause * 2, LONGEST_PAUSE)
