"""Views that ask for permission, and what they answer to somebody who has none."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from machina.apps.forum_permission.viewmixins import (
    PermissionRequiredMixin as MachinaPermissionRequiredMixin,
)
from machina.core.db.models import get_model

from core.access import NotAllowed
from forum.rooms.peers_first import peers_first_until, refusal

Forum = get_model("forum", "Forum")
Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")


class PermissionRequiredMixin(MachinaPermissionRequiredMixin):
    """Ask the handler before anything else.

    What may not be read answers 404, to members and visitors alike, so that a
    refusal never tells that something is there. Where reading is allowed and only
    the act is not, a visitor is sent to sign in and a member is told why.
    """

    writes = False
    """Whether this is a form with which something is written in a room."""
    refusal: Any = "You can read this, but what you tried is for others to do."

    def check_permissions(self, request: HttpRequest) -> HttpResponse | None:
        controlled = getattr(self, "get_controlled_object", getattr(self, "get_object", None))
        thing = controlled() if controlled else None
        if self.perform_permissions_check(
            request.user, thing, self.get_required_permissions(request)
        ):
            return None
        if not self.is_readable(thing):
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise NotAllowed(self._bound_in_words(thing) or self.refusal)

    def _bound_in_words(self, thing: Any) -> str:
        """What keeps somebody from writing here for a while, where this is a form to write."""
        if not self.writes:
            return ""
        topic = thing.topic if isinstance(thing, Post) else thing
        forum = topic.forum if isinstance(topic, Topic) else topic
        bound = self.request.forum_permission_handler.bound_in(forum, self.request.user)
        return bound.in_words if bound else ""

    def is_readable(self, thing: Any) -> bool:
        """Whether this reader may know that the thing the view is about exists."""
        handler, user = self.request.forum_permission_handler, self.request.user
        if isinstance(thing, Forum):
            return handler.can_read_forum(thing, user)
        if isinstance(thing, Topic):
            return handler.can_read_topic(thing, user)
        if isinstance(thing, Post):
            return handler.can_read_post(thing, user)
        return thing is None


class PeersFirst(PermissionRequiredMixin):
    """A form for a reply, which says until when peers write first to whoever has to wait."""

    def check_permissions(self, request: HttpRequest) -> HttpResponse | None:
        until = peers_first_until(self.get_topic())  # type: ignore[attr-defined]
        if until:
            self.refusal = refusal(until)
        return super().check_permissions(request)
