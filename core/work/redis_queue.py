"""The queue with Redis in front: it wakes the workers, and the database knows what there is.

An order to work is a row, as without Redis, and kept with the transaction it belongs to.
What RQ carries is the row's key. So leases, retries and dead work are the same; a Redis
that forgets, or is away, delays work by a tick of the clock and loses none.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

import redis
from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from core.work.attempts import at_work, attempt

logger = logging.getLogger(__name__)

LOUD = 200
"""Rows at most that one tick calls for again."""
IN_TURN = ("mail", "default", "later")
_me = ""


class RedisBackend(DatabaseBackend):
    """``OPTIONS["url"]`` says which Redis."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        result: Any = super().enqueue(task, args, kwargs)
        if task.run_after is None:
            call = partial(self.call_for, [result.db_result])
            transaction.on_commit(call, robust=True)
        return result

    def call_for(self, rows: list[DBTaskResult]) -> None:
        """Called for twice, a row is done once: whoever comes first claims it."""
        try:
            with self.connection() as connection:
                for row in rows:
                    name = "later" if row.priority < 0 else row.queue_name
                    Queue(name, connection=connection, serializer=JSONSerializer).enqueue_call(
                        "core.work.redis_queue.do", [str(row.pk)],
                        timeout=-1, result_ttl=0, failure_ttl=0,
                    )  # fmt: skip
        except redis.RedisError as error:
            logger.warning("Redis is away (%s): the clock calls again.", type(error).__name__)

    def call_again(self) -> int:
        """Call for what has become due since it was ordered, or waits for longer than it should."""
        long_ago = timezone.now() - timedelta(seconds=30)
        unheard = Q(run_after__lt=get_date_max()) | Q(enqueued_at__lt=long_ago)
        rows = list(DBTaskResult.objects.ready().filter(unheard, backend_name=self.alias)[:LOUD])
        self.call_for(rows)
        return len(rows)

    def connection(self) -> Any:
        return redis.Redis.from_url(self.options["url"])


def do(key: str) -> None:
    """What RQ runs: claim the row and do it, unless somebody has or its time is yet to come."""
    close_old_connections()
    with transaction.atomic():
        row = DBTaskResult.objects.ready().filter(pk=key).get_locked()
        if row is None:
            return
        row.claim(_me)
    attempt(row)
    close_old_connections()


def serve(worker: str, backend: str = "default", *, until_empty: bool = False) -> None:
    """Do what Redis calls for, mail first, until SIGTERM."""
    global _me
    _me = worker
    chosen: Any = task_backends[backend]
    with at_work(worker), chosen.connection() as connection:
        SimpleWorker(
            list(IN_TURN), connection=connection, serializer=JSONSerializer,
            log_job_description=False,
        ).work(burst=until_empty, logging_level="WARNING")  # fmt: skip
