from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from core import roles


class Command(BaseCommand):
    help = (
        "Write the groups and permissions that roles stand for. Run it in each release, after "
        "migrate; running it again changes nothing."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for role in roles.sync():
            self.stdout.write(f"{role}: permissions are up to date")
