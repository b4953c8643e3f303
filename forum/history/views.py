"""What is out of view, putting it back, and what was changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.looks import note_look
from core.access import require
from core.limits import limited
from core.marks import if_it_can_be_kept
from forum.history.access import (
    can_restore,
    can_see_changes,
    can_see_removal,
    can_see_what_was_taken_out,
    shows_history,
)
from forum.history.differences import Piece, differences
from forum.history.models import EARLIER_FOR, EarlierVersion, Removal
from forum.history.notices import hiding_seen
from forum.history.services import restore_post
from forum.notices import where_it_stands
from forum.signing.seals import is_by, is_sealed, told
from forum.topics.models import Post
from members import audit
from members.sending import once

PAGE = 20


def _note(by: Any, what: str, posts: Iterable[Post]) -> None:
    """Note a look at the authors: members do not see this."""
    note_look(by=by, about=[post.poster for post in posts], what=what)


def _removal_of(request: Any, post_id: int) -> Removal | None:
    """Why this post is out of view, for who may know; None where they may read it in its place."""
    removal = Removal.objects.in_words().filter(post=post_id).first()
    if removal is None:
        posts = Post.objects.select_related("topic__forum")
        post = get_object_or_404(posts, pk=post_id)
        if not request.forum_permission_handler.can_read_post(post, request.user):
            raise Http404
        return None
    require(can_see_removal, request.user, removal)
    removal.post.topic = removal.topic
    return removal


def _to(post_id: int) -> HttpResponse:
    """Lead to a post in its place."""
    post = Post.objects.select_related("topic__forum").get(pk=post_id)
    return redirect(where_it_stands(post))


@login_required
@require_safe
def removed(request: Any, post_id: int) -> HttpResponse:
    """What was withdrawn or hidden, for its author; what was hidden, for facilitators too."""
    removal = _removal_of(request, post_id)
    if removal is None:
        return _to(post_id)
    is_own = is_by(removal.post, request.user)
    if is_own:
        with if_it_can_be_kept():
            hiding_seen(removal, request.user)
    else:
        _note(request.user, audit.HIDDEN, [removal.post])
    others = removal.topic.posts.exclude(pk=removal.post_id).filter(removal=None)
    context = {
        "removal": removal,
        "post": removal.post,
        "topic": removal.topic,
        "forum": removal.topic.forum,
        "is_own": is_own,
        "answers": others.count() if removal.takes_topic else 0,
        "may_restore": can_restore(request.user, removal),
    }
    return render(request, "forum/removed.html", context)


@login_required
@require_POST
@once
@limited("forum-restore", limit=30, seconds=60)
def restore(request: Any, post_id: int) -> HttpResponse:
    """Put it back, and lead to where it stands; whoever comes second is led there too."""
    removal = _removal_of(request, post_id)
    if removal is not None:
        require(can_restore, request.user, removal)
        restore_post(removal=removal, by=request.user)
    messages.success(request, _("It is back in its place, as it was."))
    return _to(post_id)


@login_required
@require_safe
def hidden_posts(request: Any) -> HttpResponse:
    """What was hidden in the rooms that this person looks after; not there for anybody else."""
    rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
    if not rooms:
        raise Http404
    removals = Removal.objects.hidden_in(rooms).in_words()
    page = Paginator(removals, PAGE).get_page(request.GET.get("page"))
    for removal in page.object_list:
        removal.post.topic = removal.topic
    _note(request.user, audit.HIDDEN, [removal.post for removal in page.object_list])
    context = {"removals": page.object_list, "page_obj": page, "paginator": page.paginator}
    return render(request, "forum/hidden_posts.html", context)


@dataclass(frozen=True)
class Change:
    """One change of a post: when, by whom, why, and what is different since."""

    at: datetime
    is_by_author: bool
    reason: str
    title: list[Piece]
    text: list[Piece]
    is_withheld: bool = False
    """Whether somebody else's details were taken out by it, which this reader does not see."""


@login_required
@require_safe
def changes(request: Any, post_id: int) -> HttpResponse:
    """What a post said before, word by word, the latest change first."""
    posts = Post.objects.select_related("topic__forum__room", "poster")
    post = get_object_or_404(posts, pk=post_id)
    require(can_see_changes, request.user, post)
    if not shows_history(post.topic.forum):
        _note(request.user, audit.EARLIER, [post])
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "changes": list(_changes(post, can_see_what_was_taken_out(request.user, post))),
        "days": EARLIER_FOR.days,
        "everybody_sees": shows_history(post.topic.forum),
    }
    return render(request, "forum/changes.html", context)


def _changes(post: Post, sees_all: bool) -> Iterable[Change]:
    """The changes, the latest first; where somebody's details may stand, and what was before
    that, not for every reader."""
    title, text = post.subject, post.content.raw
    for version in EarlierVersion.objects.filter(post=post).order_by("-pk"):
        if version.taken_out and not sees_all:
            yield Change(version.at, False, "", [], [], is_withheld=True)
            return
        yield Change(
            at=told(version.at, sealed=is_sealed(post)),
            is_by_author=version.by_id == post.poster_id,
            reason=version.reason,
            title=differences(version.title, title) if version.title not in ("", title) else [],
            text=differences(version.text, text),
        )
        title, text = version.title or title, version.text
