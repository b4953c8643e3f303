"""What an empty site needs first, told to those who look after it until it is there."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import CommunityIndexPage, CommunityPage
from forum.rooms.models import Room
from frame.kept import Frame, frame
from members.models import AgreementPage, Invitation, User

MAY_BEGIN = "frame.change_sitesettings"
PAGES_OF_WORDS = 3
"""About, privacy, contact; what each of them says nobody can count."""


@dataclass(frozen=True)
class FirstStep:
    title: str
    what: str
    url: str
    done: bool


def first_steps(request: HttpRequest) -> list[FirstStep]:
    """The first steps, for whoever may take them, until all are done or put aside; else none.

    One query, and none for everybody else: what they may do is known on every page.
    """
    around, user = frame(request), request.user
    aside = bool(around.settings and around.settings.first_steps_aside)
    if around.site is None or aside or not user.has_perm(MAY_BEGIN):
        return []
    steps = _steps(around, user)
    return [] if all(step.done for step in steps) else steps


def _steps(around: Frame, user: Any) -> list[FirstStep]:
    home = around.site.root_page_id if around.site else None
    kinds = [entry.kind for entry in around.entries]
    agreement, communities, community, room, company = _what_there_is(user)
    return [
        FirstStep(
            _("Name the site, and say where help is"),
            _("What the site is called, and the lines to call or text on every page."),
            reverse("wagtailsettings:edit", args=["frame", "sitesettings"]),
            bool(around.settings and around.settings.help_lines),
        ),
        FirstStep(
            _("Write a community agreement"),
            _("How people treat each other here. Everybody is asked for it before they write."),
            _edit(agreement) if agreement else _add("members", "agreementpage", home),
            "agreementpage" in kinds,
        ),
        FirstStep(
            _("Write pages about the site, privacy and how to reach you"),
            _("Three pages, each with “link at the foot of every page” chosen under Promote."),
            _add("home", "standardpage", home),
            kinds.count("standardpage") >= PAGES_OF_WORDS,
        ),
        FirstStep(
            _("Open a first room"),
            _("Where people talk. You choose who may read it."),
            reverse("rooms:add"),
            room,
        ),
        FirstStep(
            _("Open a first community"),
            _("What it is for, and how it is joined.")
            if communities
            else _("First the page that lists communities, then a community below it."),
            _add("communities", "communitypage", communities)
            if communities
            else _add("communities", "communityindexpage", home),
            community,
        ),
        FirstStep(
            _("Invite people"),
            _("Each is sent a link by mail. It is good to have two or three who begin with you."),
            reverse("invitations:add"),
            company,
        ),
    ]


def _what_there_is(user: Any) -> tuple[int | None, int | None, bool, bool, bool]:
    """The pages of the agreement and of the list of communities, also drafts; whether there is a
    published community, a room, and anybody else, or an invitation."""
    others = User.objects.active().exclude(pk=user.pk)
    row: Any = User.objects.filter(pk=user.pk).values_list(
        Subquery(AgreementPage.objects.values("pk")[:1]),
        Subquery(CommunityIndexPage.objects.values("pk")[:1]),
        Exists(CommunityPage.objects.live()),
        Exists(Room.objects.all()),
        Exists(others),
        Exists(Invitation.objects.all()),
    )
    agreement, communities, community, room, someone, invited = row.get()
    return agreement, communities, community, room, someone or invited


def _add(app: str, model: str, below: int | None) -> str:
    return reverse("wagtailadmin_pages:add", args=[app, model, below])


def _edit(page: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])
