"""Keeping a message for later, and the page of what one keeps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.limits import limited
from forum.bookmarks import services
from forum.bookmarks.forms import KeepForm
from forum.bookmarks.models import Bookmark
from forum.care.notes import noted
from forum.excerpts import excerpt
from forum.notices import where_it_stands
from forum.topics.models import Post
from members.sending import once

PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@limited("keep", limit=120, seconds=3600)
def keep_post(request: Any, pk: int) -> HttpResponse:
    """Keep a message that one may read, or change what one noted of it."""
    posts = noted(Post.objects).select_related("topic__forum", "poster")
    post = get_object_or_404(posts, pk=pk, approved=True, topic__approved=True)
    if not request.forum_permission_handler.can_read_post(post, request.user):
        raise Http404
    kept = Bookmark.objects.filter(member=request.user, post=post).first()
    initial = {"note": kept.note, "list_name": kept.list_name} if kept else {}
    sent = request.POST if request.method == "POST" else None
    form = KeepForm(sent, lists=_lists(request.user), initial=initial)
    if sent is not None and form.is_valid():
        try:
            form.save(post=post, member=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You find it under “Kept for later”."))
            return redirect(where_it_stands(post))
    context = {"form": form, "post": post, "topic": post.topic, "forum": post.topic.forum}
    return render(request, "forum/keep_post.html", context | {"kept": kept})


@login_required
@require_safe
def kept_posts(request: Any) -> HttpResponse:
    """What the member keeps, the latest first; of what is not open to them, their note alone."""
    readable = request.forum_permission_handler.readable_forum_ids(request.user)
    own = Bookmark.objects.filter(member=request.user)
    lists = _lists(request.user)
    chosen = request.GET.get("list", "")
    rows = own.filter(list_name=chosen) if chosen in lists else own
    rows = rows.with_what_is_open(readable).order_by("-at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    _put_posts_to(page.object_list, request.user)
    context = {"kept": page.object_list, "page_obj": page, "lists": lists}
    return render(request, "forum/kept_posts.html", context | {"chosen": chosen})


@login_required
@require_POST
@once
@limited("keep", limit=120, seconds=3600)
def remove_kept(request: Any, pk: int) -> HttpResponse:
    services.remove(bookmark=get_object_or_404(Bookmark, pk=pk, member=request.user))
    messages.success(request, _("You keep it no longer."))
    return redirect("kept_posts")


def _lists(member: Any) -> list[str]:
    own = Bookmark.objects.filter(member=member).exclude(list_name="")
    return list(own.order_by("list_name").values_list("list_name", flat=True).distinct())


def _put_posts_to(kept: Any, reader: Any) -> None:
    """Give each row its ``shown`` post, and how that begins, where it is open to the reader."""
    keys = [row.post_id for row in kept if row.is_open]
    posts = noted(Post.objects).select_related("topic__forum", "poster").in_bulk(keys)
    for row in kept:
        row.shown = posts.get(row.post_id) if row.is_open else None
        if row.shown:
            row.beginning = excerpt(row.shown._content_rendered, row.shown.care_notes, reader)
