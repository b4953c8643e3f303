"""Housekeeping that Django, Wagtail and the task queue leave to the site."""

from datetime import timedelta

from django.core.management import call_command
from django_tasks import task

from core.schedule import repeat
from members.models import RateCount


@task()
def publish_scheduled_pages() -> None:
    """Publish and unpublish what editors have set a time for."""
    call_command("publish_scheduled", verbosity=0)


@task()
def clear_sessions() -> None:
    call_command("clearsessions", verbosity=0)


@task()
def clear_task_results() -> None:
    """Forget finished tasks, and with them the mails they carried, after a day."""
    call_command("prune_db_task_results", min_age_days=1, failed_min_age_days=14, verbosity=0)


@task()
def clear_rate_counts() -> None:
    RateCount.expired().delete()


repeat(publish_scheduled_pages, every=timedelta(minutes=1))
repeat(clear_rate_counts, every=timedelta(hours=1))
repeat(clear_sessions, every=timedelta(days=1))
repeat(clear_task_results, every=timedelta(hours=6))
