"""Counting what a page asks of the database."""

from typing import Any

from django.test.utils import CaptureQueriesContext


class Queries(CaptureQueriesContext):
    """What is asked of our own tables, so that the number is the same with every cache.

    Without Redis the shared cache is a table (``cop_site.environment.shared_cache``): what is
    asked of it is asked of Redis elsewhere.
    """

    @property
    def captured_queries(self) -> list[dict[str, Any]]:
        return [query for query in super().captured_queries if "shared_cache" not in query["sql"]]
