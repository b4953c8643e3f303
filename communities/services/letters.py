"""Mail to an address that is invited. It names no community: others may read over a shoulder."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse


def invite(email: str) -> None:
    """Say that an invitation waits, with a link to a page that says more to who signs in."""
    context: dict[str, Any] = {"address": f"{settings.SITE_URL}{reverse('communities:mine')}"}
    get_adapter().send_mail("communities/email/invited", email, context)
