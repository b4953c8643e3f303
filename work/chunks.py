"""Work over many rows, cut into chunks: it survives being killed, and can be stopped and resumed.

An app says which rows, in no order, and what to do with some of them::

    def due(*, edition: str) -> QuerySet[Member]:
        return Member.objects.due_for(edition)

    @chunked("digests", rows=due, size=200)
    def write_digests(members: list[Member], *, edition: str) -> None:
        for mail in digests(members, edition):
            enqueue(deliver_email, **as_fields(mail))  # work.queue.enqueue

    start("digests", key=edition, edition=edition)     # a second time it does nothing

Each chunk is one task and one transaction: what it stores, what it enqueues with
``work.queue.enqueue`` and how far the job has come are kept together or not at
all. So a row is never missed and, in the database, never done twice. What reaches
outside (a mail server) belongs into a task that the chunk enqueues: done in the chunk
itself, it would happen again when the kill falls between it and the commit.

Rows are taken by their primary key, each once; one that comes meanwhile is taken if its
key is higher. Keep a chunk well under a second: on SQLite nobody else writes meanwhile.
A chunk that fails is tried again with pauses, then shown as failed; the job waits there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from work.models import LongJob
from work.queue import enqueue
from work.retries import retry
from work.words import called


@dataclass(frozen=True)
class Chunked:
    rows: Callable[..., models.QuerySet[Any]]
    work: Callable[..., object]
    size: int
    when_done: Callable[..., object] | None
    is_kept: bool
    priority: int

    def after(self, cursor: str, arguments: dict[str, Any]) -> list[Any]:
        rows = self.rows(**arguments).order_by("pk")
        if cursor:
            rows = rows.filter(pk__gt=cursor)
        return list(rows[: self.size])


LATER = -10
"""Behind whatever else waits."""

_works: dict[str, Chunked] = {}


def chunked(
    name: str,
    *,
    rows: Callable[..., models.QuerySet[Any]],
    size: int = 100,
    when_done: Callable[..., object] | None = None,
    is_kept: bool = True,
    priority: int = LATER,
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register the decorated function as what is done with each chunk of ``rows(**arguments)``.

    ``when_done(**arguments)`` is called in the last chunk's transaction. A job that is not kept
    is forgotten there: many small ones would be a list that nobody reads.
    """

    def register(work: Callable[..., object]) -> Callable[..., object]:
        _works[name] = Chunked(rows, work, size, when_done, is_kept, priority)
        return work

    return register


@transaction.atomic
def start(name: str, *, key: str, **arguments: Any) -> LongJob:
    """Begin the job once for each *key*; asked again it changes nothing.

    Arguments go through JSON: numbers and words, keys instead of objects, and no
    personal data, because coordinators see that the job runs.
    """
    if name not in _works:
        raise LookupError(f"No chunked work is registered as {name!r}.")
    job, created = LongJob.objects.get_or_create(
        name=name, key=key, defaults={"arguments": arguments}
    )
    if created:
        _order(job.name, job.pk, job.chunk)
    return job


def _order(name: str, job: int, chunk: int) -> None:
    enqueue(advance.using(priority=_works[name].priority), job, chunk)


def jobs() -> models.QuerySet[LongJob]:
    """The jobs that are done in chunks, of works that this version knows."""
    return LongJob.objects.filter(name__in=_works)


def stop(job: LongJob) -> bool:
    """Let the job rest after the chunk that is being done; whether it was under way."""
    running = LongJob.objects.filter(pk=job.pk, state=LongJob.State.RUNNING)
    return bool(running.update(state=LongJob.State.STOPPED))


@transaction.atomic
def resume(job: LongJob) -> bool:
    """Go on with a stopped job; whether it was stopped."""
    stopped = LongJob.objects.filter(pk=job.pk, state=LongJob.State.STOPPED)
    if not stopped.update(state=LongJob.State.RUNNING):
        return False
    job.refresh_from_db()
    _order(job.name, job.pk, job.chunk)
    return True


def finish(job: LongJob) -> None:
    """Do here and now what is left of the job: for commands and tests."""
    while step(job.pk, job.chunk):
        job.refresh_from_db()
    job.refresh_from_db()


@called(_("A part of long work"))
@retry(times=5)
@task(priority=LATER)
def advance(job: int, chunk: int) -> None:
    """Do one chunk and enqueue the next; a chunk that has been done is not done again."""
    with transaction.atomic():
        if name := step(job, chunk):
            _order(name, job, chunk + 1)


@transaction.atomic
def step(job: int, chunk: int) -> str:
    """Do the chunk unless it has been done, or the job was stopped; its name while more may follow.

    Waits for whoever is doing it: to pass by would leave the job to a process that
    may be dead already, and whose lock the database has not yet let go.
    """
    running = LongJob.objects.filter(pk=job, chunk=chunk, state=LongJob.State.RUNNING)
    claimed = running.select_for_update().first()
    if claimed is None:
        return ""
    work = _works[claimed.name]
    rows = work.after(claimed.cursor, claimed.arguments)
    if rows:
        work.work(rows, **claimed.arguments)
    over = len(rows) < work.size
    claimed.cursor = "" if over else str(rows[-1].pk)
    claimed.state = LongJob.State.DONE if over else LongJob.State.RUNNING
    claimed.chunk += 1
    claimed.rows_done += len(rows)
    if over and work.when_done:
        work.when_done(**claimed.arguments)
    if over and not work.is_kept:
        claimed.delete()
    else:
        claimed.save()
    return "" if over else claimed.name
