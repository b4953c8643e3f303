from django.db import models


class Audience(models.TextChoices):
    """Who may read a room."""

    PUBLIC = "public", "Everyone, visitors too"
    MEMBERS = "members", "Everyone who is signed in"
    COMMUNITIES = "communities", "Only the communities named"
