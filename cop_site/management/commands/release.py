from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = (
        "Bring the database and the static files to this version: migrate, the shared cache's "
        "table, roles, collectstatic. Run it once in each release; again it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-static", action="store_true", help="Leave out collectstatic (built elsewhere)."
        )

    def handle(self, *args: Any, no_static: bool, verbosity: int, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
        call_command("sync_roles", verbosity=verbosity, stdout=self.stdout)
        if not (no_static or settings.TRIAL):
            call_command("collectstatic", interactive=False, verbosity=verbosity)
