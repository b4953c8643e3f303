"""Answering one message of a topic, with words of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from core.addresses import number
from forum.quoting.access import to_quote


class Quotes(View):
    """A form for an answer in a topic; ``quote`` names the message of it that is answered, in the
    address or in the form, or a draft does.

    One that is not there, or went out of view while somebody wrote, is no hindrance: their own
    words are sent without it, and they are told.
    """

    request: Any

    @cached_property
    def source(self) -> Any:
        named = self.request.GET.get("quote") or self.request.POST.get("quote")
        draft = getattr(self, "draft", None)
        key = number(named) if named else getattr(draft, "source_id", None)
        return to_quote(self.get_topic(), key)  # type: ignore[attr-defined]

    def get_post_form_kwargs(self) -> dict[str, Any]:
        return super().get_post_form_kwargs() | {"source": self.source}  # type: ignore[misc]

    def store(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        response = super().store(post_form, attachment_formset, **more)  # type: ignore[misc]
        if self.source is None and "quoted" in self.request.POST:
            gone = _("The message that you quoted is not here any more. Your words stand alone.")
            messages.info(self.request, gone)
        return response
