"""Guards against traps in the settings that cannot be removed."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

from cop_site.environment import env


@register()
def the_default_key_suits_machina(**kwargs: Any) -> list[CheckMessage]:
    """The default key is AutoField, with which machina's migrations were made (docs/adr/0003)."""
    if settings.DEFAULT_AUTO_FIELD == "django.db.models.AutoField":
        return []
    return [
        Error(
            "DEFAULT_AUTO_FIELD must stay AutoField: machina declares no key type of its own.",
            hint="Our own apps say BigAutoField in their AppConfig. See docs/adr/0003.",
            id="cop_site.E001",
        )
    ]


@register()
def the_environment_is_meant_so(**kwargs: Any) -> list[CheckMessage]:
    """Doubts about the environment: what is wrong has stopped the start (``stop_if_wrong``)."""
    return [Doubt(doubt, id="cop_site.W002") for doubt in env.doubts()]


@register()
def mail_can_be_handed_over(**kwargs: Any) -> list[CheckMessage]:
    """Make the mail backend now: else its options are read when the first mail leaves."""
    try:
        get_connection(settings.DELIVERY_BACKEND)
    except (ImproperlyConfigured, ImportError) as error:
        first = str(error).strip().partition("\n")[0]
        return [
            Error(
                f"{env['EMAIL_PROVIDER'] or 'The mail server'} cannot be used: {first}",
                hint="See EMAIL_PROVIDER_OPTIONS and EMAIL_URL in docs/operations.md.",
                id="cop_site.E003",
            )
        ]
    return []
