"""What coordinators may do with the page tree."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core.roles import COORDINATORS, grant

EVERY_PAGE = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
EVERY_COLLECTION = ("add_collection", "change_collection")
ADMIN = (
    ("wagtailadmin", "access_admin"),
    ("wagtailredirects", "add_redirect"),
    ("wagtailredirects", "change_redirect"),
    ("wagtailredirects", "delete_redirect"),
)


@grant(COORDINATORS)
def look_after_the_site(group: Group) -> None:
    """Write, publish and lock every page; keep collections and redirects."""
    for page_permission in _of("wagtailcore", EVERY_PAGE):
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.get_first_root_node(), permission=page_permission
        )
    for collection_permission in _of("wagtailcore", EVERY_COLLECTION):
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=collection_permission,
        )
    for app_label, codename in ADMIN:
        group.permissions.add(*_of(app_label, (codename,)))


def _of(app_label: str, codenames: tuple[str, ...]) -> list[Permission]:
    return list(
        Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
    )
