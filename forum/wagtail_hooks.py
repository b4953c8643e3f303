"""What coordinators and facilitators find in the editors' menu: rooms, and what waits."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from core.screens import HouseList
from forum.rooms.forms import RoomForm
from forum.rooms.models import Room
from members.sending import MakesOnce


class RoomPolicy(ModelPermissionPolicy):
    """Rooms are opened and changed. Nobody deletes one: everybody's words would go with it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, set(actions) - {"delete"})

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Room) -> bool:
        return self.user_has_permission(user, action)


register_permission_policy(Room, RoomPolicy(Room))


class RoomIndexView(HouseList, IndexView):
    first_heading = "Room"
    when_empty = "No room yet."
    reads_whole = "forum__name"

    def get_base_queryset(self) -> QuerySet[Room]:
        rooms = super().get_base_queryset().select_related("forum")
        return rooms.prefetch_related("communities").order_by("forum__tree_id", "forum__lft")


class RoomCreateView(MakesOnce, CreateView):
    pass


class RoomViewSet(ModelViewSet):
    model = Room
    name = "rooms"
    menu_label = "Rooms"
    icon = "comment"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = RoomIndexView
    add_view_class = RoomCreateView
    search_fields = ("forum__name",)
    list_display = (
        "__str__",
        Column("audience", label="Who may read", accessor="get_audience_display"),
        Column("communities", label="Communities", accessor="community_names"),
        Column(
            "pre_moderated",
            label="Messages",
            accessor=lambda room: "Read first" if room.pre_moderated else "",
        ),
    )

    def get_form_class(self, for_update: bool = False) -> type[RoomForm]:
        return RoomForm


@hooks.register("register_admin_viewset")
def rooms() -> RoomViewSet:
    return RoomViewSet()


class WaitingPostsItem(MenuItem):
    """The entry of the menu for those who look after a room."""

    def is_shown(self, request: Any) -> bool:
        return request.forum_permission_handler.can_access_moderation_queue(request.user)


@hooks.register("register_admin_menu_item")
def waiting_posts() -> MenuItem:
    return WaitingPostsItem(
        "Messages that wait",
        reverse("forum_moderation:queue"),
        name="waiting-posts",
        icon_name="time",
        order=251,
    )
