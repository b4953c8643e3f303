from django.apps import AppConfig

from core import addresses


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import belonging, door, language, lookups, outlets, tidying  # noqa: F401 -- app ready

        addresses.bound()
        belonging.install()
        door.install()
        language.gather()
        outlets.install()
