"""A change that waits: its author's form, its own page, and what a facilitator answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.views import View
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.looks import note_look
from core.addresses import number
from core.marks import if_it_can_be_kept
from forum.care.notes import names
from forum.history.differences import differences
from forum.notices import change_seen, where_it_stands
from forum.posting import changes
from forum.posting.forms import SendChangeBackForm
from forum.signing.seals import is_by, written_by
from forum.topics.held import HeldChange
from forum.topics.models import Post
from members import audit
from members.sending import once

WAITS = lazily(
    "Thank you. Your change waits for a facilitator to read it. Until then others read what "
    "was there before. You will be told."
)
NO_NEW_FILES = lazily(
    "Files stay as they are while others read this message: you may take one away. To add one, or "
    "to say anew what it is, please write a reply."
)


class MayWait(View):
    """A form to change a post, whose change may have to wait: files and polls, which others have
    seen as they are, do not change with it."""

    request: Any

    @cached_property
    def waits(self) -> bool:
        handler, post = self.request.forum_permission_handler, self.get_post()  # type: ignore[attr-defined]
        return changes.must_wait(handler, post, self.request.user)

    def get_poll_option_formset(self, formset_class: Any) -> Any:
        return None if self.waits else super().get_poll_option_formset(formset_class)  # type: ignore[misc]

    def get_attachment_formset(self, formset_class: Any) -> Any:
        formset = super().get_attachment_formset(formset_class)  # type: ignore[misc]
        if formset is not None and self.waits:
            formset.extra = 0
        return formset

    def why_wait(self, post_form: Any, attachment_formset: Any) -> Any:
        if self.waits and attachment_formset is not None:
            kept = [form for form in attachment_formset.forms if not form["DELETE"].value()]
            if any(form.has_changed() for form in kept):
                return NO_NEW_FILES
        return super().why_wait(post_form, attachment_formset)  # type: ignore[misc]

    def in_words(self, post_form: Any) -> Any:
        if post_form.waits and post_form.change:
            return WAITS
        return super().in_words(post_form)  # type: ignore[misc]


def _change(request: Any, post_id: int) -> tuple[HeldChange, bool]:
    """The change of this post, and whether the reader answers it; 404 to everybody but its author
    and those who look after the room, who know of what waits alone."""
    found = HeldChange.objects.select_related(
        "post__topic__forum", "post__poster", "post__why_held"
    )
    change = get_object_or_404(found, post=post_id)
    post, user = change.post, request.user
    handler = request.forum_permission_handler
    if not handler.can_read_post(post, user):
        raise Http404
    if is_by(post, user):
        return change, False
    if not (change.is_waiting and handler.can_approve_posts(post.topic.forum, user)):
        raise Http404
    if not (post.approved and post.topic.approved):
        raise Http404
    return change, True


def _note(by: Any, change: HeldChange) -> None:
    """Note a look at the author: who looks after a room sees what they want to say."""
    note_look(by=by, about=[change.post.poster], what=audit.POSTS)


def _compared(change: HeldChange) -> dict[str, Any]:
    """What would be different, for a page."""
    post = change.post
    is_renamed = change.title not in ("", post.subject)
    return {
        "change": change,
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "title": differences(post.subject, change.title) if is_renamed else [],
        "text": differences(post.content.raw, change.text),
        "notes": None if change.notes is None else names(change.notes),
    }


@login_required
@require_safe
def waiting_change(request: Any, post_id: int) -> HttpResponse:
    """What would be different, for its author and for who answers it."""
    change, answers = _change(request, post_id)
    if answers:
        _note(request.user, change)
    else:
        with if_it_can_be_kept():
            change_seen(change.post, request.user)
    handler = request.forum_permission_handler
    context = _compared(change) | {
        "answers": answers,
        "may_edit": handler.can_edit_post(change.post, request.user),
    }
    return render(request, "forum/waiting_change.html", context)


def _answer(
    request: Any, service: Callable[..., Any], change: HeldChange, done: str, **said: Any
) -> HttpResponse:
    """Do it to the words that were read; another version is shown once more."""
    read = number(request.POST.get("read"))
    try:
        service(change=change, by=request.user, read=read, **said)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        if refused.messages[0] == changes.CHANGED:
            return redirect("waiting_change", change.post_id)
    else:
        messages.success(request, done)
    return redirect("forum_moderation:queue")


def _to_answer(request: Any, post_id: int) -> HeldChange | None:
    """The change, for who answers it; None when somebody else has answered it meanwhile."""
    try:
        change, answers = _change(request, post_id)
    except Http404:
        rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
        readable = Post.objects.filter(approved=True, topic__approved=True, topic__forum__in=rooms)
        if not readable.filter(pk=post_id).exclude(written_by(request.user.pk)).exists():
            raise
        return None
    if not answers:
        raise Http404
    return change


def _gone(request: Any) -> HttpResponse:
    messages.info(request, changes.ANSWERED)
    return redirect("forum_moderation:queue")


@login_required
@require_POST
@once
def let_change_through(request: Any, post_id: int) -> HttpResponse:
    change = _to_answer(request, post_id)
    if change is None:
        return _gone(request)
    done = _("The change is there: everybody in the room reads it now.")
    return _answer(request, changes.let_change_through, change, done)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def send_change_back(request: Any, post_id: int) -> HttpResponse:
    """Ask why, and leave the post as it is."""
    change = _to_answer(request, post_id)
    if change is None:
        return _gone(request)
    form = SendChangeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _("The change is sent back, with your words to its author.")
        because = form.cleaned_data["reason"]
        return _answer(request, changes.send_change_back, change, done, because=because)
    _note(request.user, change)
    context = _compared(change) | {"form": form}
    return render(request, "forum/send_change_back.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def forget_change(request: Any, post_id: int) -> HttpResponse:
    """Ask, and leave the post as it is, for good."""
    change, answers = _change(request, post_id)
    if answers:
        raise Http404
    if request.method != "POST":
        return render(request, "forum/forget_change.html", _compared(change))
    changes.forget_change(post=change.post)
    messages.success(request, _("Your message stays as it is. The change is deleted."))
    return redirect(where_it_stands(change.post))
