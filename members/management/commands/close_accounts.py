from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime

from members import services
from members.models import User


class Command(BaseCommand):
    help = (
        "Close again the accounts that closed_accounts listed, after a backup was restored in "
        "which they are open. Again it finds nothing to do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The file that closed_accounts wrote.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        closed, left = 0, []
        for pk, joined in listed(file):
            # A number may have been given anew since; the moment of joining tells them apart.
            user = User.objects.filter(pk=pk, date_joined=joined, closed_at=None).first()
            if user is None:
                continue
            try:
                services.close_account(user=user, by=user)
                closed += 1
            except ValidationError as error:
                left.append(f"Account {pk} stays open: {error.messages[0]}")
        self.stdout.write(f"{closed} closed.")
        if left:
            raise CommandError("\n".join(left))


def listed(file: Path) -> list[tuple[int, Any]]:
    """Number and moment of joining on each line; raises CommandError, and closes nobody, if not."""
    try:
        lines = [line.split() for line in file.read_text().splitlines() if line.strip()]
        found = [(int(pk), parse_datetime(joined)) for pk, joined in lines]
    except (OSError, ValueError) as error:
        raise CommandError("This is no list that closed_accounts wrote.") from error
    if any(joined is None for _pk, joined in found):
        raise CommandError("This is no list that closed_accounts wrote.")
    return found
