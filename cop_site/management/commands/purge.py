from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import retention
from work.each import each
from work.moment import database_now


class Command(BaseCommand):
    help = (
        "Remove what has been kept long enough, and say how much of each kind. The schedule does "
        "it each hour; again it removes nothing. Run it with --dry-run to see what would go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and remove nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = database_now()

        def follow(rule: retention.Rule) -> None:
            number = rule.count(now) if dry_run else rule.remove(now)
            self.stdout.write(
                f"{number:>8}  {rule.name:<12} {rule.what}; kept: {rule.kept_in_words}"
            )

        each(retention.rules(), follow, what="Removing what is past its time, by rule")
        self.stdout.write("Nothing was removed." if dry_run else "All of it is removed.")
