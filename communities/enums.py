"""States and choices of communities."""

from django.db.models import TextChoices


class JoinPolicy(TextChoices):
    """Who may become a member by their own choice."""

    OPEN = "open", "Open: anyone with an account may join"
    CLOSED = "closed", "Closed: coordinators add members"


class State(TextChoices):
    """Where somebody stands with a community."""

    ACTIVE = "active", "Member"
    LEFT = "left", "Has left"
