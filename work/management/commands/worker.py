from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string

from work.lifeline import end_with_supervisor


class Command(BaseCommand):
    help = (
        "Do the work that waits, from the queue that TASKS names, until SIGTERM; several may run. "
        "What a killed one leaves behind is put back within about a minute, and at once when "
        "--worker-id is used again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--worker-id", default="", help="Its name, borne by no other that runs. Default: made."
        )

    def handle(self, *args: Any, worker_id: str, verbosity: int, **options: Any) -> None:
        end_with_supervisor()
        name = worker_id or get_random_string(32)
        if settings.TASKS["default"]["BACKEND"] == "work.redis_queue.RedisBackend":
            from work import redis_queue  # -- wanted only where Redis is

            redis_queue.serve(name)
            return
        call_command(
            "db_worker", queue_name="*", interval=0.5, reload=False, worker_id=name,
            verbosity=verbosity,
        )  # fmt: skip
