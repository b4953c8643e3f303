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


@pytest.mark.django_db
def test_not_ready_when_tasks_have_waited_for_more_than_a_minute(client):
    late = DBTaskResult.objects.create(
        task_path="core.tasks.deliver_email",
        queue_name="mail",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=timezone.now(),
    )
    DBTaskResult.objects.filter(pk=late.pk).update(
        enqueued_at=timezone.now() - timedelta(minutes=2)
    )

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "tasks": "1 waiting for more than a minute: is the worker running?",
    }
