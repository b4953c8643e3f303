from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from notifications.mail.aside import set_mail_aside


class Command(BaseCommand):
    help = (
        "Keep mail that waits from leaving. Run it after a backup was restored and before the "
        "worker starts: what waited when the backup was made has mostly left since. Again it "
        "finds nothing. Run it with --dry-run to see how much waits."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for what, number in set_mail_aside(count_only=dry_run).items():
            self.stdout.write(f"{number:>8}  {what}")
        self.stdout.write("Nothing was changed." if dry_run else "All of it is set aside.")
