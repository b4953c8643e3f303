from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


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
        task_path="core.tasks.deliver_email",
        queue_name="mail",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=None if due is None else now - timedelta(seconds=due),
    )
    DBTaskResult.objects.filter(pk=work.pk).update(enqueued_at=now - timedelta(seconds=enqueued))

    response = client.get("/readyz")

    assert response.json().get("tasks") == problem
    assert response.status_code == (503 if problem else 200)
