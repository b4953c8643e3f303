"""The database's own statistics of how much there is."""

from django.db import connection


def analyse() -> None:
    """Have the database count: it chooses badly for tables filled or restored a moment ago."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
