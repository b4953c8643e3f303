"""Texts folded: one plain spelling in which they are compared and sorted.

``folded`` is the only place that knows which spellings are the same. Search, the
directory and every list by name use it, or a column that holds what it gives.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)

_UNWRITTEN = frozenset("'’‘‛ʼʻʽʹʺʾʿˈˊˋ`´′‵＇ꞌ՚׳״\"“”„‟″‶\u034f\u115f\u1160\u17b4\u17b5")
"""Apostrophes, the ʻokina, quotation marks and fillers: typed in many ways, or left out."""

_LETTERS = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ŋ": "n", "ı": "i", "ȷ": "j"}
"""Letters that Unicode does not take apart, as plain keyboards write them."""

_WITH = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
_KEPT_MARKS = (0, 7, 8, 9)
"""Combining classes of marks that make another letter: Indic nukta and virama, kana voicing."""


class _Letters:
    """A table for ``str.translate`` that folds each letter it is asked for."""

    def __getitem__(self, code: int) -> str:
        return _letter(chr(code))


_TABLE = _Letters()


@lru_cache(maxsize=8192)
def _letter(letter: str) -> str:
    if letter in _UNWRITTEN:
        return ""
    apart = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(map(_plain, unicodedata.normalize("NFKD", apart)))


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Pd", "Zs", "Zl", "Zp", "Cc") or letter == "\u2212":
        return " "
    if letter in _UNWRITTEN or kind == "Cf" or "\ufe00" <= letter <= "\ufe0f":
        return ""
    if unicodedata.combining(letter) not in _KEPT_MARKS:
        return ""
    if letter in _LETTERS:
        return _LETTERS[letter]
    stroked = _WITH.match(unicodedata.name(letter, ""))
    return stroked[1].lower() if stroked else letter


def folded(text: str) -> str:
    """The text without capitals, accents, macrons and apostrophes; hyphens are spaces.

    The same for composed and decomposed letters, for full-width ones, and for letters
    with a stroke (ø, đ, ł) or joined (æ, ß). Folding again changes nothing.
    """
    return " ".join(unicodedata.normalize("NFD", text).translate(_TABLE).split())


def folded_letters(text: str) -> list[str]:
    """Each letter of the text folded, for finding the way back: "" or one letter or more."""
    return [_letter(letter) for letter in text]


def containing(text: str, fields: Iterable[str]) -> Q:
    """Rows in which each word of the text stands in one of the fields, be it as a part of a word.

    A field called ``folded_…`` is asked for the word folded; any other for the word as it is.
    Words of which nothing is left when folded are passed over.
    """
    fields = tuple(fields)
    everything = Q()
    for word in text.split():
        parts = folded(word).split()
        if parts:
            found = Q(pk__in=[])
            for field in fields:
                found |= _holds(field, word, parts)
            everything &= found
    return everything


def _holds(field: str, word: str, parts: list[str]) -> Q:
    if not field.rpartition("__")[2].startswith("folded_"):
        return Q(**{f"{field}__icontains": word})
    return Q(*(Q(**{f"{field}__contains": part}) for part in parts))


def keys_containing(rows: models.QuerySet, field: str, text: str) -> list[Any]:
    """The keys of the rows whose field holds each word: for small tables, which are read whole."""
    words = folded(text).split()
    told = rows.order_by().values_list("pk", field)
    return [pk for pk, said in told if all(word in folded(said or "") for word in words)]


class FoldedField(models.TextField):
    """Another field of the row, folded: to search and to sort by, the same on every database.

    It follows its field in ``save``, in ``bulk_create`` and in ``update`` of a
    ``FoldedModel``. At most ``max_length`` letters are kept, so that an index holds them.
    """

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        options |= {"editable": False, "default": "", "blank": True}
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("editable", "default", "blank"):
            del options[fixed]
        return name, path, args, options | {"of": self.of}

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """The column's collation: byte by byte on PostgreSQL too, whatever the database's is."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def fold(self, text: str | None) -> str:
        return folded(text or "")[: self.max_length]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.fold(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


def folded_fields(model: type[models.Model]) -> list[FoldedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, FoldedField)]


class FoldedQuerySet(models.QuerySet[Row]):
    def update(self, **values: Any) -> int:
        """Write the folded columns with the fields they follow, which have to be texts here."""
        for field in folded_fields(self.model):
            if field.of in values:
                values[field.name] = field.fold(values[field.of])
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]


class FoldedModel(models.Model):
    """A model with folded columns, which are written whenever the fields they follow are."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        if update_fields is not None:
            named = set(update_fields)
            followers = (each for each in folded_fields(type(self)) if each.of in named)
            update_fields = named.union(each.name for each in followers)
        super().save(*args, update_fields=update_fields, **options)


def fill(model: Any) -> None:
    """Fold what the rows of a table hold already: for migrations. Done again it changes nothing."""
    fields = folded_fields(model)
    names = ["pk", *(field.of for field in fields)]
    rows = model._base_manager.order_by("pk").only(*names)
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=1000):
        for field in fields:
            setattr(row, field.attname, field.fold(getattr(row, field.of)))
        batch.append(row)
        if len(batch) == 1000:
            model._base_manager.bulk_update(batch, [field.name for field in fields])
            batch = []
    if batch:
        model._base_manager.bulk_update(batch, [field.name for field in fields])
