"""Each step is one person's with one community: others there, and they elsewhere, stay."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.utils import timezone

from communities import services
from communities.models import CommunityPage, Invitation, Membership, MembershipEvent, Notice
from core.days import site_today
from members.models import User
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory

YESTERDAY = timedelta(days=1)


def nothing(**who: Any) -> None:
    """For steps that somebody takes who is not there yet."""


def appointed(*, community: CommunityPage, member: User, by: User) -> None:
    services.appoint_facilitator(community=community, member=member, until=site_today())


def asked(*, community: CommunityPage, member: User, by: User) -> None:
    services.ask_to_join(community=community, member=member, words="Kia ora")


def invited(*, community: CommunityPage, member: User, by: User) -> None:
    services.invite_member(community=community, member=member, by=by)
    services.invite_address(community=community, email=f"{member.pk}@example.org", by=by)


def joined(*, community: CommunityPage, member: User, by: User) -> None:
    services.join(community=community, member=member)


def adrift(*, community: CommunityPage, member: User, by: User) -> None:
    """In one group too many, and in one too few."""
    services.join(community=community, member=member)
    community.group.user_set.remove(member)
    community.facilitator_group.user_set.add(member)


def withdraw(*, community: CommunityPage, member: User, by: User) -> None:
    for invitation in Invitation.objects.filter(community=community):
        if invitation.member == member or invitation.email.startswith(f"{member.pk}@"):
            services.withdraw_invitation(invitation=invitation, by=by)


def end_term(*, community: CommunityPage, member: User, by: User) -> None:
    row = Membership.objects.filter(community=community, member=member)
    row.update(facilitator_until=site_today() - YESTERDAY)
    assert services.end_terms() == 1


def let_run_out(*, community: CommunityPage, member: User, by: User) -> None:
    address = f"{member.pk}@example.org"
    sent = Invitation.objects.filter(community=community)
    for own in (sent.filter(member=member), sent.filter(email=address)):
        own.update(invited_at=timezone.now() - Invitation.LASTS - YESTERDAY)
    assert services.let_invitations_run_out(timezone.now()) == 2


def step(name: str, *, with_by: bool = False, **more: Any) -> Callable[..., None]:
    def take(*, community: CommunityPage, member: User, by: User) -> None:
        who = {"by": by} if with_by else {}
        getattr(services, name)(community=community, member=member, **who, **more)

    return take


STEPS: dict[str, tuple[Callable[..., None], Callable[..., None]]] = {
    "join": (nothing, step("join")),
    "ask_to_join": (nothing, step("ask_to_join", words="Kia ora")),
    "invite": (nothing, invited),
    "appoint": (joined, step("appoint_facilitator")),
    "leave": (appointed, step("leave")),
    "remove": (appointed, step("remove", reason="Loud", with_by=True)),
    "welcome": (joined, step("welcome", with_by=True)),
    "take_request_back": (asked, step("take_request_back")),
    "approve": (asked, step("approve", with_by=True)),
    "decline": (asked, step("decline", words="Not yet", with_by=True)),
    "accept_invitation": (invited, step("accept_invitation")),
    "decline_invitation": (invited, step("decline_invitation")),
    "withdraw_invitation": (invited, withdraw),
    "run_out": (invited, let_run_out),
    "dismiss": (appointed, step("dismiss_facilitator", with_by=True)),
    "step_down": (appointed, step("step_down")),
    "end_terms": (appointed, end_term),
}


def standing(community: CommunityPage, member: User) -> list[Any]:
    """All that there is between the two."""
    row = Membership.objects.filter(community=community, member=member)
    keys = list(row.values_list("pk", flat=True))
    invitations = Invitation.objects.filter(community=community)
    return [
        *row.values(),
        *MembershipEvent.objects.filter(membership__in=keys).order_by("pk").values(),
        *invitations.filter(member=member).values(),
        *invitations.filter(email=f"{member.pk}@example.org").values(),
        *Notification.objects.filter(about_id__in=keys).order_by("pk").values(),
        community.group.user_set.filter(pk=member.pk).exists(),
        community.facilitator_group.user_set.filter(pk=member.pk).exists(),
    ]


@pytest.mark.parametrize(("before", "take"), STEPS.values(), ids=STEPS)
def test_a_step_is_one_persons_with_one_community(
    community, community_index, facilitator, before, take
):
    elsewhere = CommunityFactory(parent=community_index, title="Elsewhere")
    member, other = UserFactory.create_batch(2)
    stays = [(community, other), (elsewhere, member), (elsewhere, other)]
    for place, person in [(community, member), *stays]:
        before(community=place, member=person, by=facilitator)
    own, others = standing(community, member), [standing(*pair) for pair in stays]

    take(community=community, member=member, by=facilitator)

    assert standing(community, member) != own
    assert [standing(*pair) for pair in stays] == others


class UnwrittenError(Exception):
    """The history cannot be written."""


@pytest.fixture
def no_history():
    def fail(created, **kwargs):
        raise UnwrittenError

    yield lambda: post_save.connect(fail, sender=MembershipEvent)
    post_save.disconnect(fail, sender=MembershipEvent)


@pytest.mark.parametrize(
    "name", sorted(STEPS.keys() - {"end_terms", "run_out", "withdraw_invitation"})
)
def test_a_step_that_cannot_be_written_down_is_not_taken(
    community, facilitator, member, no_history, name
):
    before, take = STEPS[name]
    services.appoint_facilitator(community=community, member=UserFactory())
    before(community=community, member=member, by=facilitator)
    own = standing(community, member)
    no_history()

    with pytest.raises(UnwrittenError):
        take(community=community, member=member, by=facilitator)

    assert standing(community, member) == own


def test_an_invitation_whose_end_cannot_be_written_down_holds(
    community, facilitator, member, no_history
):
    invitation = services.invite_member(community=community, member=member, by=facilitator)
    no_history()

    with pytest.raises(UnwrittenError):
        services.withdraw_invitation(invitation=Invitation.objects.get(), by=facilitator)

    assert Invitation.objects.get() == invitation
    assert community.standing_of(member).state == "invited"


def test_mending_one_community_leaves_the_groups_of_others(community, community_index, facilitator):
    elsewhere = CommunityFactory(parent=community_index, title="Elsewhere")
    for place in (community, elsewhere):
        adrift(community=place, member=UserFactory(), by=facilitator)
    right = UserFactory()
    joined(community=community, member=right, by=facilitator)
    found = services.mend_groups(community=elsewhere, dry_run=True)

    services.mend_groups(community=community)

    assert services.mend_groups(community=community, dry_run=True) == []
    assert services.mend_groups(community=elsewhere, dry_run=True) == found
    assert len(found) == 2
    assert list(right.groups.all()) == [community.group]


def test_one_notice_is_pinned_and_taken_away_where_it_stands(community, community_index, member):
    elsewhere = CommunityFactory(parent=community_index, title="Elsewhere")
    for place in (community, elsewhere):
        services.pin_notice(community=place, text="At ten", by=member)

    services.pin_notice(community=community, text="At noon", by=member)
    assert set(Notice.objects.values_list("community", "text")) == {
        (community.pk, "At noon"),
        (elsewhere.pk, "At ten"),
    }
    services.pin_notice(community=community, text=" ", by=member)

    assert Notice.objects.get().community == elsewhere


def test_an_invitation_to_an_address_is_its_owners_alone(community, facilitator):
    others = UserFactory.create_batch(2)
    for number, verified in enumerate((True, False)):
        EmailAddress.objects.create(
            user=others[number], email=f"other{number}@example.org", verified=verified
        )
    owner = UserFactory()
    EmailAddress.objects.create(user=owner, email="ana@example.org", verified=True)

    for email in ("ana@example.org", "nobody@example.org", "other1@example.org"):
        services.invite_address(community=community, email=email, by=facilitator)

    invited = Membership.objects.filter(state="invited")
    assert [row.member for row in invited] == [owner]
    services.withdraw_invitation(invitation=Invitation.objects.get(email="nobody@example.org"))
    assert [row.member for row in invited.all()] == [owner]


def test_confirming_an_address_finds_the_invitations_to_it_alone(
    community, community_index, facilitator, member
):
    elsewhere = CommunityFactory(parent=community_index, title="Elsewhere")
    for place, email in ((community, "ana@example.org"), (elsewhere, "other@example.org")):
        services.invite_address(community=place, email=email, by=facilitator)

    assert services.find_invited(member=member, email="Ana@example.org") == 1

    assert [row.community for row in member.memberships.all()] == [community]
