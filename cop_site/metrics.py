"""How the site is, in numbers that Prometheus reads (``/metrics``).

All of them are taken from the database, so that whichever process of whichever host is asked
answers the same. None counts people, or tells of anybody.
"""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, Count, F, Max, Min, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from cop_site.environment import BASE_DIR
from notifications.mail.overdue import waiting
from work import schedule
from work.models import ScheduledJob, WorkerLease
from work.moment import database_now

VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
TEXT = "text/plain; version=0.0.4; charset=utf-8"
OF_SQLITE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
OF_POSTGRESQL = """
SELECT pg_database_size(current_database()),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())
"""

Values = dict[str, float]
"""By label, which is empty where there is only one."""


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers for whoever brings the token; else, or without one set, 404 by every method."""
    asked = f"Bearer {settings.METRICS_TOKEN}"
    brought = constant_time_compare(request.headers.get("Authorization", ""), asked)
    if not (settings.METRICS_TOKEN and brought):
        raise Http404
    return _told(request)


@never_cache
@require_safe
def _told(request: HttpRequest) -> HttpResponse:
    lines = []
    for name, what, values in gauges(database_now()):
        lines += [f"# HELP alongside_{name} {what}", f"# TYPE alongside_{name} gauge"]
        lines += [f"alongside_{name}{label} {value}" for label, value in sorted(values.items())]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


def gauges(now: datetime) -> Iterator[tuple[str, str, Values]]:
    """Each gauge: its name, what it is, and the values."""
    yield "info", "The version that answers.", {f'{{version="{VERSION}"}}': 1}
    yield from _of_tasks(now)
    letters = waiting(now)
    yield "letters_waiting", "Letters that have not left.", {"": letters.letters}
    yield "letters_untaken", "Letters that nobody takes for 15 minutes.", {"": letters.untaken}
    yield "letters_overdue", "Letters that wait for more than an hour.", {"": letters.long}
    yield "letters_given_up", "Letters that are not tried again.", {"": letters.given_up}
    known = ScheduledJob.objects.filter(name__in=[job.name for job in schedule.jobs()])
    due = known.aggregate(due=Min("due_at"))["due"]
    yield "schedule_late_seconds", "How late the latest repeated job is.", {"": _since(due, now)}
    yield from _of_workers(now)
    yield from _of_database()


def _of_tasks(now: datetime) -> Iterator[tuple[str, str, Values]]:
    ready, at_once = Q(status=TaskResultStatus.READY), Q(run_after=get_date_max())
    due = ready & (at_once | Q(run_after__lte=now))
    since = Case(When(at_once, then=F("enqueued_at")), default=F("run_after"))
    rows: Any = (
        DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
        .order_by()
        .values("queue_name")
        .annotate(
            waiting=Count("pk", filter=ready),
            due=Count("pk", filter=due),
            failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
            oldest=Min(since, filter=due),
        )
    )
    found: dict[str, Any] = {name: {} for name in settings.TASKS["default"]["QUEUES"]}
    found |= {row["queue_name"]: row for row in rows}
    queues = {f'{{queue="{name}"}}': row for name, row in found.items()}
    for name, what in (
        ("waiting", "Tasks not begun, also those for later."),
        ("due", "Tasks not begun that could be done now."),
        ("failed", "Tasks that were given up, until somebody tries them again or drops them."),
    ):
        yield f"tasks_{name}", what, {queue: row.get(name, 0) for queue, row in queues.items()}
    oldest = {queue: _since(row.get("oldest"), now) for queue, row in queues.items()}
    yield "tasks_oldest_due_seconds", "How long the first task that is due has waited.", oldest


def _of_workers(now: datetime) -> Iterator[tuple[str, str, Values]]:
    found = WorkerLease.objects.aggregate(number=Count("pk"), seen=Max("seen_at"))
    yield "workers", "Workers that hold a lease.", {"": found["number"]}
    if found["seen"]:
        seen = {"": _since(found["seen"], now)}
        yield "worker_seen_seconds", "Since a worker was last heard of.", seen


def _of_database() -> Iterator[tuple[str, str, Values]]:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(OF_POSTGRESQL if postgresql else OF_SQLITE)
        size, *connections = cursor.fetchone()
    yield "database_bytes", "The size of the database.", {"": size}
    if postgresql:
        yield "database_connections", "Connections to this database.", {"": connections[0]}


def _since(moment: datetime | None, now: datetime) -> float:
    """The seconds since the moment; 0 when it is still to come, or there is none."""
    return max(round((now - moment).total_seconds(), 3), 0) if moment else 0
