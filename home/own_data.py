"""What the front door keeps of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from home.models import StepAside
from members.export import Row, exported


@exported("first_steps", _("First steps that you put aside"))
def first_steps(user: Any) -> Iterator[Row]:
    for row in StepAside.objects.filter(member=user).order_by("pk"):
        yield {"step": row.step}
