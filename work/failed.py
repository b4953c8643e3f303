"""Work that was given up: told without a word of what it was about, tried again or dropped."""

from typing import Any

from django.db.models import Count, F, Func, IntegerField, Max, Min
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from work.moment import database_now


class Length(Func):
    """How long a list kept as JSON is."""

    function = "JSONB_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        return self.as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **extra)


def number() -> int:
    return DBTaskResult.objects.failed().order_by().count()


def alike() -> list[Any]:
    """Failed tasks, put together by task and by the kind of error; the latest first.

    ``task_path``, ``exception_class_path``, ``number``, ``attempts`` (the most that one had),
    ``first`` and ``last``.
    """
    by_kind = DBTaskResult.objects.failed().order_by().values("task_path", "exception_class_path")
    told = by_kind.annotate(
        number=Count("pk"),
        attempts=Max(Length(F("worker_ids"))),
        first=Min("finished_at"),
        last=Max("finished_at"),
    )
    return list(told.order_by("-last")[:50])


def of(*, task_path: str, exception_class_path: str) -> DBTaskResultQuerySet:
    return DBTaskResult.objects.failed().filter(
        task_path=task_path, exception_class_path=exception_class_path
    )


def try_again(failed: DBTaskResultQuerySet) -> int:
    """Let the failed tasks be done as if they had just been ordered; how many those are."""
    return failed.order_by().update(
        status=TaskResultStatus.READY,
        run_after=database_now(),
        started_at=None,
        finished_at=None,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    )


def drop(failed: DBTaskResultQuerySet) -> int:
    """Drop the failed tasks: they will not be done; how many those are."""
    return failed.order_by()._raw_delete(failed.db)
