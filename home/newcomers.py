"""The three first steps of somebody new: each stays until it is done or put aside."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Membership
from forum.topics.models import Post
from home.models import StepAside
from members.models import User
from people.models import Profile


@dataclass(frozen=True)
class Step:
    """One step, by its ``name`` in the address that puts it aside."""

    name: str
    title: str
    what: str
    url: str
    done: bool = False


NAMES = ("join", "you", "talk")


def steps_left(request: HttpRequest, communities_url: str) -> list[Step]:
    """The member's steps that are not put aside; none when none of them is left to do.

    One query. That somebody *read* something is noted nowhere, so no step asks for it.
    """
    done, aside = _how_far(request.user)
    steps = [
        Step(
            "join",
            _("Join a community"),
            _("Its rooms open to you straight away, and you can leave again at any time."),
            communities_url or reverse("welcome_step", args=["communities"]),
        ),
        Step(
            "you",
            _("Say who you are"),
            _("As much as you like. Beside each answer you choose who sees it."),
            reverse("people:me"),
        ),
        Step(
            "talk",
            _("Say hello in the discussions"),
            _("Read first if you like. You see how your words will look before you send them."),
            reverse("forum:index"),
        ),
    ]
    left = [
        Step(step.name, step.title, step.what, step.url, step.name in done)
        for step in steps
        if step.name not in aside
    ]
    return [] if all(step.done for step in left) else left


def _how_far(member: Any) -> tuple[set[str], set[str]]:
    """The names of the steps that the member has done, and of those they put aside."""
    who = OuterRef("pk")
    rows = User.objects.filter(pk=member.pk).values_list(
        Exists(Membership.objects.active().filter(member=who)),
        Exists(Profile.objects.filter(user=who)),
        Exists(Post.objects.filter(poster=who).order_by()),
        *(Exists(StepAside.objects.filter(member=who, step=name)) for name in NAMES),
    )
    marks = rows.get()
    return (
        {name for name, mark in zip(NAMES, marks[:3], strict=True) if mark},
        {name for name, mark in zip(NAMES, marks[3:], strict=True) if mark},
    )


def put_aside(*, member: Any, step: str) -> None:
    """Note that this member wants to see this step no more; the second time changes nothing."""
    StepAside.objects.get_or_create(member=member, step=step)
