from django.apps import AppConfig


class CopSiteConfig(AppConfig):
    name = "cop_site"
    verbose_name = "Alongside"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cop_site import checks, retention, roles, tasks  # noqa: F401 -- app ready
