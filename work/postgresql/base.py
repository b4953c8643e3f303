"""The server's own ``statement_timeout`` says nothing when the server is frozen, or gone without a
word: the time is taken here too."""

from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base

from work.parts import Part
from work.postgresql import within

TCP = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
STILL_THERE = 5.0
"""Seconds that a connection which was idle gets to show that it is alive."""
GRACE = 2.0
"""Seconds more that the server gets to end a statement by itself, and to say so."""
DATABASE = Part("database", rest=2.0)


class Connection(psycopg.Connection[Any]):
    """A connection that ends itself when the server leaves a question unanswered."""

    patience: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except psycopg.errors._WaitTimeout as error:
            DATABASE.failed(error)
            self.pgconn.finish()
            raise psycopg.OperationalError("the server left a question unanswered") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """Where answers are expected in time, a database that is away is left alone for a moment."""

    Database: Any = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if within and not DATABASE.may_be_asked():
            raise OperationalError("The database is away")
        try:
            connection = super().get_new_connection(TCP | conn_params | _limit(conn_params))
        except psycopg.OperationalError as error:
            DATABASE.failed(error)
            raise
        DATABASE.answered()
        connection.patience = within[0] + GRACE if within else None
        return connection

    def is_usable(self) -> bool:
        if self.connection is None or (within and not DATABASE.may_be_asked()):
            return False
        usual, self.connection.patience = self.connection.patience, STILL_THERE
        try:
            usable = super().is_usable()
        finally:
            self.connection.patience = usual
        if usable:
            DATABASE.answered()
        return usable


def _limit(conn_params: dict[str, Any]) -> dict[str, str]:
    if not within:
        return {}
    limit = f"-c statement_timeout={int(within[0] * 1000)}"
    return {"options": f"{conn_params.get('options', '')} {limit}".strip()}
