from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "frame"
    verbose_name = "Frame"
    default_auto_field = "django.db.models.BigAutoField"
