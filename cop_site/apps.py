from django.apps import AppConfig

from core import hooks


class CopSiteConfig(AppConfig):
    name = "cop_site"
    verbose_name = "Alongside"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        hooks.find()
