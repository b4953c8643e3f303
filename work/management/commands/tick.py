import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from work.clock import tick
from work.patience import patiently
from work.postgresql import PAGES, answers_within

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Enqueue the repeated jobs that are due. Run it from cron each minute, or once with "
        "--forever; manage.py serve does so by itself. Several at once do no harm."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Go on, every 20 seconds.")

    def handle(self, *args: Any, forever: bool, **options: Any) -> None:
        answers_within(PAGES)
        if forever:
            patiently(self.keep_time)
        else:
            self.tick()

    def keep_time(self) -> None:
        while True:
            close_old_connections()
            self.tick()
            time.sleep(20)

    def tick(self) -> None:
        for name in tick():
            logger.info("Enqueued %s", name)
