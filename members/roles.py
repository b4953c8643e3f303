"""What coordinators may do with accounts."""

from django.contrib.auth.models import Group, Permission

from core.roles import COORDINATORS, grant


@grant(COORDINATORS)
def look_after_accounts(group: Group) -> None:
    """See and add accounts, open and close them. Roles are given by administrators."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="members",
            codename__in=("view_user", "add_user", "change_user"),
        )
    )


@grant(COORDINATORS)
def let_people_in(group: Group) -> None:
    """Answer those who wait for their account, and invite people."""
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="members",
            codename__in=(
                "view_application",
                "change_application",
                "view_invitation",
                "add_invitation",
                "change_invitation",
            ),
        )
    )
