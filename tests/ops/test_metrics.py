"""``/metrics``: how the site is, to whoever brings the token, and nothing of anybody."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from notifications.models.letters import Letter
from tests.factories.members import UserFactory
from tests.queries import Queries
from tests.queues import in_the_database
from work.models import ScheduledJob, WorkerLease

pytestmark = pytest.mark.django_db

TOKEN = "Zk3v9QmZr7Lw2Tn8Yb4Hd6Jf1Gp5Sc0VaErUiOqWxMzKtNhByDl"
BROUGHT = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}


@pytest.fixture
def opened(settings):
    settings.METRICS_TOKEN = TOKEN
    with in_the_database(settings):
        yield


def told(client) -> dict[str, float]:
    """The values by name and label; fails where a line is not as Prometheus reads it."""
    response = client.get("/metrics", **BROUGHT)
    assert response.status_code == 200
    found = {}
    for line in response.text.splitlines():
        if line.startswith("# HELP ") or re.fullmatch(r"# TYPE alongside_[a-z_]+ gauge", line):
            continue
        shape = r'alongside_([a-z_]+(?:\{[a-z]+="[^"\\\n]*"\})?) ([0-9.e-]+)'
        name, value = re.fullmatch(shape, line).groups()
        assert name not in found
        found[name] = float(value)
    return found


def order(queue="mail", status="READY", ago=0, due=None):
    """A task that was ordered so many seconds ago and is due since so many, if not at once."""
    now = timezone.now()
    row = DBTaskResult.objects.create(
        status=status,
        task_path="work.tasks.deliver_email",
        queue_name=queue,
        backend_name="default",
        args_kwargs={"args": ["ana@example.org"], "kwargs": {}},
        run_after=None if due is None else now - timedelta(seconds=due),
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=now - timedelta(seconds=ago))


# Who is told


def test_it_is_closed_until_a_token_is_set(client, settings):
    assert settings.METRICS_TOKEN == ""
    for brought in ("", "Bearer", "Bearer ", "Bearer None", f"Bearer {TOKEN}"):
        assert client.get("/metrics", HTTP_AUTHORIZATION=brought).status_code == 404


@pytest.mark.parametrize(
    "brought",
    [
        *("", "Bearer", "Bearer ", TOKEN, f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", "\xff\x00"),
        *(f"Bearer {TOKEN.lower()}", f"Basic {TOKEN}", f"Bearer  {TOKEN}", f"Bearer {TOKEN}, x"),
        *("Bearer " + "\xe9" * 60, "Bearer " + "x" * 9000, f"Bearer \x00{TOKEN}"),
    ],
)
def test_a_wrong_token_finds_nothing_by_any_method(client, opened, brought):
    for ask in (client.get, client.head, client.post):
        answer = ask("/metrics", HTTP_AUTHORIZATION=brought)
        assert answer.status_code == 404
        assert "alongside_" not in answer.text


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options", "delete"])
def test_who_brings_none_is_answered_as_where_nothing_is(client, opened, method):
    here, nowhere = (getattr(client, method)(path) for path in ("/metrics", "/metrixx/"))

    assert here.status_code == nowhere.status_code in (404, 405)
    assert here.text.replace("/metrics", "") == nowhere.text.replace("/metrixx/", "")
    assert here.headers.keys() == nowhere.headers.keys()


def test_an_administrator_needs_the_token_too(admin_client, opened):
    assert admin_client.get("/metrics").status_code == 404


def test_the_token_is_not_taken_from_the_address(client, opened):
    assert client.get("/metrics", {"token": TOKEN, "METRICS_TOKEN": TOKEN}).status_code == 404


def test_it_is_only_read_and_nobody_keeps_it(client, opened):
    got, head = client.get("/metrics", **BROUGHT), client.head("/metrics", **BROUGHT)

    assert (head.status_code, head.content) == (200, b"")
    for answer in (got, head):
        assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not answer.cookies
    assert client.post("/metrics", **BROUGHT).status_code == 405
    assert Client(enforce_csrf_checks=True).post("/metrics", **BROUGHT).status_code == 403


# What is told


def test_of_an_empty_site_all_is_nought(client, opened):
    found = told(client)

    assert found.pop('info{version="0.1.0"}') == 1
    assert found.pop("database_bytes") > 0
    assert found.pop("database_connections", 1) >= 1
    assert set(found) == {
        *(
            f'tasks_{what}{{queue="{queue}"}}'
            for what in ("waiting", "due", "failed", "oldest_due_seconds")
            for queue in ("default", "mail")
        ),
        *("letters_waiting", "letters_untaken", "letters_overdue", "letters_given_up"),
        *("schedule_late_seconds", "workers"),
    }
    assert set(found.values()) == {0}


def test_tasks_are_counted_by_queue(client, opened):
    order("mail", ago=90)
    order("mail", ago=500, due=30)
    order("mail", ago=500, due=-600)
    order("mail", "FAILED", ago=900)
    order("mail", "SUCCESSFUL", ago=900)
    order("default", "RUNNING", ago=900)

    found = told(client)

    of_mail = {
        name: found[f'tasks_{name}{{queue="mail"}}'] for name in ("waiting", "due", "failed")
    }
    assert of_mail == {"waiting": 3, "due": 2, "failed": 1}
    assert 90 <= found['tasks_oldest_due_seconds{queue="mail"}'] < 110
    assert {value for name, value in found.items() if 'queue="default"' in name} == {0}


def test_what_waits_for_later_makes_nothing_late(client, opened):
    order("mail", ago=900, due=-600)

    found = told(client)

    assert found['tasks_waiting{queue="mail"}'] == 1
    assert found['tasks_due{queue="mail"}'] == 0
    assert found['tasks_oldest_due_seconds{queue="mail"}'] == 0


def test_letters_are_counted_by_how_it_stands_with_them(client, opened):
    now, reader = timezone.now(), UserFactory()
    for minutes, more in [
        (0, {}),
        (20, {"next_at": now - timedelta(minutes=20)}),
        (90, {"next_at": now + timedelta(minutes=5), "tries": 3}),
        (95, {"next_at": None}),
        (99, {"sent_at": now}),
    ]:
        made = now - timedelta(minutes=minutes)
        Letter.objects.create(member=reader, rhythm="daily", made_at=made, **more)

    found = told(client)

    counted = {name[8:]: value for name, value in found.items() if name.startswith("letters_")}
    assert counted == {"waiting": 3, "untaken": 1, "overdue": 1, "given_up": 1}


@pytest.mark.parametrize(
    ("due", "late"), [([-60], 0), ([200, 30], 200), ([30, -60], 30)], ids=["none", "two", "one"]
)
def test_the_latest_job_says_how_late_the_schedule_is(client, opened, due, late):
    names = ["cop_site.tasks.purge", "cop_site.tasks.publish_scheduled_pages"]
    for name, seconds in zip(names, due, strict=False):
        ScheduledJob.objects.create(name=name, due_at=timezone.now() - timedelta(seconds=seconds))
    ScheduledJob.objects.create(
        name="of.an.older.version", due_at=timezone.now() - timedelta(days=9)
    )

    assert late <= told(client)["schedule_late_seconds"] < late + 20


def test_the_last_beat_of_any_worker_is_told_without_its_name(client, opened):
    for name, seconds in [("host-of-ana-1", 15), ("host-of-ana-2", 50)]:
        seen = timezone.now() - timedelta(seconds=seconds)
        WorkerLease.objects.create(worker=name, seen_at=seen)

    found = told(client)

    assert found["workers"] == 2
    assert 15 <= found["worker_seen_seconds"] < 35
    assert "ana" not in client.get("/metrics", **BROUGHT).text


def test_nobody_is_counted_and_nothing_of_anybody_is_told(client, opened):
    before = told(client)
    ana = UserFactory(display_name="Ana Whaanga", email="ana@example.org")
    UserFactory.create_batch(2)
    after = told(client)

    for each in (before, after):
        each.pop("database_bytes")
        each.pop("database_connections", None)
    assert before == after
    order("mail", ago=90)
    Letter.objects.create(member=ana, rhythm="daily")
    text = client.get("/metrics", **BROUGHT).text
    assert not [each for each in ("Ana", "ana@", str(ana.public_id)) if each in text]


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_however_much_there_is(client, opened, number):
    reader = UserFactory()
    for n in range(number):
        order("mail", ago=n)
        order("default", ago=n)
        order(f"queue {n}", ago=n)
        made = timezone.now() - timedelta(hours=n)
        Letter.objects.create(member=reader, rhythm="daily", made_at=made)
        WorkerLease.objects.create(worker=str(n), seen_at=timezone.now())

    with Queries(connection) as asked:
        told(client)

    assert len(asked) == 5


def test_a_wrong_token_asks_nothing_of_the_queue(client, opened):
    with Queries(connection) as asked:
        client.get("/metrics", HTTP_AUTHORIZATION="Bearer no")

    assert not [query for query in asked if "taskresult" in query["sql"]]


def test_a_database_that_is_away_is_told_as_such(opened):
    def refuse(execute, sql, *rest):
        raise OperationalError

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(refuse):
        answer = client.get("/metrics", **BROUGHT)

    assert answer.status_code == 503
    assert "Retry-After" in answer
