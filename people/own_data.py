"""A person's profile and roles, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.folding import FoldedField
from members.export import Row, exported
from members.models import User
from people.models import ConfirmedRole, Organisation, Profile


@exported("profile", _("What you say about yourself, and to whom"), with_files=True)
def profile(user: User) -> Iterator[Row]:
    """Every field of the profile, so that one that is added is in the copy too."""
    for own in Profile.objects.filter(user=user).select_related("employer", "host"):
        told: dict[str, Any] = {}
        for field in Profile._meta.fields:
            if isinstance(field, FoldedField):
                continue
            value = getattr(own, field.name)
            if field.choices:
                told[field.name] = getattr(own, f"get_{field.name}_display")()
            elif field.many_to_one:
                told[field.name] = str(value) if value else None
            elif not field.one_to_one and not field.primary_key:
                told[field.name] = value
        yield told | {"areas": [str(area) for area in own.areas.all()]}


@exported("roles", _("Roles that you asked to have confirmed"))
def roles(user: User) -> Iterator[Row]:
    """The roles, with what was done and when. Who did it is told on the page of one's roles."""
    rows = ConfirmedRole.objects.filter(member=user).select_related("organisation", "area")
    for role in rows.order_by("pk").prefetch_related("events"):
        yield {
            "role": role.get_role_display(),
            "state": role.get_state_display(),
            "organisation": str(role.organisation or ""),
            "area": str(role.area or ""),
            "team_has_peer_workers": role.team_has_peer_workers,
            "your_words": role.words,
            "reason": role.reason,
            "asked_for": role.requested_at,
            "holds_until": role.valid_until,
            "history": [
                f"{event.at:%Y-%m-%d %H:%M} UTC {event.get_act_display()}"
                for event in role.events.all()
            ],
        }


@exported("contact_for", _("Organisations that you confirm roles for"))
def contact_for(user: User) -> Iterator[Row]:
    for organisation in Organisation.objects.filter(contacts=user).order_by("pk"):
        yield {"organisation": organisation.name}
