"""A file goes with its row, and a picture is measured when it comes."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from core.files import delete_after_commit
from core.pictures import size_of
from forum.files import uploads
from forum.files.models import Attachment, Picture

WIDEST, HIGHEST = 640, 480


@receiver(pre_save, sender=Attachment, dispatch_uid="forum.measure_picture")
def measure_picture(instance: Attachment, **kwargs: Any) -> None:
    """Measure a picture while it is at hand: once it is stored, it may be on another machine."""
    stored = instance.file
    is_new = bool(stored) and not stored._committed
    if is_new and uploads.is_picture(stored.name or ""):
        instance.measured = size_of(stored.file)  # type: ignore[attr-defined]


@receiver(post_save, sender=Attachment, dispatch_uid="forum.note_size")
def note_size(instance: Attachment, **kwargs: Any) -> None:
    """Note how large a picture is to be shown; what cannot be read is a file to take away."""
    if size := getattr(instance, "measured", None):
        scale = min(1, WIDEST / size[0], HIGHEST / size[1])
        width, height = (max(1, round(side * scale)) for side in size)
        said = {"width": width, "height": height}
        Picture.objects.update_or_create(attachment=instance, defaults=said)


@receiver(post_delete, sender=Attachment, dispatch_uid="forum.delete_file")
def delete_file(instance: Attachment, **kwargs: Any) -> None:
    """A file goes with its row, once that is gone for good."""
    if instance.file:
        delete_after_commit(instance.file)
