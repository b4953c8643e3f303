"""The pages of content notes: one's own wishes, a community's list, a facilitator's note."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from machina.core.db.models import get_model

from communities.access import can_look_after
from communities.models import CommunityPage
from core.access import require
from forum.care import notes, services
from forum.care.forms import ListForm, PostNotesForm, Wish, WishesForm
from forum.care.models import CommunityNotes, PostNotes

Post = get_model("forum_conversation", "Post")


@login_required
def my_notes(request: Any) -> HttpResponse:
    """What becomes of posts with each note, for this reader alone."""
    choices = notes.choices_of(request.user)
    communities = CommunityPage.objects.filter(memberships__in=request.user.memberships.active())
    kept = communities.order_by("folded_title").values_list("content_notes__names", flat=True)
    own = notes.names(notes.lines([*choices.chosen, *notes.DEFAULT]))
    known = notes.names(notes.lines([*(n for one in kept for n in notes.listed(one)), *own]))
    form = WishesForm(request.POST or None, known=known, choices=choices)
    if request.method == "POST" and form.is_valid():
        services.choose(
            reader=request.user,
            shown=form.wished(Wish.SHOW),
            left_out=form.wished(Wish.LEAVE_OUT),
        )
        messages.success(request, _("It is as you wish from now on."))
        return redirect("my_content_notes")
    return render(request, "forum/my_notes.html", {"form": form})


@login_required
def community_notes(request: HttpRequest, community_id: int) -> HttpResponse:
    """The list that a community offers; not there but for those who look after it."""
    community = get_object_or_404(CommunityPage.objects.live(), pk=community_id)
    require(can_look_after, request.user, community)
    kept = CommunityNotes.objects.filter(community=community).values_list("names", flat=True)
    initial = {"names": notes.lines(notes.listed(kept.first()))}
    form = ListForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.keep_list(community=community, names=form.cleaned_data["names"])
        messages.success(request, _("The list is saved."))
        return redirect("communities:looking_after", community.pk)
    return render(request, "forum/community_notes.html", {"form": form, "community": community})


@login_required
def note_post(request: Any, pk: int) -> HttpResponse:
    """Add a note to somebody's post: for those who look after its room."""
    posts = Post.objects.select_related("topic__forum", "poster")
    post = get_object_or_404(posts, pk=pk)
    handler, forum = request.forum_permission_handler, post.topic.forum
    if not (
        handler.can_read_post(post, request.user) and handler.can_approve_posts(forum, request.user)
    ):
        raise Http404
    kept = PostNotes.objects.filter(post=post).values_list("by_facilitator", flat=True).first()
    form = PostNotesForm(
        request.POST or None, offered=notes.offered_in(forum), chosen=notes.names(kept)
    )
    if request.method == "POST" and form.is_valid():
        services.note_for(
            post=post,
            names=form.cleaned_data["notes"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The notes are as you chose."))
        topic = redirect(
            "forum_conversation:topic", forum.slug, forum.pk, post.topic.slug, post.topic_id
        )
        topic["Location"] += f"?post={post.pk}#{post.pk}"
        return topic
    return render(
        request, "forum/note_post.html", {"form": form, "post": post, "topic": post.topic}
    )
