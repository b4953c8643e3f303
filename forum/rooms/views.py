"""The list of rooms, and one room with its topics."""

from functools import partial
from typing import Any

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from machina.apps.forum.views import ForumView as MachinaForumView
from machina.apps.forum.views import IndexView as MachinaIndexView
from machina.core.loading import get_class

from forum.paging.keyset import Steps
from forum.rooms import listing

ForumVisibilityContentTree = get_class("forum.visibility", "ForumVisibilityContentTree")


class IndexView(MachinaIndexView):
    def get_queryset(self) -> Any:
        handler, user = self.request.forum_permission_handler, self.request.user
        return ForumVisibilityContentTree.of(handler.readable_forum_ids(user))


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
            found = listing.forum(pk=self.kwargs["pk"])
            if not found:
                raise Http404
            (self.forum,) = found
        return self.forum

    def get_queryset(self) -> Steps:
        """Pinned topics, then the others, the latest first: a list that moves while it is read."""
        forum = self.get_forum()
        listed = max(forum.direct_topics_count - len(self.get_announcements()), 0)
        topics = partial(listing.topics, forum, self.request.user)
        return Steps(topics, self.paginate_by, by=listing.BY, count=listed)

    def get_announcements(self) -> list:
        if not hasattr(self, "announcements"):
            self.announcements = listing.announcements(self.get_forum(), self.request.user)
        return self.announcements

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple:
        asked = self.request.GET
        try:
            page = queryset.step(
                asked.get("page"), after=asked.get("after", ""), before=asked.get("before", "")
            )
        except InvalidPage as error:
            raise Http404 from error
        return queryset, page, page.object_list, page.has_other_pages()

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
        handler, user = self.request.forum_permission_handler, self.request.user
        inside = handler.forum_ids_below(forum.pk, user) - {forum.pk}
        return ForumVisibilityContentTree.of(inside & handler.readable_forum_ids(user))
