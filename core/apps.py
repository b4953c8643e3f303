from django.apps import AppConfig
from django.urls.converters import DEFAULT_CONVERTERS

from core.addresses import NumberConverter


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Before any address is read: ``<int:…>`` means the same in ours and in every library's."""
        from core import lookups  # noqa: F401 -- app ready

        DEFAULT_CONVERTERS["int"] = NumberConverter()
