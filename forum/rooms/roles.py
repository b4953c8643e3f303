"""What roles may do in the discussions."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant
from forum.rooms.permissions import grant_everywhere


@grant(COORDINATORS)
def look_after_all_rooms(group: Group) -> None:
    """Open and change rooms, and do everything in them."""
    grant_everywhere(group)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="cop_forum",
            codename__in=["add_room", "change_room", "view_room"],
        )
    )
