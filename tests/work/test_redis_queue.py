"""TASKS=rq: Redis wakes the workers, the database knows what there is."""

from functools import partial

import pytest
from django.core.mail import send_mail
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult

from tests.ops.test_settings import example_environment, manage
from tests.work import test_worker
from work.reaper import put_back_of

pytest.importorskip("rq")
needs_redis = pytest.mark.skipif("not __import__('os').environ.get('REDIS_URL')")


def by_redis(url: str) -> dict:
    backend = "work.redis_queue.RedisBackend"
    return {"default": {"BACKEND": backend, "QUEUES": ["default", "mail"], "OPTIONS": {"url": url}}}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def redis(settings, monkeypatch):
    """The queue, in the database of Redis that this process has to itself."""
    test_worker.trouble.clear()
    # The test's transaction lives in this connection.
    monkeypatch.setattr("work.redis_queue.close_old_connections", lambda: None)
    settings.TASKS = by_redis(settings.CACHES["default"]["LOCATION"])
    with default_task_backend.connection() as connection:
        yield connection


def work_off() -> None:
    from work import redis_queue

    redis_queue.serve("here", until_empty=True)


def states() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


@needs_redis
@pytest.mark.django_db
def test_mail_waits_for_the_commit_and_is_sent(redis, committed, mailoutbox, settings):
    settings.EMAIL_BACKEND = "core.email.QueuedEmailBackend"
    with committed():
        send_mail("Your code", "123456", None, ["somebody@example.org"])
        work_off()
        assert (states(), mailoutbox) == (["READY"], [])

    work_off()

    assert (states(), len(mailoutbox)) == (["SUCCESSFUL"], 1)


@needs_redis
@pytest.mark.django_db
def test_what_redis_forgot_is_called_for_again_and_done_once(redis, committed):
    with committed():
        test_worker.stubborn.enqueue()
    redis.flushdb()
    work_off()
    assert states() == ["READY"]

    DBTaskResult.objects.update(enqueued_at="2026-01-01T00:00Z")
    assert default_task_backend.call_again() == default_task_backend.call_again() == 1
    test_worker.ran.clear()
    work_off()

    assert (states(), len(test_worker.ran)) == (["SUCCESSFUL"], 1)
    assert default_task_backend.call_again() == 0


@needs_redis
@pytest.mark.django_db
def test_what_failed_or_lost_its_worker_is_called_for_when_it_is_due(redis, committed):
    test_worker.trouble.append(RuntimeError())
    with committed():
        test_worker.stubborn.enqueue()
    work_off()
    assert (states(), default_task_backend.call_again()) == (["READY"], 0)

    test_worker.skip_the_pause()
    assert default_task_backend.call_again() == 1
    DBTaskResult.objects.get().claim("killed")
    work_off()
    assert states() == ["RUNNING"]

    put_back_of("killed")
    test_worker.skip_the_pause()
    default_task_backend.call_again()
    work_off()
    assert states() == ["SUCCESSFUL"]


@pytest.mark.django_db
def test_with_redis_away_the_order_is_kept(settings, committed):
    settings.TASKS = by_redis("redis://127.0.0.1:1/0")

    with committed():
        test_worker.stubborn.enqueue()

    assert states() == ["READY"]
    assert test_worker.work_off() == 1
    assert states() == ["SUCCESSFUL"]


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"TASKS": "rq", "REDIS_URL": "redis://localhost:1/0"}, ""),
        ({"TASKS": "rq"}, "TASKS=rq needs a Redis: set REDIS_URL."),
        ({"TASKS": "celery"}, "TASKS: Choose one of: database, rq."),
    ],
)
def test_one_setting_chooses_the_queue(variables, complaint):
    done = manage("check", **(example_environment() | variables))

    assert complaint in done.stderr
    assert (done.returncode == 0) is not bool(complaint)
