"""The address of somebody's own feed, as far as it is kept."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class FeedAddress(models.Model):
    """That one member has a feed of their own. Who has its address reads it: only a hash of what
    makes it is kept. Written by ``forum.feeds.services``."""

    wagtail_reference_index_ignore = True

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"feed of {self.pk}"
