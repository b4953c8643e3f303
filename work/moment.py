"""The time that all hosts share."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.functions import Now
from django.utils import timezone


def database_now() -> datetime:
    """The database's time: a host whose clock runs ahead must not move what others go by.

    SQLite's is this machine's, and there is no other machine.
    """
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return now.astimezone(UTC)


def databases_clock() -> Any:
    """The database's time as part of a question to it, which is then no second one."""
    if connection.vendor == "sqlite":
        return Value(timezone.now(), output_field=DateTimeField())
    return Now()
