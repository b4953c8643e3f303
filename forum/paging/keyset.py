"""Finding a place in a long list by what stands there, and never by counting up to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet, Value

NEAR = 50
"""Pages from the beginning that can be named by number alone; what is skipped stays bounded."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compared(model: type[Model], names: tuple[str, ...], sign: str, values: tuple) -> Func:
    """A condition on rows as a whole, (a, b) < (x, y): an index goes straight to it."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    wanted = [
        value if isinstance(value, Expression) else Value(value, output_field=field)
        for field, value in zip(fields, values, strict=True)
    ]
    return Func(
        Func(*names, function="", output_field=Field()),
        Func(*wanted, function="", output_field=Field()),
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


@dataclass(frozen=True)
class Stretch:
    """Rows of a list: so many from a start, which may be a key (``sign`` <, > or >=), or from the
    end."""

    length: int
    start: int = 0
    sign: str = ""
    backwards: bool = False


def cut(rows: QuerySet, stretch: Stretch, key: Mapping[str, Any]) -> QuerySet:
    """The stretch of these rows, which are in order by the columns of the key."""
    if stretch.sign:
        rows = rows.filter(compared(rows.model, tuple(key), stretch.sign, tuple(key.values())))
    if stretch.backwards:
        rows = rows.reverse()
    return rows[stretch.start : stretch.start + stretch.length]


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

    def __init__(
        self, rows: Callable[..., list], per_page: int, *, by: Mapping[str, type], count: int
    ) -> None:
        """``rows`` gives a stretch of the list; where it begins at a key, by the key's columns."""
        self.by = by
        super().__init__([], per_page)
        self.rows, self.count = rows, count

    def step(self, number: str | None, *, after: str = "", before: str = "") -> Step:
        """The page asked for by an address. EmptyPage or PageNotAnInteger when there is none."""
        if number == "last":
            return self._last()
        here = self.validate_number(number or 1)
        if after:
            return self._cut(Stretch(self.per_page + 1, sign="<"), here, self._values(after))
        if before and here > 1:
            beyond = Stretch(self.per_page, sign=">", backwards=True)
            rows = self.rows(beyond, **self._values(before))[::-1]
            if len(rows) == self.per_page:
                return Step(rows, here, self, more=True)
            here = 1
        if here > NEAR:
            raise EmptyPage("That page is far from the beginning and needs the key it begins at")
        return self._cut(Stretch(self.per_page + 1, (here - 1) * self.per_page), here, {})

    def key_of(self, row: Any) -> str:
        return ".".join(str(_number(getattr(row, name))) for name in self.by)

    def _cut(self, stretch: Stretch, number: int, key: dict[str, Any]) -> Step:
        found = self.rows(stretch, **key)
        if not found and number > 1:
            raise EmptyPage("Nothing is left there")
        return Step(found[: self.per_page], number, self, more=len(found) > self.per_page)

    def _last(self) -> Step:
        number = max(self.num_pages, 1)
        length = self.count - (number - 1) * self.per_page
        rows = self.rows(Stretch(max(length, 1), backwards=True))[::-1]
        return Step(rows, number, self, more=False)

    def _values(self, key: str) -> dict[str, Any]:
        """The columns' values that a key stands for. EmptyPage when it is none of ours."""
        parts = key.split(".")
        if len(parts) != len(self.by) or not all(_is_number(part) for part in parts):
            raise EmptyPage("This is no key of this list")
        return {
            name: _EPOCH + timedelta(microseconds=int(part)) if kind is datetime else int(part)
            for (name, kind), part in zip(self.by.items(), parts, strict=True)
        }


def _number(value: Any) -> int:
    """A whole number that stands for the value in an address: of a moment, its microseconds."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    return int(value)


def _is_number(part: str) -> bool:
    """Whether the part is a number small enough for the dates and keys of a database."""
    return part.isascii() and part.isdigit() and len(part) <= 16
