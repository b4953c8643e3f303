"""Forms that were sent: which have been answered, and what waits for its sender to come back."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """A form that made something, and where its sender was led: see ``members.sending.once``."""

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=64, primary_key=True)
    """A hash of the form's key."""
    words = models.CharField(max_length=64)
    """A keyed hash of what was filled in: whether the repetition says the same."""
    answer = models.TextField(blank=True)
    """Empty only while the form is being worked on, which nobody else sees."""
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class KeptForm(models.Model):
    """A form that could not be taken at once, kept for its sender alone and for an hour."""

    class Why(models.TextChoices):
        SESSION = "session"
        STALE = "stale"
        PROOF = "proof"
        SENT = "sent"

    wagtail_reference_index_ignore = True

    token = models.CharField(max_length=64)
    """A hash of what the browser holds in its cookie."""
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms"
    )
    path = models.TextField()
    fields = models.TextField()
    """Names and values as JSON, in a text because PostgreSQL's JSON refuses some characters."""
    key = models.CharField(max_length=64)
    words = models.CharField(max_length=64)
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["token", "member"], name="members_kept_of_browser"),
        ]

    def __str__(self) -> str:
        return f"{self.why} {self.pk}"


def random_place(_file: "KeptFile", _filename: str) -> str:
    return f"kept/{secrets.token_urlsafe(24)}"


class KeptFile(models.Model):
    """A file that came with a kept form, under a name that nobody can guess."""

    wagtail_reference_index_ignore = True

    form = models.ForeignKey(KeptForm, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to=random_place)

    def __str__(self) -> str:
        return f"{self.field} {self.pk}"
