"""Housekeeping that Django, Wagtail and the task queue leave to the site."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cop_site.publishing import publish_what_is_due
from core import retention
from work.moment import database_now
from work.queue import enqueue
from work.schedule import repeat
from work.words import called


@called(_("Publishing at a set time"))
@task()
def publish_scheduled_pages() -> None:
    """Publish and unpublish pages whose set time has come; again it finds none due."""
    publish_what_is_due(database_now())


@called(_("Removing what was kept long enough"))
@task()
def purge() -> None:
    """Remove what has been kept long enough: a task for each kind, so that one may fail alone.

    Ordered twice, the second finds nothing left.
    """
    for rule in retention.rules():
        enqueue(purge_kind, rule.name)


@called(_("Removing what was kept long enough"))
@task()
def purge_kind(name: str) -> None:
    """Remove one kind of data; again it finds nothing. What failed is tried again the next hour."""
    retention.rule(name).remove(database_now())


repeat(publish_scheduled_pages, every=timedelta(minutes=1))
repeat(purge, every=timedelta(hours=1))
