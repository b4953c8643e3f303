"""Where a mail provider tells what became of our mail: its webhook, if one is set up.

It is anymail's, for the one provider that is configured, and only with a secret of ours: else
anybody could pause anybody's mail. What is heard goes to ``anymail.signals.tracking``.
"""

from anymail.urls import urlpatterns as of_all_providers
from django.urls import URLPattern


def addresses(provider: str) -> list[URLPattern]:
    """The address for this provider's events; none for its inbound mail, or without a provider."""
    name = f"{provider}_tracking_webhook"
    return [pattern for pattern in of_all_providers if pattern.name == name]
