"""Joining, leaving, facilitating: the row and the groups move together."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from communities import services
from communities.enums import State
from communities.models import CommunityPage, Membership
from communities.signals import (
    community_opened,
    facilitator_appointed,
    facilitator_dismissed,
    member_joined,
    member_left,
)
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory


def groups_of(member) -> set[str]:
    return set(member.groups.values_list("name", flat=True))


@pytest.fixture
def announced():
    """Every signal of the app that was sent, by its argument's name, in order."""
    heard: list[str] = []
    signals = {
        "opened": community_opened,
        "joined": member_joined,
        "left": member_left,
        "appointed": facilitator_appointed,
        "dismissed": facilitator_dismissed,
    }
    receivers = []
    for name, signal in signals.items():

        def hear(name=name, **kwargs):
            heard.append(name)

        signal.connect(hear)
        receivers.append((signal, hear))
    yield heard
    for signal, hear in receivers:
        signal.disconnect(hear)


def test_opening_a_community_publishes_it_with_two_groups_of_its_name(community_index, announced):
    community = services.open_community(
        parent=community_index, title="Clinical teams", purpose="To learn together."
    )

    assert CommunityPage.objects.live().get() == community
    assert community.group.name == "Community: Clinical teams"
    assert community.facilitator_group.name == "Facilitators: Clinical teams"
    assert announced == ["opened"]


def test_a_draft_community_is_not_published(community_index):
    community = services.open_community(
        parent=community_index, title="Later", purpose="Not yet.", live=False
    )

    assert not CommunityPage.objects.get(pk=community.pk).live


def test_joining_puts_the_member_into_the_group_and_says_so_once(community, member, announced):
    first = services.join(community=community, member=member)
    again = services.join(community=community, member=member)

    assert first == again
    assert first.state == State.ACTIVE
    assert groups_of(member) == {"Community: Peer support workers"}
    assert announced == ["joined"]


def test_leaving_takes_the_member_out_of_both_groups_and_keeps_one_row(
    community, member, announced
):
    services.appoint_facilitator(community=community, member=member)

    services.leave(community=community, member=member)
    services.leave(community=community, member=member)

    row = Membership.objects.get()
    assert (row.state, row.is_facilitator) == (State.LEFT, False)
    assert row.left_at is not None
    assert groups_of(member) == set()
    assert announced == ["joined", "appointed", "left"]


def test_coming_back_counts_from_now_and_is_not_a_second_row(community, member):
    before = services.join(community=community, member=member)
    services.leave(community=community, member=member)

    after = services.join(community=community, member=member)

    assert after.pk == before.pk
    assert after.joined_at > before.joined_at
    assert after.left_at is None
    assert groups_of(member) == {"Community: Peer support workers"}


def test_appointing_a_stranger_makes_a_member_and_a_facilitator(community, member):
    services.appoint_facilitator(community=community, member=member)
    services.appoint_facilitator(community=community, member=member)

    assert groups_of(member) == {
        "Community: Peer support workers",
        "Facilitators: Peer support workers",
    }


def test_a_dismissed_facilitator_stays_a_member(community, member, announced):
    services.appoint_facilitator(community=community, member=member)

    services.dismiss_facilitator(community=community, member=member)
    services.dismiss_facilitator(community=community, member=member)

    assert groups_of(member) == {"Community: Peer support workers"}
    assert announced == ["joined", "appointed", "dismissed"]


def test_joining_one_community_opens_no_other(community, community_index, member):
    CommunityFactory(parent=community_index, title="Clinical teams")

    services.join(community=community, member=member)

    assert groups_of(member) == {"Community: Peer support workers"}


def test_the_database_refuses_a_second_row_for_the_same_person(community, member):
    services.join(community=community, member=member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(community=community, member=member)


def test_the_database_refuses_a_facilitator_who_is_no_member(community, member):
    services.join(community=community, member=member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(
            is_facilitator=True, state=State.LEFT, left_at="2026-01-01T00:00Z"
        )


def test_a_joining_undone_leaves_neither_row_nor_group(community, member):
    with transaction.atomic():
        services.join(community=community, member=member)
        transaction.set_rollback(True)

    assert not Membership.objects.exists()
    assert groups_of(member) == set()


def test_mending_restores_the_group_from_the_rows(community):
    member, stranger = UserFactory.create_batch(2)
    services.join(community=community, member=member)
    community.group.user_set.set([stranger])
    community.facilitator_group.user_set.set([stranger])

    found = services.mend_groups(community=community, dry_run=True)
    assert [(len(d.missing), len(d.surplus)) for d in found] == [(1, 1), (0, 1)]
    assert groups_of(member) == set()

    services.mend_groups(community=community)
    assert groups_of(member) == {"Community: Peer support workers"}
    assert groups_of(stranger) == set()
    assert services.mend_groups(community=community) == []


def test_deleting_a_community_takes_its_groups_and_nobody_elses(community, community_index, member):
    other = CommunityFactory(parent=community_index, title="Clinical teams", members=[member])
    services.join(community=community, member=member)

    community.delete()

    assert groups_of(member) == {"Community: Clinical teams"}
    assert Group.objects.filter(name__contains="Peer support").count() == 0
    assert Membership.objects.get().community == other
