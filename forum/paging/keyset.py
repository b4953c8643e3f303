"""Finding a place in a long list by what stands there, and never by counting up to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import BooleanField, Field, Func, Model, QuerySet, Value

NEAR = 50
"""Pages from the beginning that can be named by number alone; what is skipped stays bounded."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compared(model: type[Model], names: tuple[str, ...], sign: str, values: tuple) -> Func:
    """A condition on rows as a whole, (a, b) < (x, y): an index goes straight to it."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    wanted = [Value(value, output_field=field) for field, value in zip(fields, values, strict=True)]
    return Func(
        Func(*names, function="", output_field=Field()),
        Func(*wanted, function="", output_field=Field()),
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


class Step(Page):
    """A page that knows its ends, so that the next and the one before begin there."""

    paginator: "Steps"

    def __init__(self, rows: list, number: int, steps: "Steps", *, more: bool) -> None:
        super().__init__(rows, number, steps)
        self._more = more

    def has_next(self) -> bool:
        return self._more

    @property
    def following(self) -> int:
        """The number of the next page; the last one's where the list has grown meanwhile."""
        return min(self.number + 1, self.paginator.num_pages)

    @property
    def after(self) -> str:
        """The key of the last row: the next page holds what comes after it."""
        return self.paginator.key_of(self.object_list[-1])

    @property
    def before(self) -> str:
        return self.paginator.key_of(self.object_list[0])


class Steps(Paginator):
    """Pages of a list in falling order by columns without NULL, the last of them unique.

    A page is asked for by its number and the key where it begins (``after``) or
    ends (``before``). The key decides, and costs the same at any depth; the number
    says about where one is. ``count`` comes from a counter.
    """

    object_list: QuerySet

    def __init__(self, rows: QuerySet, per_page: int, *, by: tuple[str, ...], count: int) -> None:
        self.by = by
        super().__init__(rows.order_by(*(f"-{name}" for name in by)), per_page)
        self.count = count

    def step(self, number: str | None, *, after: str = "", before: str = "") -> Step:
        """The page asked for by an address. EmptyPage or PageNotAnInteger when there is none."""
        if number == "last":
            return self._last()
        here = self.validate_number(number or 1)
        if after:
            return self._cut(self._beyond("<", after), here)
        if before and here > 1:
            rows = list(self._beyond(">", before).reverse()[: self.per_page])[::-1]
            if len(rows) == self.per_page:
                return Step(rows, here, self, more=True)
            here = 1
        if here > NEAR:
            raise EmptyPage("That page is far from the beginning and needs the key it begins at")
        return self._cut(self.object_list[(here - 1) * self.per_page :], here)

    def key_of(self, row: Any) -> str:
        return ".".join(str(_number(getattr(row, name))) for name in self.by)

    def _cut(self, rows: QuerySet, number: int) -> Step:
        found = list(rows[: self.per_page + 1])
        if not found and number > 1:
            raise EmptyPage("Nothing is left there")
        return Step(found[: self.per_page], number, self, more=len(found) > self.per_page)

    def _last(self) -> Step:
        number = max(self.num_pages, 1)
        length = self.count - (number - 1) * self.per_page
        rows = list(self.object_list.reverse()[: max(length, 1)])[::-1]
        return Step(rows, number, self, more=False)

    def _beyond(self, sign: str, key: str) -> QuerySet:
        model: Any = self.object_list.model
        return self.object_list.filter(compared(model, self.by, sign, self._values(key)))

    def _values(self, key: str) -> tuple:
        """The columns' values that a key stands for. EmptyPage when it is none of ours."""
        parts = key.split(".")
        if len(parts) != len(self.by) or not all(_is_number(part) for part in parts):
            raise EmptyPage("This is no key of this list")
        model: Any = self.object_list.model
        return tuple(
            _EPOCH + timedelta(microseconds=int(part))
            if model._meta.get_field(name).get_internal_type() == "DateTimeField"
            else int(part)
            for name, part in zip(self.by, parts, strict=True)
        )


def _number(value: Any) -> int:
    """A whole number that stands for the value in an address: of a moment, its microseconds."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    return int(value)


def _is_number(part: str) -> bool:
    """Whether the part is a number small enough for the dates and keys of a database."""
    return part.isascii() and part.isdigit() and len(part) <= 16
