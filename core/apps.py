from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import door, outlets, tidying  # noqa: F401 -- app ready

        door.install()
        outlets.install()
