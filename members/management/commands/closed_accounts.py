from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from members.models import User


def moment(text: str) -> datetime:
    """A date, or a date and a time; in the site's zone unless the text names another."""
    try:
        found = parse_datetime(text) or parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError("write it as 2026-11-28 or 2026-11-28T03:00")
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = (
        "List the accounts that were closed since a time, one on a line, without a name: for "
        "close_accounts, after a backup from that time is restored. Keep it beside the backups."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=moment, required=True, help="2026-11-28T03:00")

    def handle(self, *args: Any, since: datetime, **options: Any) -> None:
        closed = User.objects.filter(closed_at__gte=since).order_by("pk")
        for pk, joined in closed.values_list("pk", "date_joined"):
            self.stdout.write(f"{pk} {joined.isoformat()}")
