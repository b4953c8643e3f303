"""Which workers are alive: each renews a lease, and stops itself when it has lost it.

A lease is counted by the database's clock. A worker that cannot renew stops by its own
clock before the term is over, so that what it was doing is never started a second time
beside it. One that was frozen for longer (a machine put to sleep) finds its lease gone
and stops as soon as it wakes; until then the rules of each task hold (docs/adr/0021).
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connections
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from work.models import WorkerLease

logger = logging.getLogger(__name__)

TERM = timedelta(seconds=60)
RENEWED_EVERY = timedelta(seconds=10)
LOST = 75
"""The process's exit code when it has lost its lease (``EX_TEMPFAIL``)."""


def take(worker: str) -> None:
    WorkerLease.objects.update_or_create(worker=worker, defaults={"seen_at": Now()})


def renew(worker: str) -> bool:
    """Renew the worker's lease; whether there was one."""
    return bool(WorkerLease.objects.filter(worker=worker).update(seen_at=Now()))


def end(worker: str) -> None:
    WorkerLease.objects.filter(worker=worker).delete()


def expired() -> QuerySet[WorkerLease]:
    """Leases past their term, and those of a clock that ran ahead: they would hold as long."""
    return WorkerLease.objects.filter(Q(seen_at__lt=Now() - TERM) | Q(seen_at__gt=Now() + TERM))


@contextmanager
def kept_alive(worker: str) -> Iterator[None]:
    """Renew the lease of this process meanwhile, from a thread of its own."""
    over = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(over, worker), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew_until(over: threading.Event, worker: str) -> None:
    switch = _dead_mans_switch()
    while not over.wait(RENEWED_EVERY.total_seconds()):
        counted_from_here = _dead_mans_switch()
        still_ours = _renewed(worker)
        if still_ours:
            switch, counted_from_here = counted_from_here, switch
        counted_from_here.cancel()
        if still_ours is False and not over.is_set():
            _stop_at_once()
    switch.cancel()


def _renewed(worker: str) -> bool | None:
    """Whether there was a lease to renew; None when the database does not say."""
    try:
        return renew(worker)
    except Error:
        return None
    finally:
        connections.close_all()


def _dead_mans_switch() -> threading.Timer:
    """A timer that ends the process unless it is cancelled, also while the database is silent."""
    switch = threading.Timer((TERM - RENEWED_EVERY).total_seconds(), _stop_at_once)
    switch.daemon = True
    switch.start()
    return switch


def _stop_at_once() -> None:
    logger.critical("This worker has lost its lease and stops at once.")
    os._exit(LOST)
