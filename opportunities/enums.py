"""The kinds and states of an opportunity."""

from django.db import models


class Kind(models.TextChoices):
    TRAINING = "training", "Training"
    SCHOLARSHIP = "scholarship", "Scholarship"
    VACANCY = "vacancy", "Vacancy"


class State(models.TextChoices):
    """Follows from the dates; never stored."""

    SOON = "soon", "Opens soon"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
