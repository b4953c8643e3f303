from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from forum.posting.rendering import outdated, rerender, written_fields


class Command(BaseCommand):
    help = (
        "Render anew what an older renderer made of posts, rooms' descriptions and signatures. "
        "Run it after an update that says so, once all processes run the new version. People "
        "may post meanwhile; stopped, it goes on where it was; run again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="Rows at a time.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how many there are and change nothing."
        )

    def handle(self, *args: Any, batch: int, dry_run: bool, **options: Any) -> None:
        for field in written_fields():
            what, total = f"{field.model._meta.verbose_name} {field.name}", outdated(field).count()
            self.stdout.write(f"{what}: {total:,} to render")
            if dry_run:
                continue
            done = 0
            for number in rerender(field, batch=batch):
                done += number
                self.stdout.write(f"{what}: {done:,} of {total:,}")
                self.stdout.flush()
