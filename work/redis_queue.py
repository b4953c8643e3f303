"""The queue with Redis in front: it wakes the workers, and the database knows what there is.

An order to work is a row, as without Redis, and kept with the transaction it belongs to.
What RQ carries is the row's key. So leases, retries and dead work are the same; a Redis
that forgets, or is away, delays work by a tick of the clock and loses none.
"""

import logging
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import redis
from django.db import close_old_connections, transaction
from django.db.models import Q
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from work.attempts import at_work, attempt
from work.moment import database_now
from work.parts import PartAwayError, is_away
from work.patience import FIRST_PAUSE, longer, patiently
from work.redis_part import PATIENCE, REDIS
from work.worker import Worker

logger = logging.getLogger(__name__)

LOUD = 200
"""Rows at most that one tick calls for again."""
IN_TURN = ("mail", "default", "later")
ALIVE_FOR = 30
"""Seconds that RQ takes a worker for alive; it listens for half of them, and a Redis that hangs is
noticed ten seconds later."""
_me = ""
_trouble: list[Exception] = []


class RedisBackend(DatabaseBackend):
    """``OPTIONS["url"]`` says which Redis."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        result: Any = super().enqueue(task, args, kwargs)
        if task.run_after is None:
            call = partial(self.call_for, [result.db_result])
            transaction.on_commit(call, robust=True)
        return result

    def call_for(self, rows: list[DBTaskResult]) -> None:
        """Call a worker for each row; called for twice, it is done once: whoever comes first claims
        it. While Redis is away nobody is called: the clock calls again."""
        asked = REDIS.asked(redis.RedisError)
        with suppress(PartAwayError), asked, self.connection() as connection:
            for row in rows:
                name = "later" if row.priority < 0 else row.queue_name
                Queue(name, connection=connection, serializer=JSONSerializer).enqueue_call(
                    "work.redis_queue.do", [str(row.pk)],
                    timeout=-1, result_ttl=0, failure_ttl=0,
                )  # fmt: skip

    def call_again(self) -> int:
        """Call for tasks that have become due since they were ordered, or wait for too long."""
        now = database_now()
        of_late = (now - timedelta(seconds=30), now)
        unheard = Q(run_after__lt=get_date_max()) | ~Q(enqueued_at__range=of_late)
        rows = list(DBTaskResult.objects.ready().filter(unheard, backend_name=self.alias)[:LOUD])
        self.call_for(rows)
        return len(rows)

    def connection(self) -> Any:
        return redis.Redis.from_url(self.options["url"], **PATIENCE)


def do(key: str) -> None:
    """What RQ runs: claim the row and do it, unless somebody has or its time is yet to come.

    RQ swallows what is raised here: that the database is away ends its listening.
    """
    try:
        close_old_connections()
        with transaction.atomic():
            row = DBTaskResult.objects.ready().filter(pk=key).get_locked()
            if row is None:
                return
            row.claim(_me)
        attempt(row)
        close_old_connections()
    except Exception as error:
        if is_away(error):
            _trouble.append(error)
        raise


class RedisGoneError(Exception):
    """An error that RQ does not know, and so does not wait for by itself."""


class Calls(Queue):
    @classmethod
    def dequeue_any(cls, *arguments: Any, **more: Any) -> Any:
        try:
            return super().dequeue_any(*arguments, **more)
        except redis.RedisError as error:
            REDIS.failed(error)
            raise RedisGoneError from error


class Listener(SimpleWorker):
    """``is_over`` tells whether it ended because it was asked to."""

    queue_class = Calls
    is_over = False

    def handle_warm_shutdown_request(self) -> None:
        self.is_over = True
        super().handle_warm_shutdown_request()

    def perform_job(self, *arguments: Any) -> bool:
        done = super().perform_job(*arguments)
        if _trouble:
            self._stop_requested = True
        return done


def serve(worker: str, backend: str = "default", *, until_empty: bool = False) -> None:
    """Do what Redis calls for, mail first, until SIGTERM; without Redis, what the database has."""
    global _me
    _me = worker
    patiently(partial(_serve, worker, backend, until_empty))


def _serve(worker: str, backend: str, until_empty: bool) -> None:
    in_place = Worker(
        queue_names=["*"], interval=0.5, batch=True, backend_name=backend, startup_delay=False,
        max_tasks=None, worker_id=worker, excluded_queue_names=[],
    )  # fmt: skip
    with at_work(worker):
        pause = FIRST_PAUSE
        while not _listen(backend, until_empty):
            in_place.configure_signals()
            until = time.monotonic() + pause
            while in_place.running and time.monotonic() < until:
                in_place.run_under_lease()
                time.sleep(in_place.interval)
            if until_empty or not in_place.running:
                return
            pause = longer(pause)


def _listen(backend: str, until_empty: bool) -> bool:
    """Do what Redis calls for; whether that is over. Raises what went wrong with the database."""
    chosen: Any = task_backends[backend]
    try:
        with chosen.connection() as connection:
            connection.ping()
            REDIS.answered()
            listener = Listener(
                list(IN_TURN), connection=connection, serializer=JSONSerializer,
                log_job_description=False, worker_ttl=ALIVE_FOR,
            )  # fmt: skip
            listener.work(burst=until_empty, logging_level="CRITICAL")
    except redis.RedisError as error:
        REDIS.failed(error)
        return False
    if _trouble:
        raise _trouble.pop()
    return listener.is_over or (until_empty and not REDIS.is_away)
