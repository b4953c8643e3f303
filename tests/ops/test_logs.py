"""What stands in a log: which view, what kind of error; never who, where or what was written."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.test import Client, RequestFactory
from gunicorn.config import Config

from cop_site.web_log import WebLog
from core import logs
from tests.ops.test_settings import ROOT, example_environment

SECRET = "hikoi-of-the-hidden"


@pytest.fixture
def lines():
    """What this process would write in production, line by line."""
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(logs.JsonFormatter().format(record))

    handler = Kept()
    told = logs.configuration(json=True, level="INFO")
    wanted = {"": told["root"], **told["loggers"]}
    levels = {name: logging.getLogger(name).level for name in wanted}
    for name, how in wanted.items():
        logging.getLogger(name).setLevel(how["level"])
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written]
    logging.getLogger().removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def about(line):
    return {name: line[name] for name in ("view", "status", "method") if name in line}


@pytest.mark.django_db
def test_an_answer_is_noted_with_its_view_and_nothing_that_was_asked(client, lines):
    response = client.get("/search/", {"q": SECRET})

    (line,) = [each for each in lines() if each["logger"] == "access"]
    assert about(line) == {"view": "search", "status": 200, "method": "GET"}
    assert sorted(line) == sorted(
        ["time", "level", "logger", "message", "request_id", "method", "view", "status", "ms"]
    )
    assert 0 <= line["ms"] < 60_000
    assert response["X-Request-ID"]
    assert SECRET not in json.dumps(lines())


ASKED = [
    ("get", f"/{SECRET}/", {}, 404),
    ("get", f"/membership/{SECRET}/join/", {}, 404),
    ("get", f"/people/{SECRET}/", {}, 302),
    ("post", "/search/", {}, 405),
    ("post", f"/accounts/login/?next=/{SECRET}/", {}, 403),
    ("get", f"/media/../{SECRET}.jpg", {}, 404),
    ("get", f"/documents/1/{SECRET}.pdf", {}, 404),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address", "headers", "status"), ASKED)
def test_what_is_refused_leaves_no_trace_of_what_it_was(lines, method, address, headers, status):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    response = getattr(client, method)(address, **headers)

    assert response.status_code in (status, 403, 404, 405)
    assert lines()
    assert SECRET not in json.dumps(lines())
    assert not any("traceback" in line for line in lines())


def record(level=logging.ERROR, error=None, message="It went wrong", args=(), **extra):
    information = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("core", level, __file__, 1, message, args, information)
    made.__dict__.update(extra)
    return json.loads(logs.JsonFormatter().format(made))


def raised(error, cause=None):
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_an_error_is_told_by_where_and_which_without_its_words():
    error = raised(IntegrityError(f"Key (email)=({SECRET}) already exists"), KeyError(SECRET))

    line = record(error=error)

    assert SECRET not in json.dumps(line)
    assert "test_logs.py" in line["traceback"]
    assert line["traceback"].endswith("\ndjango.db.utils.IntegrityError")
    assert line["traceback"].startswith("builtins.KeyError")


def test_what_a_database_says_of_itself_is_kept():
    line = record(error=raised(OperationalError("connection refused\n")))

    assert line["traceback"].endswith("\ndjango.db.utils.OperationalError: connection refused")


def test_an_error_that_came_from_itself_is_told_once():
    error = ValueError(SECRET)
    error.__context__ = KeyError(SECRET)
    error.__context__.__context__ = error

    assert record(error=error)["traceback"] == "builtins.KeyError\n\nbuiltins.ValueError"


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (ValueError(SECRET), ()),
        ("A letter: %s", (ValueError(SECRET),)),
        ("%s", (KeyError(SECRET),)),
    ],
)
def test_an_error_in_place_of_words_is_its_kind(message, args):
    assert SECRET not in json.dumps(record(message=message, args=args))


def test_a_refusal_has_no_traceback_and_an_error_has():
    request = RequestFactory().get(f"/{SECRET}/")
    error = raised(PermissionDenied(SECRET))

    refused = record(
        logging.WARNING, error, f"Forbidden: /{SECRET}/", request=request, status_code=403
    )
    failed = record(error=error, message=f"/{SECRET}/", request=request, status_code=500)

    assert refused["message"] == "403 Forbidden: -"
    assert "traceback" not in refused
    assert failed["message"] == "500 Internal Server Error: -"
    assert SECRET not in json.dumps([refused, failed])
    assert failed["traceback"].endswith("PermissionDenied")


def test_a_report_to_sentry_is_stripped_the_same_way():
    event = {
        "level": "error",
        "transaction": "/people/<id>/",
        "request": {"url": f"https://a/{SECRET}/", "data": {"text": SECRET}},
        "user": {"id": 1},
        "extra": {"a": SECRET},
        "breadcrumbs": {"values": [SECRET]},
        "logentry": {"message": "It %s", "params": [SECRET], "formatted": f"It {SECRET}"},
        "exception": {"values": [{"type": "KeyError", "value": SECRET, "stacktrace": {}}]},
    }

    assert logs.for_sentry(event, None) == {
        "level": "error",
        "transaction": "/people/<id>/",
        "logentry": {"message": "It %s"},
        "exception": {"values": [{"type": "KeyError", "stacktrace": {}}]},
    }
    assert logs.for_sentry({"message": "x"}) == {"message": "x"}


@pytest.mark.parametrize(
    ("level", "ours"), [("DEBUG", "DEBUG"), ("INFO", "INFO"), ("ERROR", "ERROR")]
)
def test_others_note_only_what_is_wrong(level, ours):
    told = logs.configuration(json=True, level=level, ours=["forum"])

    assert told["loggers"]["forum"]["level"] == told["loggers"]["access"]["level"] == ours
    assert told["root"]["level"] == ("ERROR" if level == "ERROR" else "WARNING")
    assert logs.configuration(json=False, level=level)["loggers"]["access"]["level"] == "WARNING"


# In processes of their own


@pytest.fixture
def production(tmp_path, database_url):
    return example_environment() | {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "alongside.example.org,127.0.0.1",
        "MEDIA_ROOT": str(tmp_path),
        "PRIVATE_ROOT": str(tmp_path),
        "WEB_CONCURRENCY": "1",
    }


def started(*command, **variables):
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *command],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(port, path):
    headers = {"X-Forwarded-Proto": "https"}
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=20) as got:
            return got.status
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for(condition, seconds=60.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.2)


def stopped(process):
    process.send_signal(signal.SIGTERM)
    said, _nothing = process.communicate(timeout=60)
    return said.splitlines()


def test_gunicorn_writes_json_and_no_address(production):
    port = free_port()
    server = started("-m", "gunicorn", "--bind", f"127.0.0.1:{port}", **production)
    try:
        wait_for(lambda: asked(port, "/healthz") == 200)
        asked(port, f"/.well-known/security.txt?q={SECRET}")
        asked(port, f"/search/?q={SECRET}")
        asked(port, f"/{SECRET}/")
    finally:
        said = stopped(server)

    lines = [json.loads(line) for line in said]
    assert SECRET not in "".join(said)
    assert "127.0.0.1" not in "".join(said)
    assert {"healthz", "security_txt"} <= {line.get("view") for line in lines}
    assert all(line["logger"] and line["time"] for line in lines)


@pytest.fixture
def web_log(lines):
    return WebLog(Config())


def test_gunicorn_tells_no_address_of_what_it_could_not_handle(web_log, lines):
    web_log.error_log.propagate = True
    try:
        raise KeyError(SECRET)
    except KeyError:
        web_log.exception("Error handling request %s %s", "GET", f"/{SECRET}?q={SECRET}")
    web_log.warning(f"Invalid request from ip=10.1.2.3: Invalid HTTP Version '{SECRET}'")
    web_log.warning("Worker was sent %s!", "SIGKILL")
    web_log.access(None, None, {"RAW_URI": SECRET}, None)

    assert SECRET not in json.dumps(lines())
    assert "10.1.2.3" not in json.dumps(lines())
    assert [line["message"] for line in lines()] == [
        "Error handling a request",
        "Turned away: no request that can be read",
        "Worker was sent SIGKILL!",
    ]


def test_worker_and_clock_write_json(production):
    clock = started("manage.py", "tick", **production)
    said, _nothing = clock.communicate(timeout=120)
    worker = started("manage.py", "worker", **production)
    time.sleep(8)

    lines = [json.loads(line) for line in [*said.splitlines(), *stopped(worker)]]

    assert "Enqueued cop_site.tasks.purge" in {line["message"] for line in lines}
    assert {line["level"] for line in lines} <= {"INFO", "WARNING"}
