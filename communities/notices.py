"""What is told of communities. In mail none is named, unless its reader asked for details."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.access import who_looks_after
from communities.enums import State
from communities.models import CommunityPage, Membership
from members import audit
from members.models import User
from members.staff import coordinators
from notifications.choices import community_scope
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, each, register
from notifications.scopes import scopes
from notifications.services import notify, settle

REQUEST = "join_request"
ANSWER = "join_answer"
INVITATION = "community_invitation"
ENDED = "membership_ended"
WELCOME = "community_welcome"


def _memberships(keys: Collection[int]) -> dict[int, Membership]:
    return Membership.objects.standing().select_related("community", "member").in_bulk(keys)


def _may_look_after(pairs: Sequence[Pair]) -> list[bool]:
    """Those who look after the community may see the request while it waits."""
    may = who_looks_after([(person, row.community_id) for person, row in pairs])
    return [
        allowed and row.state == State.REQUESTED
        for allowed, (_person, row) in zip(may, pairs, strict=True)
    ]


def _is_own(person: Any, row: Membership) -> bool:
    return row.member_id == person.pk


def _is_invited(person: Any, row: Membership) -> bool:
    return _is_own(person, row) and row.state == State.INVITED and row.invitation_holds


def _is_member(person: Any, row: Membership) -> bool:
    return _is_own(person, row) and row.is_active


def _requests(row: Membership) -> str:
    return f"{reverse('communities:looking_after', args=[row.community_id])}#requests"


register(
    Kind(
        name=REQUEST,
        title=_("Somebody asks to join a community that I look after"),
        group=Group.COMMUNITIES,
        default=Reach.AT_ONCE,
        find=_memberships,
        may_see=_may_look_after,
        link=_requests,
        look=audit.IN_COMMUNITY,
    )
)
for _name, _title, _rule in (
    (ANSWER, _("An answer to my request to join a community"), _is_own),
    (INVITATION, _("An invitation to a community"), _is_invited),
    (ENDED, _("My membership of a community was ended"), _is_own),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.COMMUNITIES,
            default=Reach.AT_ONCE,
            find=_memberships,
            may_see=each(_rule),
            link=lambda row: reverse("communities:mine"),
        )
    )

register(
    Kind(
        name=WELCOME,
        title=_("Somebody welcomes me to a community"),
        group=Group.COMMUNITIES,
        default=Reach.DAILY,
        find=_memberships,
        may_see=each(_is_member),
        link=lambda row: row.community.url or reverse("communities:mine"),
    )
)


def tell_member(kind: str, membership: Membership, *, by: User | None = None) -> None:
    """Tell a member of what became of their membership just now."""
    notify(
        [membership.member_id],
        kind=kind,
        about=membership,
        actor=by,
        community=membership.community_id,
        occasion=_occasion(membership),
    )


def tell_facilitators(membership: Membership) -> None:
    """Put a request before those who look after the community; before coordinators when nobody
    does."""
    community: CommunityPage = membership.community
    facilitators = community.memberships.facilitators().exclude(member=membership.member_id)
    people = User.objects.active().filter(pk__in=facilitators.values("member"))
    notify(
        people if people.exists() else coordinators(),
        kind=REQUEST,
        about=membership,
        actor=membership.member,
        community=community.pk,
        occasion=_occasion(membership),
    )


def settle_request(membership: Membership) -> None:
    """Note that a request is answered or taken back: nobody else has to look."""
    settle(kind=REQUEST, about_id=membership.pk)


def _occasion(membership: Membership) -> str:
    return f"{membership.changed_at:%Y-%m-%dT%H:%M:%S.%f}"


@scopes(_("Communities I belong to"))
def own_communities(member: Any) -> list[tuple[str, str]]:
    rows = CommunityPage.objects.of_member(member).live().order_by("folded_title")
    return [(community_scope(pk), title) for pk, title in rows.values_list("pk", "title")]
