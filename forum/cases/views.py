"""Beginning a topic as a case."""

from typing import Any

from django.utils.functional import cached_property
from django.views import View

from forum.cases.prompts import filled_in
from forum.cases.services import may_hold_cases

KIND = "case"


class BeginsCase(View):
    """A form for a new topic; ``?kind=case`` makes it one for a case, with headings in it."""

    request: Any

    @cached_property
    def offers_cases(self) -> bool:
        return may_hold_cases(self.get_forum().pk)  # type: ignore[attr-defined]

    @property
    def is_case(self) -> bool:
        return self.request.GET.get("kind") == KIND and self.offers_cases

    @property
    def other_kind_address(self) -> str:
        """This form for the other kind of topic; words that were sent back go along."""
        query = self.request.GET.copy()
        query.pop("kind", None)
        if not self.is_case:
            query["kind"] = KIND
        return f"{self.request.path}?{query.urlencode()}"

    def get_post_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_post_form_kwargs()  # type: ignore[misc]
        if self.is_case:
            first = {"content": filled_in()} | (kwargs.get("initial") or {})
            kwargs |= {"is_case": True, "initial": first}
        return kwargs
