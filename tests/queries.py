"""Counting what a page asks of the database."""

from typing import Any

from django.test.utils import CaptureQueriesContext

NO_QUESTIONS = ("shared_cache", "clock_timestamp()")


class Queries(CaptureQueriesContext):
    """What is asked of our own tables, so that the number is the same with every cache.

    Without Redis the shared cache is a table (``cop_site.environment.shared_cache``): what is
    asked of it is asked of Redis elsewhere. Nor is the time a question, which PostgreSQL is asked
    and SQLite is not (``work.moment``).
    """

    @property
    def captured_queries(self) -> list[dict[str, Any]]:
        return [
            query
            for query in super().captured_queries
            if not any(words in query["sql"] for words in NO_QUESTIONS)
        ]
