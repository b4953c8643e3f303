"""The table of what is kept about people, from docs/data-map.toml into docs/privacy.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cop_site import datamap
from cop_site.environment import BASE_DIR


class Command(BaseCommand):
    help = "Says what docs/data-map.toml leaves out; --write puts its table into docs/privacy.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/privacy.md")

    def handle(self, *args: Any, **options: Any) -> None:
        told = datamap.read()
        if problems := told.missing() + [f"{name} is not there." for name in told.surplus()]:
            raise CommandError("\n".join(problems))
        if options["write"]:
            document = BASE_DIR / "docs/privacy.md"
            document.write_text(datamap.written_into(document.read_text()))
        self.stdout.write(f"{len(told.kinds)} kinds of data in {len(told.tables)} tables.")
