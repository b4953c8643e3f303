"""What coordinators may do with pictures, documents and topics."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from core.roles import COORDINATORS, grant

# Wagtail asks for the permissions of its own file models, whichever models a site uses.
IN_EVERY_COLLECTION = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


@grant(COORDINATORS)
def keep_the_library(group: Group) -> None:
    """Add, change and choose files in every collection; sort resources by topic."""
    root = Collection.get_first_root_node()
    for app_label, codenames in IN_EVERY_COLLECTION.items():
        for permission in Permission.objects.filter(
            content_type__app_label=app_label, codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="resources", content_type__model="topic")
    )
