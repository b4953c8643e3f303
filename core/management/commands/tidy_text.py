from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.tidying import tidied_models, tidy, untidy
from work.chunks import finish


class Command(BaseCommand):
    help = (
        "Clean what was typed before texts were cleaned as they come in: decomposed letters, "
        "controls, line ends. Pages, their stories and revisions are among it. People may write "
        "meanwhile; stopped, it goes on where it was; run again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how many there are and change nothing."
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for label, model in sorted(tidied_models().items()):
            if dry_run:
                number = sum(1 for _ in untidy(model))
                self.stdout.write(f"{label}: {number:,} to clean")
                continue
            job = tidy(model)
            finish(job)
            self.stdout.write(f"{label}: {job.rows_done:,} looked at")
            self.stdout.flush()
