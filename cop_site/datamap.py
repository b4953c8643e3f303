"""What is kept about people, field by field, as ``docs/data-map.toml`` tells it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from cop_site.environment import BASE_DIR
from core.hooks import is_ours

FILE = BASE_DIR / "docs/data-map.toml"
NONE, ALL_OTHERS = "none", "*"
COLUMNS = {
    "what": "what",
    "why": "why",
    "who_sees": "who sees it",
    "how_long": "how long",
    "closing": "when the account is closed",
}
START, END = "<!-- data map: written by manage.py data_map --write -->", "<!-- end -->"


@dataclass(frozen=True)
class DataMap:
    kinds: dict[str, dict[str, str]]
    tables: dict[str, dict[str, str]]
    without_people: frozenset[str]

    def missing(self) -> list[str]:
        """What the map does not say, in words, over all tables of the site."""
        return [problem for model in _tables() for problem in self._missing_of(model)]

    def surplus(self) -> list[str]:
        """What the map says of tables and fields of ours that are not there.

        Libraries have tables that come and go with the database's kind.
        """
        ours = [model for model in _tables() if _is_ours(model)]
        known = {model._meta.label: set(_fields(model)) for model in ours}
        apps_of_ours = {model._meta.app_label for model in ours}
        return sorted(
            f"{label}.{name}"
            for label, told in self.tables.items()
            if label.partition(".")[0] in apps_of_ours
            for name in told.keys() - known.get(label, set())
        )

    def _missing_of(self, model: type[models.Model]) -> Iterator[str]:
        label, fields = model._meta.label, _fields(model)
        told = self.tables.get(label)
        if told is None:
            pointing = sorted(name for name, field in fields.items() if _points_to_a_person(field))
            if _is_ours(model) or label not in self.without_people:
                yield f'docs/data-map.toml says nothing of {label}: add [models."{label}"].'
            elif pointing:
                yield f"{label} points to people ({', '.join(pointing)}): add its table."
            return
        for name, field in fields.items():
            others = not _is_ours(model) and not _points_to_a_person(field)
            if name not in told and not (others and ALL_OTHERS in told):
                yield (
                    f'docs/data-map.toml says nothing of {label}.{name}: add {name} = "none" '
                    "or its kind."
                )
        for name, kind in told.items():
            if kind != NONE and kind not in self.kinds:
                yield f"{label}.{name} is of a kind that the map does not explain: {kind}."

    def table(self) -> str:
        """The kinds of data, as a table of Markdown."""
        rows = [" | ".join(COLUMNS.values()), "|".join("---" for _ in COLUMNS)]
        rows += [" | ".join(kind[column] for column in COLUMNS) for kind in self.kinds.values()]
        return "\n".join(f"|{row}|" if row.startswith("---") else f"| {row} |" for row in rows)


@cache
def read() -> DataMap:
    told = tomllib.loads(FILE.read_text())
    return DataMap(told["kinds"], told["models"], frozenset(told["without_people"]))


def written_into(document: str) -> str:
    """The document with the table as it is now between its marks."""
    before, _start, rest = document.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n{read().table()}\n{END}{after}"


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def _fields(model: type[models.Model]) -> dict[str, Any]:
    own = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return {field.name: field for field in own if field.name != "id"}


def _points_to_a_person(field: Any) -> bool:
    return bool(field.is_relation) and (
        getattr(field.related_model, "_meta", None) is not None
        and field.related_model._meta.label == settings.AUTH_USER_MODEL
    )


def _is_ours(model: type[models.Model]) -> bool:
    """Whether the table is ours: methods of machina's models are ours, their tables are not."""
    return is_ours(apps.get_app_config(model._meta.app_label))
