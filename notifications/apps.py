from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import (  # noqa: F401 -- app ready
            kinds_of_members,
            own_data,
            receivers,
            retention,
            unread,
            welcome,
        )
        from notifications.mail import hearing, tasks  # noqa: F401 -- app ready
