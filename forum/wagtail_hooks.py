"""What coordinators and facilitators find in the editors' menu."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from forum.viewsets import RoomViewSet


@hooks.register("register_admin_viewset")
def rooms() -> RoomViewSet:
    return RoomViewSet()


class WaitingPostsItem(MenuItem):
    """For those who look after a room."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.forum_permission_handler.can_access_moderation_queue(request.user)


@hooks.register("register_admin_menu_item")
def waiting_posts() -> MenuItem:
    return WaitingPostsItem(
        "Waiting posts",
        reverse("forum_moderation:queue"),
        name="waiting-posts",
        icon_name="time",
        order=251,
    )
