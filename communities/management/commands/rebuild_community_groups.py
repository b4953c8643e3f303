from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from communities import services
from communities.models import CommunityPage
from work.each import each


class Command(BaseCommand):
    help = (
        "Set each community's groups to what its memberships say. Run it after a restore, or "
        "when somebody sees too much or too little; running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what differs and change nothing."
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        communities = CommunityPage.objects.select_related("group", "facilitator_group")
        differing: list[services.Drift] = []

        def mend(community: CommunityPage) -> None:
            for drift in services.mend_groups(community=community, dry_run=dry_run):
                differing.append(drift)
                self.stdout.write(
                    f"{drift.group.name}: {len(drift.missing)} missing, "
                    f"{len(drift.surplus)} too many"
                )

        each(communities.order_by("path"), mend, what="Mending community")
        if not differing:
            self.stdout.write("All groups agree with their memberships.")
        elif dry_run:
            self.stdout.write(f"{len(differing)} to mend. Nothing was changed.")
        else:
            self.stdout.write(f"{len(differing)} mended.")
