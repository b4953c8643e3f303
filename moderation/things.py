"""What can be reported, found as the person who reports it may read it."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from machina.core.db.models import get_model

from announcements.access import can_read_announcement
from announcements.models import Announcement
from communities.models import CommunityPage
from core.access import require
from core.addresses import number
from forum.rooms.models import Room
from forum.signing.seals import is_by
from forum.templatetags.forum_ways import address
from members.models import User
from moderation.enums import What
from moderation.models import EXCERPT, Report
from people.facts import BY_NAME
from people.visibility import may_know_of, seen_by

Post = get_model("forum_conversation", "Post")


@dataclass(frozen=True)
class Thing:
    """Something as it is now, in words: ``about`` is the row itself, ``communities`` are those in
    whose room it stands."""

    what: What
    about: Any
    subject: User | None
    title: str
    words: str
    address: str
    version: int
    communities: tuple[CommunityPage, ...] = ()

    def is_of(self, person: Any) -> bool:
        """Whether the words or the page are this person's."""
        if self.what == What.POST:
            return is_by(self.about, person)
        return self.subject is not None and self.subject == person

    @property
    def excerpt(self) -> str:
        return Truncator(self.words).chars(EXCERPT)


def find(request: Any, what: str, key: str) -> Thing:
    """The thing in the address; 404 for whatever the person may not read."""
    if what not in _FINDERS:
        raise Http404
    return _FINDERS[what](request, key)


def _post(request: Any, key: str) -> Thing:
    posts = Post.objects.select_related("topic__forum", "poster")
    post = get_object_or_404(posts, pk=number(key) or 0)
    if not request.forum_permission_handler.can_read_post(post, request.user):
        raise Http404
    return of_post(post)


def of_post(post: Any) -> Thing:
    room = Room.objects.filter(forum=post.topic.forum_id).first()
    return Thing(
        what=What.POST,
        about=post,
        subject=post.poster,
        title=post.subject,
        words=post.content.raw,
        address=address(post),
        version=post.updates_count,
        communities=tuple(room.communities.all()) if room else (),
    )


def _person(request: Any, key: str) -> Thing:
    person = get_object_or_404(User, public_id=key)
    require(may_know_of, request.user, person)
    return of_person(person, request.user)


def of_person(person: User, viewer: User) -> Thing:
    """What a person says of themself in their own words, as this viewer may see it."""
    facts = [BY_NAME["pronouns"], BY_NAME["interests"], BY_NAME["about"]]
    (seen,) = seen_by(viewer, [person], facts=facts)
    told = [", ".join(said) if isinstance(said, list) else said for said in seen.facts.values()]
    words = "\n\n".join(told)
    return Thing(
        what=What.PERSON,
        about=person,
        subject=person,
        title=person.display_name,
        words=words,
        address=seen.address,
        version=_checksum(person.display_name, words),
    )


def _community(request: Any, key: str) -> Thing:
    communities = CommunityPage.objects.visible_to(request.user)
    page = get_object_or_404(communities, pk=number(key) or 0)
    words = "\n\n".join(part for part in (page.lead, page.purpose, page.who_for) if part)
    return Thing(
        what=What.COMMUNITY,
        about=page,
        subject=None,
        title=page.title,
        words=words,
        address=page.get_url(request) or "/",
        version=_checksum(page.title, words, page.ground_rules, str(page.body)),
    )


def _announcement(request: Any, key: str) -> Thing:
    gone = Announcement.objects.gone().select_related("author")
    announcement = get_object_or_404(gone, pk=number(key) or 0)
    require(can_read_announcement, request.user, announcement)
    return Thing(
        what=What.ANNOUNCEMENT,
        about=announcement,
        subject=announcement.author,
        title=announcement.subject,
        words=announcement.text,
        address=reverse("announcements:read", args=[announcement.pk]),
        version=0,
    )


_FINDERS: dict[str, Callable[[Any, str], Thing]] = {
    What.POST: _post,
    What.PERSON: _person,
    What.COMMUNITY: _community,
    What.ANNOUNCEMENT: _announcement,
}


def _checksum(*words: str) -> int:
    return zlib.crc32("\0".join(words).encode())


def exists(report: Report) -> bool:
    """Whether what was reported is still there for anybody."""
    found = {
        What.POST: Post.objects,
        What.PERSON: User.objects.active(),
        What.COMMUNITY: CommunityPage.objects.live(),
        What.ANNOUNCEMENT: Announcement.objects.gone(),
    }[What(report.what)]
    return found.filter(pk=report.about_id).exists()


def post_of(report: Report) -> Any:
    """The post that was reported, with its topic and room; None for anything else, or if gone."""
    if report.what != What.POST:
        return None
    posts = Post.objects.select_related("topic__forum", "topic__first_post", "poster")
    return posts.filter(pk=report.about_id).first()


def in_words(what: str) -> str:
    """What it is, as one speaks of it: the message, the page."""
    return {
        What.POST.value: _("this message"),
        What.PERSON.value: _("this person’s page"),
        What.COMMUNITY.value: _("this community’s page"),
        What.ANNOUNCEMENT.value: _("this announcement"),
    }[what]
