"""The list of rooms, and one room with its topics."""

from typing import Any

from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from machina.apps.forum.views import ForumView as MachinaForumView
from machina.core.db.models import get_model
from machina.core.loading import get_class

from forum.excerpts import with_beginnings
from forum.paging.keyset import Steps

Forum = get_model("forum", "Forum")
Topic = get_model("forum_conversation", "Topic")
ForumVisibilityContentTree = get_class("forum.visibility", "ForumVisibilityContentTree")
TrackingHandler = get_class("forum_tracking.handler", "TrackingHandler")


class ForumView(MachinaForumView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        forum = self.get_forum()
        if forum.is_link:
            return HttpResponseRedirect(forum.link)
        if kwargs.get("slug") != forum.slug:
            return redirect("forum:forum", forum.slug, forum.pk)
        return super(MachinaForumView, self).get(request, **kwargs)

    def get_forum(self) -> Any:
        if not hasattr(self, "forum"):
            self.forum = get_object_or_404(Forum, pk=self.kwargs["pk"])
        return self.forum

    def get_topics(self) -> QuerySet:
        """The room's readable topics, each with how it begins and ``is_unread`` for this reader."""
        topics = with_beginnings(self.get_forum().topics.filter(approved=True))
        topics = topics.select_related("poster", "last_post__poster")
        return TrackingHandler(self.request).mark_unread(topics, self.request.user)

    def get_queryset(self) -> QuerySet:
        return self.get_topics().filter(type__lt=Topic.TOPIC_ANNOUNCE, last_post_on__isnull=False)

    def get_announcements(self) -> list:
        if not hasattr(self, "announcements"):
            self.announcements = list(self.get_topics().filter(type=Topic.TOPIC_ANNOUNCE))
        return self.announcements

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """Pinned topics, then the others, the latest first: a list that moves while it is read."""
        listed = max(self.get_forum().direct_topics_count - len(self.get_announcements()), 0)
        steps = Steps(queryset, page_size, by=("type", "last_post_on", "id"), count=listed)
        asked = self.request.GET
        try:
            page = steps.step(
                asked.get("page"), after=asked.get("after", ""), before=asked.get("before", "")
            )
        except InvalidPage as error:
            raise Http404 from error
        return steps, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(MachinaForumView, self).get_context_data(**kwargs)
        forum = self.get_forum()
        context["forum"] = forum
        context["sub_forums"] = self.get_sub_forums(forum)
        context["announces"] = self.get_announcements()
        shown = [*context["topics"], *context["announces"]]
        context["unread_topics"] = [topic for topic in shown if topic.is_unread]
        return context

    def get_sub_forums(self, forum: Any) -> Any:
        inside = forum.get_descendants() if not forum.is_leaf_node() else Forum.objects.none()
        return ForumVisibilityContentTree.from_forums(
            self.request.forum_permission_handler.forum_list_filter(inside, self.request.user)
        )
