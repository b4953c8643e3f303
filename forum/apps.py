from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    label = "cop_forum"
    verbose_name = "Discussions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forum import (  # noqa: F401  -- app ready
            catching_up,
            checks,
            notices,
            own_data,
            receivers,
            retention,
            roles,
        )

        receivers.quieten_machina()
