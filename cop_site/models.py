"""What the running site keeps about itself."""

from django.db import models


class ScheduledJob(models.Model):
    """When a repeated job is next due. Whoever moves ``due_at`` on has claimed the turn."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, due {self.due_at:%Y-%m-%d %H:%M}"
