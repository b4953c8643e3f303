"""What the database knows of how much there is."""

from django.db import connection


def analyse() -> None:
    """Have it look: it chooses badly for tables that were filled or restored a moment ago."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
