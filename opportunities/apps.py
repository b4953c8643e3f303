from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "opportunities"
    verbose_name = "Training and scholarships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from opportunities import catching_up, notices, tasks  # noqa: F401 -- app ready
