"""Photos of people: small, drawn anew, and served to those they are for."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.pictures import redrawn

MAX_SIZE = 5 * 1024 * 1024
LONGEST_SIDE = 512
KINDS = ("jpg", "jpeg", "png", "webp")
ACCEPT = ",".join(f".{name}" for name in KINDS)
"""For the ``accept`` attribute of a file field."""


def accepted(upload: File) -> File:
    """The photo as it may be kept: a JPEG that says nothing of where or with what it was taken.

    Raises ValidationError with what to do instead.
    """
    if PurePath(upload.name or "").suffix.removeprefix(".").lower() not in KINDS:
        raise ValidationError(
            _("Add a photo as JPEG, PNG or WebP. Other kinds of files cannot be shown here."),
            code="kind",
        )
    if upload.size > MAX_SIZE:
        raise ValidationError(
            _("This photo is larger than 5 MB. Please make it smaller."), code="size"
        )
    return redrawn(upload, longest_side=LONGEST_SIDE, into="JPEG")
