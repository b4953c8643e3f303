from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Site

from core import indexes
from core.hooks import is_ours

FORMER = {"cop_site"}
"""Apps of ours that had tables once, and have none now."""


def address_the_site() -> None:
    """Give the default site the address of ``SITE_URL``: sitemap and feeds name it."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = address.hostname, port
        site.save()


def refuse_another_history() -> None:
    """Raise CommandError for a database with migrations of ours that this version does not have.

    Before the first release they were written anew, and later ones are not known to it either.
    """
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if is_ours(app)} | FORMER
    strange = [
        f"{app}.{name}"
        for app, name in sorted(loader.applied_migrations)
        if app in ours and (app, name) not in loader.disk_migrations
    ]
    if strange:
        raise CommandError(
            f"This database was made by another version of the site ({strange[0]} is not of this "
            "one). A trial database is made anew: rm db.sqlite3, then make run."
        )


class Command(BaseCommand):
    help = (
        "Bring the database and the static files to this version: migrate, the search index where "
        "its words changed, the shared cache's table, roles, the site's address, collectstatic. "
        "Run it once in each release; again it changes nothing, and after it was killed it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-static", action="store_true", help="Leave out collectstatic (built elsewhere)."
        )

    def handle(self, *args: Any, no_static: bool, verbosity: int, **options: Any) -> None:
        refuse_another_history()
        call_command("migrate", interactive=False, verbosity=verbosity)
        indexes.write_outdated(verbosity=verbosity, stdout=self.stdout)
        call_command("createcachetable", verbosity=verbosity)
        call_command("sync_roles", verbosity=verbosity, stdout=self.stdout)
        address_the_site()
        if not (no_static or settings.TRIAL):
            call_command("collectstatic", interactive=False, verbosity=verbosity)
