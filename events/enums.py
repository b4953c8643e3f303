"""The states and kinds of a gathering."""

from django.db import models


class Held(models.TextChoices):
    """How people take part."""

    ON_SITE = "on_site", "On site"
    ONLINE = "online", "Online"
    BOTH = "both", "Online and on site"
