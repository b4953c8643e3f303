"""A database of the bench's own, for those that write into one."""

import os
import sys


def begin(settings: str, folder: str, **variables: str) -> None:
    """Set Django up on the database that ``DATABASE_URL`` names, or on a new SQLite one in
    *folder*, and migrate it. Ends the process with 1 where there are people already."""
    os.environ["TRIAL"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["PRIVATE_ROOT"] = os.environ["MEDIA_ROOT"] = folder
    os.environ.update(variables)

    import django

    django.setup()
    from django.core.management import call_command

    from members.models import User

    call_command("migrate", verbosity=0)
    if User.objects.exists():
        print("This database has people in it. Name an empty one in DATABASE_URL.")
        sys.exit(1)
