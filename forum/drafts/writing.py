"""Forms for a post whose words are kept while they are typed."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.views import View

from forum.drafts import services
from forum.drafts.holds import FIELD, Hold
from forum.signing.enums import Way
from forum.signing.models import Unsent
from forum.signing.seals import is_sealed
from members.sending.filling import Page


class KeepsDraft(View):
    """A form that begins with the draft for its place, or the one that ``?unsent=`` names. Once it
    is sent, the draft is gone with it."""

    request: Any

    @cached_property
    def draft(self) -> Unsent | None:
        """The words with which the form begins; what somebody has sent stands for itself."""
        if self.request.method == "POST" or not self.request.user.is_authenticated:
            return None
        if again := getattr(self, "again", None):
            return again if isinstance(again, Unsent) else None
        hold = self._hold()
        return services.drafts_for(self.request.user, hold.kind, hold.pk).first()

    @cached_property
    def hold(self) -> Hold | None:
        """Where the form's words are kept; None where they are not: see ``services.keep``."""
        post = self.get_post()  # type: ignore[attr-defined]
        if post is not None and is_sealed(post):
            return None
        return Hold.read(self.request.POST.get(FIELD, "")) or self._hold().from_(self.draft)

    def _hold(self) -> Hold:
        place = self.get_post() or self.get_topic() or self.get_forum()  # type: ignore[attr-defined]
        return Hold.of(place, is_case=getattr(self, "is_case", False))

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().get(request, *args, **kwargs)  # type: ignore[misc]
        if self.draft and self.draft.is_draft:
            response.render()
            response.content = self._filled(response.content.decode(), self.draft)
        return response

    def _filled(self, html: str, draft: Unsent) -> str:
        said = [("subject", draft.subject), ("content", draft.text), ("way", draft.way)]
        source = getattr(self, "source", None)
        if source is not None and draft.source_id == source.pk:
            said.append(("quoted", draft.quoted))
        said += [(name, value) for name, value in draft.fields]
        address, names = self.request.get_full_path(), (name for name, _value in said)
        page = Page(html, address=address, path=self.request.path, names=names)
        left = [words for words in page.fill(said, "") if words not in Way.values]
        context = {"draft": draft, "left": left}
        page.begin_with(render_to_string("forum_conversation/_draft_back.html", context))
        return str(page)

    def store(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        response = super().store(post_form, attachment_formset, **more)  # type: ignore[misc]
        hold = Hold.read(self.request.POST.get(FIELD, ""))
        services.forget_sent(author=self.request.user, hold=hold)
        return response
