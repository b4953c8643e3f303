"""The kinds and states of an opportunity."""

from django.db import models


class Kind(models.TextChoices):
    TRAINING = "training", "Training"
    SCHOLARSHIP = "scholarship", "Scholarship"
    VACANCY = "vacancy", "Vacancy"

    @property
    def plural(self) -> str:
        """The kind as the heading of a list."""
        return {"scholarship": "Scholarships", "vacancy": "Vacancies"}.get(self, self.label)


MARKS: dict[str, str] = {
    Kind.TRAINING: "learn",
    Kind.SCHOLARSHIP: "award",
    Kind.VACANCY: "work",
}
"""The icon of each kind."""


class State(models.TextChoices):
    """The state that follows from the dates; never stored."""

    SOON = "soon", "Opens soon"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
