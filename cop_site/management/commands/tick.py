import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cop_site.clock import tick

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Enqueue the repeated jobs that are due. Run it from cron each minute, or once with "
        "--forever; manage.py serve does so by itself. Several at once do no harm."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Go on, every 20 seconds.")

    def handle(self, *args: Any, forever: bool, **options: Any) -> None:
        while True:
            for name in tick():
                logger.info("Enqueued %s", name)
            if not forever:
                return
            time.sleep(20)
