"""Querysets whose SQL is composed once in a process, and afterwards only filled with values.

For what pages ask again and again: composing takes Django far longer than asking.
"""

import json
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import DateField, DateTimeField, Expression, IntegerField, QuerySet

MOST_SHAPES = 200
"""Of one queryset, kept at once."""


class Given(Expression):
    """The place of a value that is named when the rows are asked for."""

    FIELDS = {int: IntegerField, datetime: DateTimeField, date: DateField}

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(output_field=self.FIELDS[kind]())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        return "%s", (self,)

    def fill(self, value: Any, connection: Any) -> Any:
        return self.output_field.get_db_prep_value(value, connection)


class GivenKeys(Given):
    """The place of any number of keys, for ``__in``: one parameter, so the SQL stays the same."""

    def __init__(self, name: str) -> None:
        super().__init__(name, int)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        return "SELECT value FROM json_each(%s)", (self,)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        return "SELECT unnest(%s::bigint[])", (self,)

    def fill(self, value: Any, connection: Any) -> Any:
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


class Prepared:
    """The rows of a queryset, by the values that were left open in it.

    The function that is decorated with ``prepared`` makes the queryset, and is called once for
    each shape: what it is given besides, such as a number of rows. Nothing else may change what
    it makes. Each call asks the database.
    """

    def __init__(self, make: Callable[..., QuerySet], kinds: dict[str, type]) -> None:
        self._given = {
            name: GivenKeys(name) if kind is list else Given(name, kind)
            for name, kind in kinds.items()
        }
        self._make = make
        self._composed = lru_cache(maxsize=MOST_SHAPES)(self._compose)

    def __call__(self, *shape: Any, **values: Any) -> list:
        rows, compiler, sql, params = self._composed(*shape)
        filled = copy(compiler)
        filled.connection = connection = connections[rows.db]
        composed = (
            sql,
            tuple(
                param.fill(values[param.name], connection) if isinstance(param, Given) else param
                for param in params
            ),
        )
        filled.as_sql = lambda *args, **kwargs: composed
        asked = rows._clone()
        asked._query = _Composed(filled)
        return list(asked)

    def _compose(self, *shape: Any) -> tuple[Any, Any, str, tuple]:
        rows: Any = self._make(*shape, **self._given)
        compiler = rows.query.get_compiler(using=rows.db)
        sql, params = compiler.as_sql()
        rows._query = _Composed(compiler)
        return rows, compiler, sql, params


def prepared(**kinds: type) -> Callable[[Callable[..., QuerySet]], Prepared]:
    """Have the decorated function's queryset prepared. Its keywords named here are left open:
    an ``int``, a ``date``, a ``datetime``, or a ``list`` of keys."""
    return lambda make: Prepared(make, kinds)


class _Composed:
    """Stands in for the query of a queryset, whose rows are then made as always."""

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def chain(self) -> "_Composed":
        return self
