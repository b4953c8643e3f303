from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    label = "cop_forum"
    verbose_name = "Discussions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forum.quiet import quieten_machina  # -- app ready

        quieten_machina()
