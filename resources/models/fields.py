"""A field of several choices, kept in the page's own row so that reading it asks nothing more."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from resources.enums import Audience


class AudiencesField(models.JSONField):
    """A list of ``Audience`` values, chosen with checkboxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: dict[str, Any] = {"default": list, "blank": True} | kwargs
        super().__init__(*args, **options)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=Audience.choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name.capitalize()),
            help_text=self.help_text,
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(Audience.values):
            raise ValidationError("Choose from the list who this is for.", code="unknown_audience")
