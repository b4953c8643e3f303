"""A mail server in a file: a line is on it before it says yes, as with a real one."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bench import alone

LINE = 160
"""Every line is as long, so that the file's size tells how many there are."""


class Mailbox(BaseEmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            time.sleep(float(os.environ["MAIL_SERVER_SECONDS"]))
            line = f"{message.to[0]} {message.message()['Message-ID']}".ljust(LINE - 1) + "\n"
            file = os.open(os.environ["MAILBOX"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(file, line.encode())
            os.close(file)
        return len(messages)


def begin(folder: str, milliseconds: float) -> None:
    """Set the site up with this mail server, which takes so long until it says yes."""
    alone.begin(
        "bench.kill_settings",
        folder,
        MAILBOX=f"{folder}/mailbox",
        MAIL_SERVER_SECONDS=str(milliseconds / 1000),
    )


def taken() -> int:
    path = Path(os.environ["MAILBOX"])
    return path.stat().st_size // LINE if path.exists() else 0


def lines() -> list[tuple[str, str]]:
    """Whom each mail went to, and its Message-ID."""
    return [tuple(line.split()) for line in Path(os.environ["MAILBOX"]).read_text().splitlines()]
