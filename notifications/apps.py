from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import kinds_of_members  # noqa: F401 -- app ready
        from notifications.mail import own_data, receivers, retention, tasks  # noqa: F401 -- app ready
