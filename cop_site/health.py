"""Is the process up (``/healthz``), and can it do its work (``/readyz``)?"""

from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from notifications.mail.overdue import waiting

OLDEST_WAITING_TASK = timedelta(minutes=1)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; touches neither database nor cache."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, cache and task worker are well, else 503 and which is not."""
    problems = {
        name: problem
        for name, check in (
            ("database", database_problem),
            ("migrations", migrations_problem),
            ("cache", cache_problem),
            ("tasks", tasks_problem),
            ("letters", letters_problem),
        )
        if (problem := check())
    }
    return JsonResponse({"ready": not problems, **problems}, status=503 if problems else 200)


def database_problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
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
        return "" if cache.get("readyz") == "ready" else "does not keep what it is given"
    except Exception:
        return "does not answer"


def tasks_problem() -> str:
    """What waits for a later time, such as a second attempt, is late only after that time."""
    long_ago = timezone.now() - OLDEST_WAITING_TASK
    at_any_time = Q(run_after=get_date_max(), enqueued_at__lt=long_ago)
    waiting = DBTaskResult.objects.filter(
        at_any_time | Q(run_after__lt=long_ago), status=TaskResultStatus.READY
    )
    try:
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
