"""Is the process up (``/healthz``), and can it do its work (``/readyz``)?"""

from datetime import timedelta

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from core.caches import REDIS
from notifications.mail.overdue import waiting
from work import schedule
from work.models import ScheduledJob
from work.moment import database_now
from work.parts import only_reads

MOST_APART = timedelta(seconds=30)
OLDEST_WAITING_TASK = timedelta(minutes=1)
OLDEST_DUE_JOB = timedelta(minutes=2)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; touches neither database nor cache."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when all that the site leans on is well, else 503 and what is not.

    Of a database that does not answer no more is asked.
    """
    problems = {"database": database_problem()}
    if not problems["database"]:
        problems |= {
            "clock": clock_problem(),
            "writing": writing_problem(),
            "migrations": migrations_problem(),
            "tasks": tasks_problem(),
            "schedule": schedule_problem(),
            "letters": letters_problem(),
        }
    problems |= {"cache": cache_problem(), "static": static_problem()}
    problems = {name: problem for name, problem in problems.items() if problem}
    return JsonResponse({"ready": not problems, **problems}, status=503 if problems else 200)


def database_problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return ""


def clock_problem() -> str:
    """How far the host's clock, by which days end, is from the database's, by which work goes."""
    try:
        apart = timezone.now() - database_now()
    except DatabaseError:
        return "cannot be read"
    if abs(apart) <= MOST_APART:
        return ""
    return f"{apart.total_seconds():+.0f} seconds from the database's: is it kept in time (NTP)?"


def writing_problem() -> str:
    """What keeps the database from being written: found with a row, which is never kept."""
    try:
        with transaction.atomic():
            name = f"readyz {get_random_string(12)}"
            ScheduledJob.objects.create(name=name, due_at=timezone.now())
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "the database only reads" if only_reads(error) else "the database cannot be written"
    return ""


def migrations_problem() -> str:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "cannot be read"
    return f"{len(plan)} to apply: run manage.py release" if plan else ""


def cache_problem() -> str:
    try:
        cache.set("readyz", "ready", 30)
        kept = cache.get("readyz") == "ready"
    except Exception:
        return "does not answer"
    if REDIS.is_away:
        return "Redis does not answer: the database stands in for it"
    return "" if kept else "does not keep what it is given"


def static_problem() -> str:
    problem = getattr(staticfiles_storage, "problem", None)
    return problem() if problem else ""


def tasks_problem() -> str:
    """Tasks that wait too long; those for a later time, such as a second attempt, after it."""
    try:
        long_ago = database_now() - OLDEST_WAITING_TASK
        at_any_time = Q(run_after=get_date_max(), enqueued_at__lt=long_ago)
        waiting = DBTaskResult.objects.filter(
            at_any_time | Q(run_after__lt=long_ago), status=TaskResultStatus.READY
        )
        late = waiting.count()
    except DatabaseError:
        return "cannot be read"
    return f"{late} waiting for more than a minute: is the worker running?" if late else ""


def letters_problem() -> str:
    """Letters that nobody takes. What a mail server refuses, or is away for, is tried again."""
    try:
        late = waiting().untaken
    except DatabaseError:
        return "cannot be read"
    return f"{late} waiting for more than 15 minutes: is the worker running?" if late else ""


def schedule_problem() -> str:
    """Jobs that are long due: a clock looks each 20 seconds, and claims what is due."""
    try:
        late = ScheduledJob.objects.filter(
            name__in=[job.name for job in schedule.jobs()],
            due_at__lt=database_now() - OLDEST_DUE_JOB,
        ).count()
    except DatabaseError:
        return "cannot be read"
    return f"{late} jobs due for minutes: is the clock running?" if late else ""
