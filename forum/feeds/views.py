"""A member's own feed, and the page on which they get its address."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from machina.core.loading import get_class

from communities.models import CommunityPage
from core.limits import allow, limited, too_many, who_is
from core.outlets import AtomFeed
from forum.excerpts import excerpt, with_latest
from forum.feeds import services
from forum.feeds.models import FeedAddress
from forum.following.levels import is_muted
from forum.rooms.models import Forum
from forum.topics.models import Topic

PermissionHandler = get_class("forum_permission.handler", "PermissionHandler")

MOST = 50
"""Entries of a feed."""

AN_HOUR = 3600


@login_required
@reauthentication_required(allow_get=True)
@limited("feed-address", limit=20, seconds=AN_HOUR)
def my_feed(request: Any) -> HttpResponse:
    """Whether one has a feed. A POST makes a new address, which this one answer alone shows, or
    switches the feed off."""
    context: dict[str, Any] = {}
    if request.method == "POST":
        if "off" in request.POST:
            services.switch_off(member=request.user)
            messages.success(request, _("Your feed is switched off. No address leads to it."))
            return redirect("my_feed")
        context = _addresses(request, services.new_address(member=request.user))
    context["kept"] = FeedAddress.objects.filter(member=request.user).first()
    return render(request, "forum/my_feed.html", context)


def _addresses(request: Any, token: str) -> dict[str, Any]:
    """The address of everything, and of each room and community that one reads now."""
    readable = request.forum_permission_handler.readable_forum_ids(request.user)
    rooms = Forum.objects.filter(pk__in=readable, room__isnull=False).order_by("name")
    communities = CommunityPage.objects.visible_to(request.user).filter(
        rooms__forum__in=readable
    )  # fmt: skip
    return {
        "address": _absolute("feed", token),
        "rooms": [(room.name, _absolute("feed_of_room", token, room.pk)) for room in rooms],
        "communities": [
            (page.title, _absolute("feed_of_community", token, page.pk))
            for page in communities.distinct().order_by("folded_title")
        ],
    }


def _absolute(name: str, *args: Any) -> str:
    return urljoin(settings.SITE_URL, reverse(name, args=args))


@require_safe
def feed(
    request: Any, token: str, forum_id: int | None = None, community_id: int | None = None
) -> HttpResponse:
    """The latest topics that the feed's member reads and did not mute, whoever asks: of all rooms,
    of one, or of a community. What they may read is asked anew each time."""
    reader = services.reader_of(token)
    if reader is None:
        is_guessing = not allow("feed-wrong", who_is(request), limit=30, seconds=AN_HOUR)
        return too_many_times(request) if is_guessing else nothing(request)
    if not allow("feed", f"member:{reader.pk}", limit=60, seconds=AN_HOUR):
        return too_many_times(request)
    forums = PermissionHandler().readable_forum_ids(reader)
    title = _("Latest topics – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
    if forum_id is not None:
        room = Forum.objects.filter(pk=forum_id, pk__in=forums).first()
        if room is None:
            return nothing(request)
        forums, title = {room.pk}, room.name
    if community_id is not None:
        community = CommunityPage.objects.visible_to(reader).filter(pk=community_id).first()
        if community is None:
            return nothing(request)
        of_rooms = Forum.objects.filter(room__communities=community, pk__in=forums)
        forums, title = set(of_rooms.values_list("pk", flat=True)), community.title
    return _private(
        HttpResponse(
            _written(_topics(reader, forums), reader, title),
            content_type="application/atom+xml; charset=utf-8",
        )
    )


def _topics(reader: Any, forums: set[int]) -> QuerySet:
    muted = is_muted(member=reader.pk, forum=OuterRef("forum"), topic=OuterRef("pk"))
    topics = Topic.objects.filter(forum__in=forums, approved=True, last_post__isnull=False)
    topics = with_latest(topics.exclude(muted)).select_related("forum", "last_post")
    return topics.order_by("-last_post_on", "-pk")[:MOST]


def _written(topics: QuerySet, reader: Any, title: str) -> str:
    """In Atom: nobody's name, and of words no more than a list on the site shows."""
    host = urlsplit(settings.SITE_URL).hostname
    written = AtomFeed(
        title=title,
        link=_absolute("forum:index"),
        description="",
        feed_guid=f"tag:{host},2026:feed",
    )
    for topic in topics:
        place = (topic.forum.slug, topic.forum_id, topic.slug, topic.pk)
        written.add_item(
            title=topic.subject,
            link=f"{_absolute('forum_conversation:topic', *place)}?post={topic.last_post_id}",
            description=escape(excerpt(topic.latest, topic.latest_notes, reader)),
            unique_id=f"tag:{host},2026:topic-{topic.pk}",
            pubdate=topic.told_begun,
            updateddate=topic.told_latest,
            categories=[topic.forum.name],
        )
    return written.writeString("utf-8")


def nothing(request: HttpRequest) -> HttpResponse:
    """404 as everywhere, but that no log takes a note of the address."""
    return _private(render(request, "404.html", status=404))


def too_many_times(request: HttpRequest) -> HttpResponse:
    return _private(too_many(request, seconds=AN_HOUR))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way; its address is told to nobody by a link that is followed."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    # Django writes the path of what is refused into the log, and the path is the key.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
