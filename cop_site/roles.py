"""What coordinators may do with the work in the background."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def look_after_work(group: Group) -> None:
    """See what failed and what is under way; try again, drop, stop, go on."""
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="work", codename="change_longjob")
    )
