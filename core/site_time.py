"""A day and a time as they are typed: by the clock of where the site lives, whoever types them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone


class SiteTimeField(forms.DateTimeField):
    """A time on the site's clock, also for an editor whose own screens go by another."""

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(timezone.get_default_timezone()):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)
