"""Lookups that find nothing for a value no database holds, where Django would ask and fail.

Python's numbers are longer than 64 bits, and PostgreSQL takes no NUL. Django knows the first
of ``exact`` and of comparisons; here it knows it of ``in`` and of links to other rows too, and
so of every choice in a form. Wagtail's choosers show what was sent to them, and know it too.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import CharField, ForeignObject, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import Exact, In
from wagtail.admin.widgets import BaseChooser

from core.editors import knows

MOST_DIGITS = 100
_to_decimal = forms.DecimalField.to_python


def _to_bounded_decimal(field: Any, value: Any) -> Decimal | None:
    """In place of ``DecimalField.to_python``: ``1e999999999`` is short to write, and takes for ever
    to become a whole number."""
    number = _to_decimal(field, value)
    if number is not None and number.is_finite() and abs(number.adjusted()) > MOST_DIGITS:
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return number


forms.DecimalField.to_python = _to_bounded_decimal  # type: ignore[assignment, method-assign]


_get_instance = BaseChooser.get_instance


def _instance_or_none(chooser: Any, value: Any) -> Any:
    """In place of ``BaseChooser.get_instance``: a value that names nothing chooses nothing, and the
    form with its mistake is shown. So does one that the editor may not know of."""
    try:
        chosen = _get_instance(chooser, value)
    except (ValueError, TypeError):
        return None
    return chosen if chosen is None or knows(chosen) else None


BaseChooser.get_instance = _instance_or_none

_to_choice = forms.ModelChoiceField.to_python


def _to_known_choice(field: Any, value: Any) -> Any:
    """In place of ``ModelChoiceField.to_python``: what the editor may not know of is no choice."""
    chosen = _to_choice(field, value)
    if chosen is not None and not knows(chosen):
        raise ValidationError(
            field.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
        )
    return chosen


forms.ModelChoiceField.to_python = _to_known_choice  # type: ignore[assignment, method-assign]


def fits(value: Any) -> bool:
    return not isinstance(value, int) or -(2**63) <= value < 2**63


@IntegerField.register_lookup
class NumberIn(In):
    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        return [each for each in prepared if fits(each)] if self.rhs_is_direct_value() else prepared


@ForeignObject.register_lookup
class LinkIn(RelatedIn):
    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        return [each for each in prepared if fits(each)] if self.rhs_is_direct_value() else prepared


@ForeignObject.register_lookup
class LinkExact(RelatedExact):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not fits(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


@CharField.register_lookup
class WordExact(Exact):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, str) and "\0" in self.rhs:
            raise EmptyResultSet
        return super().as_sql(compiler, connection)
