"""What was sent back to somebody: why, their words, and the way to try again with them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods, require_safe

from core.addresses import number
from core.marks import if_it_can_be_kept
from forum import notices
from forum.care.notes import names
from forum.drafts.kept_words import forget_words, own_words, where_they_belong
from forum.posting.forms import KeptWordsForm
from forum.posting.services import Gone
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from members.sending import once


class TriesAgain(View):
    """A form for a new post, filled with the words that ``?again=`` names.

    They have been sent back to this very person, from here; or they are theirs and not sent, which
    ``?unsent=`` names. Once sent they are kept no longer.
    """

    request: Any

    @cached_property
    def again(self) -> DeclinedPost | Unsent | None:
        sent_back, unsent = number(self.request.GET.get("again")), self.request.GET.get("unsent")
        topic = self.get_topic()  # type: ignore[attr-defined]
        place = {"topic": topic} if topic else {"forum": self.get_forum(), "starts_topic": True}  # type: ignore[attr-defined]
        own = {"author": self.request.user.pk, **place}
        if unsent:
            return Unsent.objects.filter(key=unsent, goes_at=None, **own).first()
        if sent_back:
            return DeclinedPost.objects.filter(pk=sent_back, **own).first()
        return None

    @property
    def first_filling(self) -> DeclinedPost | Unsent | None:
        """The words to fill an empty form with; what somebody has sent stands for itself."""
        return self.again if self.request.method != "POST" else None

    def get_post_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_post_form_kwargs()  # type: ignore[misc]
        if kept := self.first_filling:
            poll = {f"poll_{name}": value for name, value in kept.poll.items()}
            title = {"subject": kept.subject} if kept.starts_topic else {}
            words = {"content": kept.text, "quoted": kept.quoted}
            kwargs["initial"] = {**words, **title, **poll, **_choices(kept)}
        return kwargs

    def get_poll_option_formset_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_poll_option_formset_kwargs()  # type: ignore[misc]
        if kept := self.first_filling:
            kwargs["initial"] = [{"text": text} for text in kept.poll.get("options", [])]
        return kwargs

    def get_poll_option_formset(self, formset_class: Any) -> Any:
        formset = super().get_poll_option_formset(formset_class)  # type: ignore[misc]
        if formset is not None and formset.initial_extra:
            formset.extra = max(formset.extra, len(formset.initial_extra))
        return formset

    def store(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        response = super().store(post_form, attachment_formset, **more)  # type: ignore[misc]
        if self.again:
            self.again.delete()
        return response


def _choices(kept: DeclinedPost | Unsent) -> dict[str, Any]:
    """What was chosen for words that are not sent."""
    if isinstance(kept, DeclinedPost):
        return {}
    return {
        "notes": names(kept.notes),
        "is_question": kept.is_question,
        "way": kept.way,
        "peers_first_hours": kept.peers_first_hours,
    }


class SentBackMeanwhile(View):
    """A form to change a post, which may be sent back while its author is still typing.

    Then nothing they typed is lost: the words that are kept for them become these, and they are
    led to where they read why and may try again. A poll is kept as it was last saved.
    """

    request: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
        except (Http404, Gone):
            kept = self.sent_back()
            if kept is None:
                raise Http404 from None
        if request.method == "POST":
            KeptWordsForm(request.POST, request.FILES).keep(kept)
            messages.info(request, _("It was sent back meanwhile. Your change is kept, here."))
        return redirect("declined_post", kept.pk)

    def key_of_post(self) -> int | None:
        """The key that the post had."""
        return number(self.kwargs["pk"])

    def sent_back(self) -> DeclinedPost | None:
        """What was sent back to this very person from here, where they may still read."""
        user, handler = self.request.user, self.request.forum_permission_handler
        place = {"post_id": self.key_of_post(), "forum": self.kwargs["forum_pk"]}
        own = DeclinedPost.objects.filter(author=user.pk, **place).select_related("forum")
        kept = own.first()
        return kept if kept and handler.can_read_forum(kept.forum, user) else None


@login_required
@require_safe
def declined_post(request: Any, pk: int) -> HttpResponse:
    kept = own_words(request, DeclinedPost, pk=pk)
    with if_it_can_be_kept():
        notices.sent_back_seen(kept, request.user)
    topic, may_try = where_they_belong(request, kept)
    context = {"kept": kept, "forum": kept.forum, "topic": topic, "may_try": may_try}
    return render(request, "forum_conversation/declined_post.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def forget_declined_post(request: Any, pk: int) -> HttpResponse:
    kept = own_words(request, DeclinedPost, pk=pk)
    return forget_words(request, kept, "forum_conversation/declined_post_forget.html")
