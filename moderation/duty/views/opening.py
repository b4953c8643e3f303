"""Opening an item: from a message, from a report, or from nothing."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import CommunityPage
from forum.signing.seals import is_by
from forum.templatetags.forum_ways import address
from forum.topics.models import Post
from members.sending import once
from moderation.duty import services
from moderation.duty.access import can_look_at_item, may_open_in, on_duty_in
from moderation.duty.forms import OpenForm
from moderation.duty.views.looking_after import for_facilitators


@once
@for_facilitators
def from_nothing(request: Any, community: CommunityPage) -> HttpResponse:
    """Something that came another way, such as by telephone."""
    here = CommunityPage.objects.filter(pk=community.pk)
    back = reverse("duty:community", args=[community.pk])
    return _open(request, here, back)


@once
@login_required
def from_message(request: Any, post_id: int) -> HttpResponse:
    """A message that somebody should look at who is on duty; never one's own.

    In a room of no community it is for one that the person facilitates, and where there is none it
    is reported instead.
    """
    posts = Post.objects.select_related("topic__forum__room", "poster")
    post = get_object_or_404(posts, pk=post_id)
    handler = request.forum_permission_handler
    looks_after = handler.can_approve_posts(post.topic.forum, request.user)
    if not handler.can_read_post(post, request.user) or not looks_after:
        raise Http404
    if is_by(post, request.user):
        raise Http404
    room = getattr(post.topic.forum, "room", None)
    here = CommunityPage.objects.filter(rooms=room) if room else CommunityPage.objects.none()
    found = may_open_in(request.user, here) if here.exists() else on_duty_in(request.user)
    if not found.exists():
        messages.info(request, _("Nobody is on duty for this room. You can report it instead."))
        return redirect("moderation:report", "message", post.pk)
    return _open(request, found, address(post), post=post, subject=post.poster)


@once
@login_required
def from_report(request: Any, key: str) -> HttpResponse:
    """A report that falls to the person, for whoever is on duty in its community."""
    reports: Any = apps.get_model("moderation", "Report")._default_manager
    report = get_object_or_404(reports.falling_to(request.user).select_related("subject"), key=key)
    found = may_open_in(request.user, CommunityPage.objects.filter(reports=report))
    if not found.exists():
        raise Http404
    return _open(request, found, report.get_absolute_url(), report=report, subject=report.subject)


def _open(
    request: Any, communities: QuerySet[CommunityPage], back: str, **about: Any
) -> HttpResponse:
    communities = communities.order_by("folded_title").distinct()
    form = OpenForm(request.POST if request.method == "POST" else None, communities=communities)
    if request.method == "POST" and form.is_valid():
        item = services.open_item(
            community=form.community,
            by=request.user,
            level=form.cleaned_data["level"],
            words=form.cleaned_data["words"],
            **about,
        )
        messages.success(request, _("It stands with what waits on duty."))
        return redirect(item if can_look_at_item(request.user, item) else back)
    said = {"form": form, "back": back, "crumbs": [{"title": _("Home"), "url": "/"}], **about}
    return render(request, "moderation/duty/open.html", said | {"communities": communities})
