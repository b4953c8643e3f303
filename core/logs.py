"""Log lines: plain on a desk, JSON in production, one object a line with its request's id.

A line in JSON holds nothing that people wrote, asked for or are called: of a request the view's
name instead of its path, of an error where it happened and its kind instead of its words.
"""

import json
import logging
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from work.traces import named, trace_of

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """Time (UTC), level, logger, message, request id, what the line is about, the traceback.

    An answer below 500 has no traceback: that somebody asked for what is not theirs is no error.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": getattr(record, "request_id", "-"),
            **getattr(record, "about", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and getattr(record, "status_code", 500) >= 500:
            line["traceback"] = trace_of(error)
        return json.dumps(line, ensure_ascii=False, default=str)


def view_of(request: Any) -> str:
    """The name of the view that a request came to; a dash when it came to none."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "-"


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if hasattr(request, "path_info"):
        status = getattr(record, "status_code", 500)
        return f"{status} {HTTPStatus(status).phrase}: {view_of(request)}"
    if isinstance(record.msg, BaseException):
        return named(record.msg)
    if not isinstance(record.args, tuple) or not record.args:
        return record.getMessage()
    shown = (named(each) if isinstance(each, BaseException) else each for each in record.args)
    return str(record.msg) % tuple(shown)


def for_sentry(event: Any, hint: Any = None) -> Any:
    """A report without the request, its person, and the words of errors and messages."""
    for name in ("request", "user", "extra", "breadcrumbs"):
        event.pop(name, None)
    for error in event.get("exception", {}).get("values", ()):
        error.pop("value", None)
    for name in ("params", "formatted"):
        event.get("logentry", {}).pop(name, None)
    return event


def configuration(*, json: bool, level: str, ours: Iterable[str] = ()) -> dict[str, Any]:
    """``LOGGING`` of every process: everything to the console, nothing by mail.

    The packages of ``ours`` log from ``level`` on, those of others only what is wrong: they
    name pages and people in what they note beside.
    """
    of_others = level if level == "ERROR" else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "core.logs.RequestIdFilter"}},
        "formatters": {
            "json": {"()": "core.logs.JsonFormatter"},
            "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": "json" if json else "plain",
            }
        },
        "root": {"handlers": ["console"], "level": of_others},
        "loggers": {
            **{name: {"level": level} for name in ours},
            "access": {"level": level if json else "WARNING"},
            # Each brings a level or handlers of its own.
            **{
                name: {"handlers": [], "level": of_others, "propagate": True}
                for name in ("django", "django.server", "django_tasks", "django_tasks_db", "rq",
                             "rq.worker", "gunicorn.error", "gunicorn.access")
            },
            # It quotes what cannot be indexed; the task that fails with it says so without.
            "modelsearch.index": {"level": "CRITICAL"},
        },
    }  # fmt: skip
