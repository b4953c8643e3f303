"""What coordinators may do with what stands around every page."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def set_the_frame(group: Group) -> None:
    """Change the site's settings and its help lines."""
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="frame", codename="change_sitesettings")
    )
