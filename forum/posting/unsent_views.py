"""A message without a name before it is sent: written, looked at, taken back, written on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.marks import if_it_can_be_kept
from forum.checking.models import WhyHeld
from forum.drafts.kept_words import forget_words, is_open, own_words, where_they_belong
from forum.posting import notices, unsent
from forum.posting.previews import as_others_see_it
from forum.posting.ways import NO_FILES, READ_FIRST
from forum.signing.models import Unsent
from members.sending import once


class SignsOtherwise(View):
    """A form for a new post, which may be signed without its author's name."""

    request: Any

    def store(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        if post_form.names_author:
            response = super().store(post_form, attachment_formset, **more)  # type: ignore[misc]
            post_form.keep_way()
            return response
        if attachment_formset is not None and attachment_formset.new_files():
            raise ValidationError(NO_FILES)
        if post_form.found and post_form.found.why != WhyHeld.Why.WATCHED:
            raise ValidationError(READ_FIRST)
        kept = post_form.seal(poll=self.poll_of(post_form, more.get("poll_option_formset")))
        messages.success(self.request, _("Your message waits here. Nobody else sees it yet."))
        return redirect("unsent", kept.key)

    def respond(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        """With a preview, show the message in each place where others will come across it."""
        if more.get("preview"):
            poll = self.poll_of(post_form, more.get("poll_option_formset"))
            more["previews"] = as_others_see_it(self.request, post_form, poll)
        return super().respond(post_form, attachment_formset, **more)  # type: ignore[misc]

    def poll_of(self, post_form: Any, options: Any) -> dict[str, Any] | None:
        if options is None:
            return None
        texts = [form.cleaned_data["text"] for form in options.kept_forms()]
        return {**post_form.poll_told, "options": texts}


@login_required
@require_safe
def unsent_post(request: Any, key: str) -> HttpResponse:
    kept = own_words(request, Unsent, key=key)
    with if_it_can_be_kept():
        notices.not_sent_seen(kept, request.user)
    topic, may_write = where_they_belong(request, kept)
    forum = kept.forum if is_open(request, kept) else None
    context = {"kept": kept, "forum": forum, "topic": topic, "may_write": may_write}
    return render(request, "forum_conversation/unsent.html", context)


@login_required
@require_POST
@once
def take_back_unsent(request: Any, key: str) -> HttpResponse:
    """Stop it from being sent, and lead to its words; 404 where it was quicker."""
    kept = own_words(request, Unsent, key=key)
    try:
        unsent.take_back(unsent=kept)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        raise Http404 from refused
    messages.success(request, _("It is not sent. Your words are here."))
    return redirect("unsent", key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def forget_unsent(request: Any, key: str) -> HttpResponse:
    kept = own_words(request, Unsent, key=key)
    return forget_words(request, kept, "forum_conversation/unsent_forget.html")
