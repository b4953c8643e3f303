"""Editors' screens that note a look for the people whom they show."""

from collections.abc import Iterable
from typing import Any, ClassVar

from members import audit
from members.models import User


class Noted:
    """The first base of a view that shows people by right: it notes a look for those on a page."""

    request: Any
    look: ClassVar[str]

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        """The people on this page; unless told otherwise, those of the list or the one."""
        if "object_list" in context:
            return [self.whose(row) for row in context["object_list"]]
        return [self.whose(self.object)]  # type: ignore[attr-defined]

    def whose(self, row: Any) -> User:
        return row

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)  # type: ignore[misc]
        audit.note(by=self.request.user, about=self.whom(context), what=self.look)
        return context


class NotedOne(Noted):
    """``Noted`` for a list about one thing, such as its history."""

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        return [self.whose(self.object)]  # type: ignore[attr-defined]
