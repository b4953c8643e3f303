"""What is looked after each night, and coordinators' form for one membership."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from communities import services, tasks
from communities.enums import Deed, State
from communities.models import Membership
from tests.factories.members import UserFactory
from work.each import SomeFailed
from work.schedule import jobs

LIST = "/admin/memberships/"


def test_groups_that_drifted_are_mended_and_the_log_says_so(community, member, caplog):
    services.join(community=community, member=member)
    stranger = UserFactory(display_name="Stranger")
    community.facilitator_group.user_set.add(stranger)
    member.groups.clear()

    with caplog.at_level(logging.WARNING):
        tasks.check_groups.call()
        tasks.check_groups.call()

    assert [record.getMessage() for record in caplog.records] == [
        f"Mended group {group} of community {community.pk}: {missing} missing, {surplus} too many"
        for group, missing, surplus in (
            (community.group_id, 1, 0),
            (community.facilitator_group_id, 0, 1),
        )
    ]
    assert list(member.groups.all()) == [community.group]
    assert not stranger.groups.exists()


def test_terms_end_by_the_task(community, member):
    services.appoint_facilitator(community=community, member=member)
    Membership.objects.update(facilitator_until=timezone.localdate() - timedelta(days=1))

    tasks.end_terms.call()

    assert list(member.groups.all()) == [community.group]


def test_a_term_whose_end_cannot_be_noted_is_not_ended_in_part(community, member, monkeypatch):
    def fail(*args):
        raise OSError

    services.appoint_facilitator(community=community, member=member)
    Membership.objects.update(facilitator_until=timezone.localdate() - timedelta(days=1))
    monkeypatch.setattr("communities.services.facilitating.note", fail)

    with pytest.raises(SomeFailed):
        tasks.end_terms.call()

    assert Membership.objects.get(member=member).is_facilitator
    assert community.facilitator_group in member.groups.all()


def test_both_come_round_each_day():
    names = {job.name for job in jobs() if job.every == timedelta(days=1)}

    assert {"communities.tasks.end_terms", "communities.tasks.check_groups"} <= names


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_command_and_the_nightly_check_agree(community, member, dry_run, capsys):
    Group.objects.get(pk=community.group_id).user_set.add(member)

    call_command("rebuild_community_groups", dry_run=dry_run)

    assert "0 missing, 1 too many" in capsys.readouterr().out
    assert member.groups.exists() is dry_run


def edit(client, row, **data):
    return client.post(f"{LIST}edit/{row.pk}/", data)


def test_a_coordinator_lets_in_and_declines_in_the_editors_screen(
    coordinator, coordinator_client, community
):
    people = UserFactory.create_batch(2)
    rows = [services.ask_to_join(community=community, member=person) for person in people]

    edit(coordinator_client, rows[0], state="active")
    assert "Say why." in edit(coordinator_client, rows[1], state="declined").text
    edit(coordinator_client, rows[1], state="declined", reason="Not now.")

    assert [community.standing_of(person).state for person in people] == ["active", "declined"]
    event = rows[1].events.get(deed=Deed.DECLINED)
    assert (event.by, event.reason) == (coordinator, "Not now.")


def test_a_coordinator_removes_with_a_reason(coordinator, coordinator_client, community, member):
    row = services.join(community=community, member=member)

    assert "Say why." in edit(coordinator_client, row, state="removed").text
    edit(coordinator_client, row, state="removed", reason="Named somebody.")
    assert community.standing_of(member).state == State.REMOVED
    assert edit(coordinator_client, row, state="removed").status_code == 302
    edit(coordinator_client, row, state="active")

    assert community.membership_of(member)
    assert set(row.events.values_list("by", flat=True)) == {member.pk, coordinator.pk}


def test_a_last_day_in_the_past_is_refused_there_too(coordinator_client, community, member):
    row = services.join(community=community, member=member)
    data = {"state": "active", "is_facilitator": "on", "facilitator_until": "2020-01-01"}

    assert "This day is over." in edit(coordinator_client, row, **data).text
    assert not community.membership_of(member).is_facilitator
