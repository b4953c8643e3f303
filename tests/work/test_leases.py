"""A worker stops itself when it has lost its lease, and when it cannot know."""

import os
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from work import leases
from work.models import WorkerLease


@pytest.fixture
def stopped(monkeypatch) -> threading.Event:
    """Set where a worker would have ended its process; everything a hundred times as quick."""
    event = threading.Event()
    monkeypatch.setattr(leases, "_stop_at_once", event.set)
    monkeypatch.setattr(leases, "TERM", leases.TERM / 100)
    monkeypatch.setattr(leases, "RENEWED_EVERY", leases.RENEWED_EVERY / 100)
    return event


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_until_it_is_taken_away(stopped):
    leases.take("w1")
    taken = WorkerLease.objects.get().seen_at

    with leases.kept_alive("w1"):
        assert not stopped.wait(0.4)
        assert WorkerLease.objects.get().seen_at > taken
        leases.end("w1")
        assert stopped.wait(5)


def test_a_worker_that_lost_its_lease_ends_with_the_code_for_trying_again():
    assert leases.LOST == os.EX_TEMPFAIL


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_lease_is_gone_stops_as_soon_as_it_would_renew_it(stopped, monkeypatch):
    # So long that nothing else can be what stops it.
    monkeypatch.setattr(leases, "TERM", timedelta(hours=1))
    leases.take("w1")
    leases.take("other")

    with leases.kept_alive("w1"):
        leases.end("w1")
        assert stopped.wait(5)


@pytest.mark.parametrize("answer", ["an error", "none"])
def test_a_worker_that_cannot_renew_stops_before_its_term_is_over(stopped, monkeypatch, answer):
    over = threading.Event()

    def renew(worker: str) -> bool:
        if answer == "none":
            over.wait(20)
        raise OperationalError

    monkeypatch.setattr(leases, "renew", renew)
    with leases.kept_alive("w1"):
        assert stopped.wait(leases.TERM.total_seconds() + 0.3)
        over.set()
