"""The queue of posts that wait to be read."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_moderation import views as machina
from machina.core.db.models import get_model

from communities.looks import note_look
from core.addresses import number
from core.marks import if_it_can_be_kept
from forum.care.notes import noted
from forum.checking.notices import WAITS
from forum.notices import have_seen
from forum.posting import services
from forum.posting.forms import DeclineForm
from forum.posting.undoing import signed_for
from forum.posting.waiting import MOST
from forum.rooms.viewmixins import PermissionRequiredMixin
from forum.topics.held import DeclinedPost, HeldChange, waiting
from members import audit
from members.sending import MakesOnce

Attachment = get_model("forum_attachments", "Attachment")
Post = get_model("forum_conversation", "Post")
TopicPoll = get_model("forum_polls", "TopicPoll")

CHANGES = 20
"""Changes that stand above the first page of the queue; the next ones come when these go."""
WHOLE = 1_500
"""Characters: a longer post is read, and answered, on its own page."""


def is_told_whole(post: Any) -> bool:
    """Whether a row of the queue holds all words of the post."""
    return len(post.content.raw) <= WHOLE


class Foremost(Paginator):
    """Pages of the first rows alone: who looks after a room reads these before the rest."""

    most = MOST

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.most].count()  # type: ignore[union-attr, attr-defined]

    @property
    def has_more(self) -> bool:
        return self.count == self.most


def _note(by: Any, posts: Iterable[Any]) -> None:
    """Note a look at the authors: who looks after a room sees who wrote what waits there."""
    note_look(by=by, about=[post.poster for post in posts], what=audit.POSTS)


class ModerationQueueListView(machina.ModerationQueueListView):
    paginator_class = Foremost
    refusal = _("Posts that wait are read by those who look after the room.")

    def get_queryset(self) -> QuerySet:
        """Waiting posts in the rooms this person looks after, the longest waiting first.

        ``has_more`` says that a post brings files or a poll, which its own page shows.
        """
        forums = self.request.forum_permission_handler.approvable_forum_ids(self.request.user)
        with_files = Exists(Attachment.objects.filter(post=OuterRef("pk")))
        with_poll = Exists(TopicPoll.objects.filter(topic__first_post=OuterRef("pk")))
        return (
            waiting(noted(Post.objects).filter(topic__forum__in=forums))
            .select_related("topic__forum", "poster", "why_held")
            .annotate(has_more=with_files | with_poll)
            .order_by("created", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for post in context["object_list"]:
            post.is_told_here = not post.has_more and is_told_whole(post)
        context["all_chosen"] = "all" in self.request.GET
        done = self.request.GET.get("done", "")
        if undoable := signed_for(self.request.user, done):
            context["done"], context["number_done"] = done, len(undoable)
        context["changes"] = changes = self.changes(context["page_obj"])
        seen = [*context["object_list"], *(change.post for change in changes)]
        _note(self.request.user, seen)
        with if_it_can_be_kept():
            have_seen(self.request.user, kind=WAITS)
        return context

    def changes(self, page: Any) -> list[HeldChange]:
        """Changes that wait, the longest first, above the first page of posts."""
        if page.number > 1:
            return []
        handler, user = self.request.forum_permission_handler, self.request.user
        found = HeldChange.objects.waiting_in(handler.approvable_forum_ids(user))
        rows = found.select_related(
            "post__topic__forum", "post__poster", "post__why_held"
        ).order_by("at", "pk")
        return list(rows[:CHANGES])


class _OneWaitingPost(PermissionRequiredMixin):
    """The post in the address, fetched once; 404 when it does not wait any more."""

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        if not hasattr(self, "_waiting"):
            posts = waiting(noted(Post.objects)).select_related(
                "topic__forum", "topic__poll__rules", "poster", "why_held"
            )
            self._waiting = get_object_or_404(posts, pk=self.kwargs["pk"])
            if self.request.forum_permission_handler.can_approve_posts(
                self._waiting.topic.forum, self.request.user
            ):
                _note(self.request.user, [self._waiting])
        return self._waiting

    def check_permissions(self, request: HttpRequest) -> HttpResponse | None:
        """Lead back to the queue from what somebody else has answered meanwhile."""
        try:
            return super().check_permissions(request)
        except Http404:
            if not self._was_answered():
                raise
        messages.info(request, _("That message is answered already. Here is what still waits."))
        return HttpResponseRedirect(reverse("forum_moderation:queue"))

    def _was_answered(self) -> bool:
        """Whether it waited, as far as this person may know, in a room that they look after."""
        pk, request = self.kwargs["pk"], self.request
        rooms = request.forum_permission_handler.approvable_forum_ids(request.user)
        published = Post.objects.filter(pk=pk, approved=True, topic__forum__in=rooms)
        declined = DeclinedPost.objects.filter(post_id=pk, forum__in=rooms)
        return bool(rooms) and (declined.exists() or published.exists())

    def is_readable(self, thing: Any) -> bool:
        return False

    def answer(self, service: Callable[..., Any], done: Any, **said: Any) -> HttpResponse:
        """Do it to the words that were read, and lead back to the queue."""
        request, read = self.request, number(self.request.POST.get("read"))
        try:
            service(post=self.get_object(), by=request.user, read=read, **said)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        else:
            messages.success(request, done)
        return HttpResponseRedirect(reverse("forum_moderation:queue"))


class ModerationQueueDetailView(_OneWaitingPost, machina.ModerationQueueDetailView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "previous_posts" in context:
            context["previous_posts"] = noted(context["previous_posts"])
        return context


class PostApproveView(MakesOnce, _OneWaitingPost, machina.PostApproveView):
    success_message = _("The post is approved: everybody in the room can read it now.")

    def approve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(services.approve_post, self.success_message)


class PostDisapproveView(MakesOnce, _OneWaitingPost, machina.PostDisapproveView):
    success_message = _("The post is sent back, with your words to its author.")

    def disapprove(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeclineForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            return self.answer(services.disapprove_post, self.success_message, reason=reason)
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(object=self.object, form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": DeclineForm(), **kwargs})
