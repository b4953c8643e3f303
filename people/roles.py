"""What coordinators may do with places, people's facts and confirmed roles."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def keep_places(group: Group) -> None:
    """Keep the lists of organisations and areas."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="people", content_type__model__in=("organisation", "area")
        )
    )


@grant(COORDINATORS)
def see_what_is_for_coordinators(group: Group) -> None:
    """See the facts that people show to coordinators, and to wider circles."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="people", codename="see_facts_for_coordinators"
        )
    )


@grant(COORDINATORS)
def confirm_roles(group: Group) -> None:
    """Confirm the roles that people ask for, decline them and take them back."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="people",
            codename__in=("view_confirmedrole", "change_confirmedrole"),
        )
    )
