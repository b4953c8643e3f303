"""The rooms of a community, on its page."""

from typing import Any

from django.db.models import Prefetch
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import CommunityPage
from communities.parts import part
from core.text import isolated
from forum.rooms.models import Forum


@part("talk", gettext_lazy("Talk"), "forum/community_rooms.html")
def rooms(request: Any, community: CommunityPage) -> dict[str, list[Forum]]:
    """The community's rooms that the reader may read, each with its last post.

    ``shared_with`` names the other communities of a room that belongs to several, as far
    as the reader may know of them.
    """
    forums = Forum.objects.filter(room__communities=community.pk).select_related(
        "room", "last_post__topic", "last_post__poster"
    )
    others = CommunityPage.objects.visible_to(request.user).exclude(pk=community.pk)
    known = Prefetch("room__communities", others.order_by("folded_title"))
    found = list(
        request.forum_permission_handler.forum_list_filter(forums, request.user).prefetch_related(
            known
        )
    )
    for forum in found:
        titles = [other.title for other in forum.room.communities.all()]
        forum.shared_with = get_text_list([*map(isolated, titles)], _("and"))
    return {"rooms": found}
