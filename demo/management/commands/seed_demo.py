import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import accounts, loader


class Command(BaseCommand):
    help = (
        "Write the demo: made-up people, communities, conversations, resources, events and "
        "notices, dated from today. Running it again writes only what is missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="First take away what the demo's people wrote, with all replies to it.",
        )
        parser.add_argument(
            "--allow-in-production",
            action="store_true",
            help="Write it on a real site too. Everybody knows the password of its accounts.",
        )

    def handle(
        self, *args: Any, reset: bool, allow_in_production: bool, verbosity: int, **options: Any
    ) -> None:
        if not settings.TRIAL and not allow_in_production:
            raise CommandError(
                "The demo's accounts share a password that everybody can read, one of them a "
                "coordinator's. On a real site they would open it to anyone. If you want that, "
                "add --allow-in-production."
            )
        started = time.monotonic()
        say = self._say if verbosity else _say_nothing
        with quiet("wagtail"):
            if reset:
                say("Taking the demo away …")
                loader.remove(say)
            say("Writing the demo …")
            is_new = loader.write(say, anew=reset)
        if is_new:
            say(f"The demo is written ({time.monotonic() - started:.0f} s).")
        else:
            say("The demo is there already.")
        for line in accounts.lines() if verbosity else ():
            self.stdout.write(line)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _say_nothing(line: str) -> None:
    """Where progress goes when nobody watches."""


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Keep a library from noting every page that comes and goes."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
