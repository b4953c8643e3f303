from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.whole_site.test_only_reads import only_reading
from work.models import ScheduledJob


def test_the_process_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_when_all_is_well(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"ready": True})


LATE = "1 waiting for more than a minute: is the worker running?"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "enqueued", "due", "problem"),
    [
        ("READY", 61, None, LATE),
        ("READY", 59, None, None),
        ("READY", 3600, -1, None),
        ("READY", 3600, 59, None),
        ("READY", 3600, 61, LATE),
        ("RUNNING", 3600, None, None),
        ("FAILED", 3600, 61, None),
    ],
    ids=["late", "fresh", "for later", "just due", "due for long", "in work", "dead"],
)
def test_not_ready_when_ready_work_has_waited_for_more_than_a_minute(
    client, status, enqueued, due, problem
):
    now = timezone.now()
    work = DBTaskResult.objects.create(
        status=status,
        task_path="work.tasks.deliver_email",
        queue_name="mail",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=None if due is None else now - timedelta(seconds=due),
    )
    DBTaskResult.objects.filter(pk=work.pk).update(enqueued_at=now - timedelta(seconds=enqueued))

    response = client.get("/readyz")

    assert response.json().get("tasks") == problem
    assert response.status_code == (503 if problem else 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "seconds", "ready"),
    [
        ("cop_site.tasks.purge", 119, True),
        ("cop_site.tasks.purge", 121, False),
        ("of.an.older.version", 999, True),
    ],
)
def test_not_ready_when_no_clock_takes_what_is_due(client, name, seconds, ready):
    due_at = timezone.now() - timedelta(seconds=seconds)
    ScheduledJob.objects.create(name=name, due_at=due_at)

    answer = client.get("/readyz").json()

    assert answer.get("schedule") == (
        None if ready else "1 jobs due for minutes: is the clock running?"
    )


@pytest.mark.django_db
def test_not_ready_when_the_database_only_reads_and_nothing_is_left_by_asking(client):
    client.get("/readyz")
    assert not ScheduledJob.objects.exists()

    with only_reading():
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["writing"]) == (503, "the database only reads")


@pytest.mark.django_db
def test_of_a_database_that_does_not_answer_no_more_is_asked(client, monkeypatch):
    asked = []

    def refuse(execute, sql, *rest):
        asked.append(sql)
        raise OperationalError

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")

    assert answer.json()["database"] == "does not answer"
    assert not {"writing", "migrations", "tasks", "schedule"} & answer.json().keys()
    assert [sql for sql in asked if "shared_cache" not in sql] == ["SELECT 1"]


@pytest.mark.django_db
def test_not_ready_on_a_host_without_static_files(client, monkeypatch):
    monkeypatch.setattr(
        "cop_site.health.staticfiles_storage.problem", lambda: "not collected", raising=False
    )

    assert client.get("/readyz").json() == {"ready": False, "static": "not collected"}
