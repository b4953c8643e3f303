"""What coordinators may do about words that need care."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def keep_help_words(group: Group) -> None:
    """Change the words at which people are shown where help is."""
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="cop_forum", codename="change_helpwords")
    )
