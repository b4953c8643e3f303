"""Stored HTML that an older renderer made, and making it anew."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from machina.models.fields import MarkupTextField, _rendered_field_name

from forum.posting import markup
from work.each import aside


def written_fields() -> list[MarkupTextField]:
    """Every column that holds what people wrote: posts, rooms' descriptions, signatures."""
    return [
        field
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, MarkupTextField)
    ]


def render(field: MarkupTextField, rows: models.QuerySet) -> None:
    """Write anew the HTML that stands beside the text of these rows."""
    rendered = _rendered_field_name(field.name)
    for pk, text in rows.values_list("pk", field.name):
        rows.filter(pk=pk).update(**{rendered: markup.stored(text)})


def outdated(field: MarkupTextField) -> models.QuerySet:
    """Rows whose HTML bears no stamp, or another than today's."""
    today = {f"{_rendered_field_name(field.name)}__startswith": markup.STAMP}
    rows = field.model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
    return rows.exclude(**today)


def rerender(field: MarkupTextField, *, batch: int = 500) -> Iterator[int]:
    """Render anew what is outdated; yields how many rows each batch changed.

    Writes the HTML and nothing else. What somebody changes meanwhile is left to
    them: their change was rendered when it was stored. May be stopped at any time.
    """
    rows, rendered = field.model._base_manager, _rendered_field_name(field.name)
    last = 0
    while found := list(
        outdated(field).filter(pk__gt=last).order_by("pk").values_list("pk", field.name)[:batch]
    ):
        last = found[-1][0]
        html = {}
        for pk, text in found:
            with aside(f"Rendering {field.model._meta.model_name}", pk):
                html[pk] = markup.stored(text)
        with transaction.atomic():
            locked = rows.select_for_update().filter(pk__in=html).order_by("pk")
            now = dict(locked.values_list("pk", field.name))
            unchanged = [field.model(pk=pk) for pk, text in found if now.get(pk) == text]
            for row in unchanged:
                setattr(row, rendered, html[row.pk])
            rows.bulk_update(unchanged, [rendered])
        yield len(unchanged)
