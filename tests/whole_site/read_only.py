"""A database that only reads, as it is after a failover."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InternalError, connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@contextmanager
def only_reading() -> Iterator[list[str]]:
    """What PostgreSQL answers with ``default_transaction_read_only``; gives what was refused."""
    refused: list[str] = []

    def refuse(execute, sql, params, many, context):
        words = sql.lstrip(" (\n").upper()
        if words.startswith(WRITES) or "FOR UPDATE" in words:
            refused.append(sql)
            raise InternalError(f"cannot execute {words.split()[0]} in a read-only transaction")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield refused


class Both:
    """Asks a database that only reads, and, where that refused anything, one that writes too.

    Each request is in a transaction of its own: a test's own would be over with the first.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, address: str) -> Iterator[HttpResponseBase]:
        """What both answer; where nothing is written, they answer alike."""
        with only_reading() as refused, transaction.atomic():
            answer = self._client.get(address, secure=False)
        yield answer
        if refused:
            yield self._client.get(address, secure=False)
