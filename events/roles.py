"""What coordinators may do with events, beside what the page tree gives them."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def see_who_is_interested(group: Group) -> None:
    """Read the list of who is interested in an event; nobody edits it for them."""
    group.permissions.add(
        Permission.objects.get(content_type__app_label="events", codename="view_interest")
    )
