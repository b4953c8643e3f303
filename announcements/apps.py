from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "announcements"
    verbose_name = "Announcements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from announcements import (  # noqa: F401 -- app ready
            notices,
            own_data,
            receivers,
            retention,
            roles,
            tasks,
        )
