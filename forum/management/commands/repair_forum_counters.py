import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.statistics import analyse
from forum.topics.counters import find_drift


class Command(BaseCommand):
    help = (
        "Count topics' and rooms' posts again, mend what is wrong and print it. Run it after a "
        "restore or an import, or when a number looks odd; people may post meanwhile, and "
        "running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; exit with 1 when something is wrong.",
        )
        parser.add_argument("--batch", type=int, default=500, help="Topics at a time.")

    def handle(self, *args: Any, check: bool, batch: int, **options: Any) -> None:
        analyse()
        number = 0
        for number, drift in enumerate(find_drift(mend=not check, batch=batch), 1):  # noqa: B007
            self.stdout.write(str(drift))
        if not number:
            self.stdout.write("All counters are right.")
        elif check:
            self.stdout.write(f"{number} to mend. Nothing was changed.")
            sys.exit(1)
        else:
            self.stdout.write(f"{number} mended.")
