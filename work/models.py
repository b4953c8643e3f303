"""What background work keeps about itself: leases, long jobs and repeated ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerLease(models.Model):
    """A worker is at work for as long as it renews this: see ``work.leases``."""

    worker = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()
    """By the database's clock, which is the same for every machine."""

    def __str__(self) -> str:
        return self.worker


class LongJob(models.Model):
    """Work over many rows, and how far it has come: see ``work.chunks``."""

    class State(models.TextChoices):
        RUNNING = "running", _("under way")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")

    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    cursor = models.CharField(max_length=100, blank=True)
    """The key of the last row that is done, as text; empty before the first and after the last."""
    chunk = models.PositiveIntegerField(default=0)
    """The number of the chunk that comes next. Whoever moves it on has done the chunk."""
    rows_done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "key"], name="work_longjob_started_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}, {self.rows_done} done"


class ScheduledJob(models.Model):
    """When a repeated job is next due. Whoever moves ``due_at`` on has claimed the turn."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, due {self.due_at:%Y-%m-%d %H:%M}"
