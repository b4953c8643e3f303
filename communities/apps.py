from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "Communities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from communities import (  # noqa: F401 -- app ready
            notices,
            own_data,
            privacy,
            receivers,
            retention,
            roles,
            sharing,
            tasks,
            welcome,
        )
