"""Drafts: keeping one, and the page with all that somebody has not sent."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.limits import limited
from forum.drafts import services
from forum.drafts.holds import FIELD, Hold
from forum.drafts.kept_words import is_open, where_they_belong
from forum.signing.enums import Way
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from members.sending import fields, is_sent

ON_A_PAGE = 20
OF_THE_PAGE = {
    *(FIELD, "told", "preview", "content", "subject", "way", "quote", "quoted"),
    *("first_post", "kept_files"),
}
"""Fields of a form for a post that are words of their own, or none of their author's."""


_NAME = re.compile(r"(?!.*_FORMS$)[a-z][a-z0-9_-]{0,60}")
"""Of a field that a form of ours has; how many rows it has, it says anew."""


class DraftForm(forms.Form):
    """What stands in a form for a post, as it is: nothing is required of a draft."""

    subject = forms.CharField(required=False)
    content = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    way = forms.ChoiceField(choices=Way, required=False)
    quote = forms.IntegerField(required=False)
    quoted = forms.CharField(required=False, widget=forms.Textarea)

    @property
    def said(self) -> dict[str, Any]:
        self.full_clean()
        said = self.cleaned_data
        return {
            "subject": said.get("subject") or "",
            "text": said.get("content") or "",
            "way": said.get("way") or Way.NAME.value,
            "quote": said.get("quote"),
            "quoted": said.get("quoted") or "",
        }


def beside(request: Any) -> list[tuple[str, str]]:
    """What else was filled in, in the order of the form."""
    typed = forms.CharField(required=False, widget=forms.Textarea)
    return [
        (name, typed.to_python(value) or "")
        for name, value in fields.filled_in(request)[:200]
        if value and _NAME.fullmatch(name) and name not in OF_THE_PAGE
    ]


@require_POST
@limited("draft", limit=60, seconds=60)
def save_draft(request: Any) -> HttpResponse:
    """Keep what stands in a form. A script is told what became of it, and nothing else happens; a
    person is led to what they have not sent."""
    by_script = not request.accepts("text/html")
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    hold = Hold.read(request.POST.get(FIELD, ""))
    if hold is None:
        raise Http404
    with transaction.atomic():
        sent = is_sent(request)
        said = DraftForm(request.POST).said
        draft = None
        if not sent:
            draft = services.keep(author=request.user, hold=hold, fields=beside(request), **said)
    if by_script:
        return JsonResponse({"sent": sent, "draft": str(hold.next(draft)) if draft else ""})
    if sent:
        messages.info(request, _("This was sent already."))
    elif draft is None:
        messages.info(request, _("There was nothing to keep."))
    elif request.FILES:
        messages.success(request, _("Your draft is kept. Files are not: choose them again then."))
    else:
        messages.success(request, _("Your draft is kept."))
    return redirect("drafts")


@login_required
@require_safe
def drafts(request: Any) -> HttpResponse:
    """All that this person has written and not sent, the latest first, and what was sent back."""
    own = Unsent.objects.filter(author=request.user).order_by("-at", "-pk")
    own = own.select_related("forum__room", "topic__forum__room", "topic__standing", "post")
    page = Paginator(own, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(request, kept) for kept in page]
    sent_back = DeclinedPost.objects.filter(author=request.user).select_related("forum")
    readable = request.forum_permission_handler.readable_forum_ids(request.user)
    sent_back = sent_back.filter(forum__in=readable).order_by("-at", "-pk")
    context = {"page_obj": page, "rows": rows, "sent_back": sent_back[:ON_A_PAGE]}
    return render(request, "forum_conversation/drafts.html", context)


def _row(request: Any, kept: Unsent) -> dict[str, Any]:
    if kept.post and kept.topic:
        kept.post.topic = kept.topic
    topic, may_write = where_they_belong(request, kept)
    opens = is_open(request, kept)
    return {"kept": kept, "is_open": opens, "topic": topic, "may_write": may_write}
