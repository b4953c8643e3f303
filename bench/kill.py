"""Workers are killed while a mail goes to every member: is anybody missed, or written to twice?

    make bench-kill                                    100 kills, 10,000 members
    python bench/kill.py --members 500 --kills 10      shorter

On a new SQLite database, or on the empty one that ``DATABASE_URL`` names. A chunked job orders a
mail for each member; two workers send them; SIGKILL falls on one of them, again and again. Ends
with 1 when somebody was missed, when a mail was ordered twice, when a second delivery bore another
Message-ID, or when as many as one mail in a thousand went twice.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import mailbox

LONGEST = 1800.0


def members(count: int) -> None:
    from members.models import User

    User.objects.bulk_create(
        [
            User(email=f"member-{nr}@example.org", display_name=f"Member {nr}", password="!")
            for nr in range(count)
        ],
        batch_size=1000,
    )


def register_digest(size: int) -> None:
    from django.core.mail import EmailMessage

    from core.email import as_fields
    from members.models import User
    from work.chunks import chunked
    from work.queue import enqueue
    from work.tasks import deliver_email

    @chunked("bench.digest", rows=User.objects.all, size=size)
    def write(some: list[User]) -> None:
        for member in some:
            mail = EmailMessage("News", "Something new.", "a@example.org", [member.email])
            enqueue(deliver_email, **as_fields(mail))


class Workers:
    """Forked, so that a new one is there at once; each bears its predecessor's name."""

    def __init__(self, count: int) -> None:
        self.pids = {f"worker-{nr}": 0 for nr in range(count)}
        for name in self.pids:
            self.start(name)

    def start(self, name: str) -> None:
        from django.db import connections

        connections.close_all()
        self.pids[name] = os.fork() or work(name)

    def end(self, name: str, number: int) -> None:
        os.kill(self.pids[name], number)
        os.waitpid(self.pids[name], 0)


def work(name: str) -> NoReturn:
    from work.worker import Worker

    random.seed()
    worker = Worker(
        queue_names=["*"],
        interval=0.02,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        os._exit(0)


def kill_at_random(workers: Workers, *, kills: int, total: int) -> None:
    """At as many random moments, spread over the whole of the work."""

    for moment in sorted(random.uniform(0, total * 0.98) for _kill in range(kills)):
        while mailbox.taken() < moment:
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.05))
        name = random.choice(list(workers.pids))
        workers.end(name, signal.SIGKILL)
        workers.start(name)


def wait_for_the_end(job: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    from work.reaper import reap

    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        job.refresh_from_db()
        left = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])
        if job.state == "done" and not left.exists():
            return
        reap()
        time.sleep(0.2)


def faults(total: int) -> tuple[str, list[str]]:
    """What came of it in a sentence, and what is wrong with it."""
    from django_tasks_db.models import DBTaskResult

    from work.tasks import deliver_email

    ids = defaultdict(list)
    for address, identity in mailbox.lines():
        ids[address].append(identity)
    orders = DBTaskResult.objects.filter(task_path=deliver_email.module_path)
    ordered = Counter(
        order["kwargs"]["to"][0] for order in orders.values_list("args_kwargs", flat=True)
    )
    again = sum(len(found) - 1 for found in ids.values())
    others = sum(len(set(found)) - 1 for found in ids.values())
    checks = {
        "missed": total - len(ids),
        "ordered twice": sum(ordered.values()) - len(ordered),
        "not ordered": total - len(ordered),
        "sent twice under another Message-ID": others,
        "given up": orders.exclude(status="SUCCESSFUL").count(),
        "sent twice, a thousandth or more": again if again * 1000 >= max(total, 10_000) else 0,
    }
    same = again - others
    told = (
        f"missed: {checks['missed']}, twice with the same Message-ID: {same} ({same / total:.3%})"
    )
    return told, [f"{name}: {number}" for name, number in checks.items() if number]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--chunk", type=int, default=100)
    parser.add_argument("--server-ms", type=float, default=20, help="until the server says yes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alongside-kill-") as folder:
        return prove(options, folder)


def prove(options: argparse.Namespace, folder: str) -> int:
    mailbox.begin(folder, options.server_ms)
    from django.db import connection

    from work.chunks import start

    members(options.members)
    register_digest(options.chunk)
    began = time.monotonic()
    job = start("bench.digest", key="1")
    workers = Workers(options.workers)
    try:
        kill_at_random(workers, kills=options.kills, total=options.members)
        wait_for_the_end(job)
    finally:
        for name in workers.pids:
            workers.end(name, signal.SIGTERM)
    told, wrong = faults(options.members)
    print(
        f"{connection.vendor}: {options.kills} kills over {options.members} members in "
        f"{time.monotonic() - began:.0f} s, chunks of {options.chunk}, a mail server that takes "
        f"{options.server_ms:.0f} ms; {told}"
    )
    print("\n".join(wrong) or "Nobody missed, nothing ordered twice.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
