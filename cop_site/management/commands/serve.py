import errno
import logging
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils.crypto import get_random_string

from cop_site.environment import env
from cop_site.supervisor import Part, Supervisor
from work.clock import tick
from work.postgresql import PAGES, answers_within

PREDECESSOR_ENDS = 3.0
"""Seconds that the parts of a site that was killed hard get to notice and let the port go."""

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Run the whole site: web server, task worker and schedule, until Ctrl+C or SIGTERM. "
        "A part that dies is started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=env["PORT"])
        parser.add_argument("--host", default="127.0.0.1" if settings.TRIAL else "0.0.0.0")  # noqa: S104
        parser.add_argument(
            "--demo", action="store_true", help="First bring the database up and write the demo."
        )

    def handle(self, *args: Any, port: int, host: str, demo: bool, **options: Any) -> None:
        refuse_taken_port(host, port)
        if demo:
            self.stdout.write("Preparing the database …")
            call_command("release", verbosity=0, stdout=self.stdout)
            call_command("seed_demo", stdout=self.stdout)
        python = [sys.executable, "manage.py"]
        worker = f"--worker-id={get_random_string(32)}"
        parts = [
            Part("web", [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}"]),
            Part("worker", [*python, "worker", "--verbosity=0", worker]),
        ]  # fmt: skip
        answers_within(PAGES)
        self.announce(host, port, demo=demo)
        Supervisor(parts, on_tick=scheduled_tick).run()
        logger.info("Stopped.")

    def announce(self, host: str, port: int, *, demo: bool) -> None:
        if not settings.TRIAL:
            logger.info("Starting, to listen on port %s", port)
            return
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104
        self.stdout.write(f"\nAlongside is at http://{shown}:{port}/   (stop it with Ctrl+C)\n")
        if demo:
            self.stdout.write("Mail that it would send, such as codes to sign up, appears here.\n")
        self.stdout.flush()


def scheduled_tick() -> None:
    close_old_connections()
    tick()


def refuse_taken_port(host: str, port: int) -> None:
    """Say in plain words that something else listens there already."""
    if not 0 < port < 65_536:
        raise CommandError(f"{port} is no port number: choose one from 1024 to 65535.")
    until = time.monotonic() + PREDECESSOR_ENDS
    while error := _refusal(host, port):
        if error.errno != errno.EADDRINUSE or time.monotonic() > until:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Is the site running already? "
                f"Another port: make run PORT={min(port + 1, 65_535)}"
            ) from error
        time.sleep(0.2)


def _refusal(host: str, port: int) -> OSError | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None
