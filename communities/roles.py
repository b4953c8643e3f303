"""What coordinators may do with memberships."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def keep_memberships(group: Group) -> None:
    """See members, add them, appoint facilitators. Rows are never deleted."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="communities",
            codename__in=("view_membership", "add_membership", "change_membership"),
        )
    )
