from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Members"
    default_auto_field = "django.db.models.BigAutoField"
    default = True


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens for accounts, with our own forms (we have one name, not two)."""

    default = False
    user_viewset = "members.viewsets.UserViewSet"
    group_viewset = "members.viewsets.GroupViewSet"
