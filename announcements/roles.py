"""What coordinators may do with announcements."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def announce(group: Group) -> None:
    """Write, send and stop announcements, and see their totals. Rows go with time alone."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="announcements",
            codename__in=("view_announcement", "add_announcement", "change_announcement"),
        )
    )
