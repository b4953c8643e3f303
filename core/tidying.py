"""Stored texts, cleaned as those are that come in now (docs/adr/0024)."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Revision
from wagtail.search import index

from core.folding import folded_fields
from core.text import clean
from work.chunks import chunked, resume, start
from work.models import LongJob

JOB = "tidy text"
LONGEST_LINE = 255
"""Characters of a name or a title. What may be longer may have lines."""

_MACHINERY = {"contenttypes", "django_tasks_database", "sessions", "wagtailsearch"}
_NOT_TYPED = (models.SlugField, models.URLField, models.EmailField, models.FilePathField)
_NAMED = {"password", "path", "url_path"}

rows_tidied = Signal()
"""Sent inside the transaction that cleaned rows. Sender: the model. Argument: pks."""


def tidied_models() -> dict[str, type[models.Model]]:
    """Every model with a text that somebody may have typed, by its label."""
    return {
        model._meta.label: model
        for model in apps.get_models()
        if not model._meta.proxy and model._meta.managed and text_fields(model)
    }


def text_fields(model: type[models.Model]) -> list[models.Field]:
    if model._meta.app_label in _MACHINERY:
        return []
    return [field for field in model._meta.local_concrete_fields if _is_typed(field)]


def _is_typed(field: models.Field) -> bool:
    if isinstance(field, StreamField):
        return True
    if field.model is Revision and field.name == "content":
        return True
    if not isinstance(field, (models.CharField, models.TextField)):
        return False
    # What begins with an underscore is made from another column.
    made = field.primary_key or field.choices or field.name in _NAMED or field.name[0] == "_"
    return not made and not isinstance(field, _NOT_TYPED)


def tidy(model: type[models.Model]) -> LongJob:
    """Begin to clean the rows of the model, or go on where it was stopped."""
    label = model._meta.label
    unfinished = LongJob.objects.filter(name=JOB, arguments__model=label).exclude(
        state=LongJob.State.DONE
    )
    job = unfinished.first()
    if job is None:
        return start(JOB, key=f"{label} {timezone.now():%Y-%m-%d %H:%M:%S.%f}", model=label)
    resume(job)
    return job


def untidy(model: type[models.Model]) -> Iterator[Any]:
    """The keys of rows that would be changed."""
    for row in _rows(model=model._meta.label).iterator(chunk_size=500):
        if _changes(row):
            yield row.pk


def _rows(*, model: str) -> models.QuerySet[Any]:
    kind = apps.get_model(model)
    return kind._base_manager.only("pk", *(field.name for field in text_fields(kind)))


@chunked(JOB, rows=_rows, size=200)
def _clean_rows(rows: list[Any], *, model: str) -> None:
    kind: Any = apps.get_model(model)
    changed = []
    # Read again and held: an editor may be saving one of them.
    held = _rows(model=model).select_for_update(of=("self",)).filter(pk__in=[r.pk for r in rows])
    for row in held.order_by("pk"):
        changes = _changes(row)
        if changes and _stored(kind, row.pk, changes):
            changed.append(row.pk)
    if not changed:
        return
    if issubclass(kind, index.Indexed):
        for thing in kind._default_manager.filter(pk__in=changed):
            index.insert_or_update_object(thing)
    rows_tidied.send(sender=kind, pks=changed)


def _stored(kind: type[models.Model], pk: Any, changes: dict[str, Any]) -> bool:
    """Store the changes; False when another row has the clean name: somebody has to decide."""
    try:
        with transaction.atomic():
            kind._base_manager.filter(pk=pk).update(**changes)
    except IntegrityError:
        return False
    return True


def _changes(row: Any) -> dict[str, Any]:
    """The values that cleaning changes in the row, by the field's name."""
    changes = {}
    for field in text_fields(type(row)):
        value = field.value_from_object(row)
        if not value:
            continue
        new: Any
        if isinstance(field, StreamField):
            before = field.get_prep_value(value)
            after = clean_json(before)
            new = field.to_python(json.dumps(after))
        elif isinstance(field, models.JSONField):
            before, new = value, clean_json(value)
            after = new
        else:
            before = getattr(value, "raw", value)  # machina's texts bring their HTML along
            after = new = _clean_column(before, field)
        if after != before:
            changes[field.name] = new
    for follower in folded_fields(type(row)):
        if follower.of in changes:
            changes[follower.name] = follower.fold(changes[follower.of])
    return changes


def _clean_column(text: str, field: models.Field) -> str:
    if (field.max_length or LONGEST_LINE + 1) <= LONGEST_LINE:
        return clean(text, lines=False).strip() or text
    return _clean_long(text)


def _clean_long(text: str) -> str:
    """The text clean; a short one without a line end was one line, whatever control stood in it."""
    return clean(text, lines="\n" in text or len(text) > LONGEST_LINE, markup=True)


def clean_json(value: Any) -> Any:
    """The value with every text in it clean, those of a page's stories in a revision too."""
    match value:
        case dict():
            return {key: clean_json(each) for key, each in value.items()}
        case list():
            return [clean_json(each) for each in value]
        case str() if value[:1] in ("[", "{"):
            return _clean_nested(value)
        case str():
            return _clean_long(value)
        case _:
            return value


def _clean_nested(text: str) -> str:
    try:
        inside = json.loads(text)
    except ValueError:
        return _clean_long(text)
    after = clean_json(inside)
    return text if after == inside else json.dumps(after)
