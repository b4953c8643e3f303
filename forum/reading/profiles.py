"""Pages about a member: what they show, and their readable posts, to members only."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import RedirectView
from machina.apps.forum_member import views as machina
from machina.conf import settings as machina_settings
from machina.core.db.models import get_model

from core.access import require
from forum.care.notes import noted
from members.models import User
from people.enums import Audience
from people.visibility import may_know_of, seen_by

ForumProfile = get_model("forum_member", "ForumProfile")
Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")

CIRCLES = {
    "community": Audience.COMMUNITIES,
    "member": Audience.MEMBERS,
    "coordinator": Audience.COORDINATORS,
}
SEEN_AS = {
    Audience.COMMUNITIES: _("A member of my communities"),
    Audience.MEMBERS: _("A member"),
    Audience.COORDINATORS: _("A coordinator"),
}


class OfOneMember(LoginRequiredMixin, View):
    """A page about the member in the address, for people who are signed in."""

    request: Any

    @cached_property
    def poster(self) -> Any:
        person = get_object_or_404(User, public_id=self.kwargs["public_id"])
        require(may_know_of, self.request.user, person)
        return person

    @cached_property
    def readable(self) -> set[int]:
        return self.request.forum_permission_handler.readable_forum_ids(self.request.user)

    def get_posts(self) -> QuerySet:
        """The member's posts that the viewer may read, newest first."""
        return (
            noted(Post.objects)
            .filter(
                poster=self.poster,
                approved=True,
                topic__approved=True,
                topic__forum__in=self.readable,
            )
            .select_related("topic__forum", "poster")
            .order_by("-created", "-pk")
        )


class UserPostsView(OfOneMember, machina.UserPostsView):
    def get_queryset(self) -> QuerySet:
        return self.get_posts()


class ForumProfileDetailView(OfOneMember, machina.ForumProfileDetailView):
    """The one page about a person: what they show the viewer, and what they wrote."""

    def get_object(self, queryset: QuerySet | None = None) -> Any:
        """An empty profile of machina's, which holds nothing here: see docs/adr/0015."""
        return ForumProfile(user=self.poster)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(machina.ForumProfileDetailView, self).get_context_data(**kwargs)
        viewer, person = self.request.user, self.poster
        if viewer == person:
            context["circle"] = CIRCLES.get(self.request.GET.get("as", ""))
            context["circles"] = self.circles(context["circle"])
        (context["seen"],) = seen_by(viewer, [person], as_if=context.get("circle"))
        context["poster"] = person
        context["posts_count"] = self.get_posts().count()
        context["topics_count"] = Topic.objects.filter(
            poster=person, approved=True, forum__in=self.readable
        ).count()
        context["recent_posts"] = self.get_posts()[: machina_settings.PROFILE_RECENT_POSTS_NUMBER]
        return context

    def circles(self, chosen: Audience | None) -> list[dict[str, Any]]:
        """Tabs with which somebody sees their own page as others do."""
        views = [("", _("You")), *((key, SEEN_AS[circle]) for key, circle in CIRCLES.items())]
        return [
            {
                "title": title,
                "url": f"?as={key}" if key else self.request.path,
                "is_current": CIRCLES.get(key) == chosen,
            }
            for key, title in views
        ]


class ForumProfileUpdateView(RedirectView):
    """A way from machina's own form to the one profile, which took its place."""

    pattern_name = "people:me"
