from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Called as the site's own app is, so that the rows in the database are found."""

    name = "bench.stock.people"
    label = "members"
    default_auto_field = "django.db.models.BigAutoField"
