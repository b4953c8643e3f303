"""A file goes with its row."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from core.files import delete_after_commit
from forum.files.models import Attachment


@receiver(post_delete, sender=Attachment, dispatch_uid="forum.delete_file")
def delete_file(instance: Attachment, **kwargs: Any) -> None:
    """A file goes with its row, once that is gone for good."""
    if instance.file:
        delete_after_commit(instance.file)
