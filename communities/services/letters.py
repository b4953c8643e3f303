"""Mail about communities. It names none: others may read over a shoulder."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse

from communities.models import CommunityPage
from core.roles import COORDINATORS
from members.models import User


def write(kind: str, email: str, address: str) -> None:
    """Send ``communities/email/<kind>`` with a link to a page that says more to who signs in."""
    context: dict[str, Any] = {"address": f"{settings.SITE_URL}{address}"}
    get_adapter().send_mail(f"communities/email/{kind}", email, context)


def write_to_member(kind: str, member: User) -> None:
    if member.is_active:
        write(kind, member.email, reverse("communities:mine"))


def write_to_facilitators(kind: str, community: CommunityPage) -> None:
    """To those who look after the community; to the coordinators when nobody does."""
    people = User.objects.active().filter(groups=community.facilitator_group_id)
    if not people.exists():
        people = User.objects.active().filter(groups__name=COORDINATORS)
    address = reverse("communities:looking_after", args=[community.pk])
    for email in people.order_by("pk").values_list("email", flat=True):
        write(kind, email, address)
