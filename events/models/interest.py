"""Interest in events: who would like to come."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class InterestQuerySet(models.QuerySet["Interest"]):
    def of(self, person: Any) -> Self:
        """This member's interest; a visitor has none."""
        return self.filter(member=person) if person.is_authenticated else self.none()


class Interest(models.Model):
    """One member's word that they would like to come to one event. It is no promise of a place."""

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="interests"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="event_interests"
    )
    created_at = models.DateTimeField("registered", default=timezone.now, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "interest in an event"
        verbose_name_plural = "interest in events"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("event", "member"), name="events_one_interest")
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.event}"
