"""Guards against traps in the settings that cannot be removed."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def the_default_key_suits_machina(**kwargs: Any) -> list[CheckMessage]:
    """machina's migrations were made with AutoField (docs/adr/0003)."""
    if settings.DEFAULT_AUTO_FIELD == "django.db.models.AutoField":
        return []
    return [
        Error(
            "DEFAULT_AUTO_FIELD must stay AutoField: machina declares no key type of its own.",
            hint="Our own apps say BigAutoField in their AppConfig. See docs/adr/0003.",
            id="cop_site.E001",
        )
    ]
