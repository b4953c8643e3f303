"""One row, one state: asking, answering, removing, coming back; and what is written down."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities import services
from communities.access import way_in
from communities.enums import Deed, State, Way
from communities.models import Invitation, Membership
from communities.services.steps import move
from core.days import site_today
from members.models import User
from notifications.models import Notification
from tests.factories.members import UserFactory
from tests.shared import shared

DAY = timedelta(days=1)


def way(community, member) -> Way:
    return way_in(member, community, community.standing_of(member))


def told(community, member) -> list[tuple[str, str]]:
    events = community.standing_of(member).events.order_by("pk")
    return list(events.values_list("deed", "reason"))


@shared
def on_request(community):
    community.join_policy = "request"
    community.save()
    return community


def heard() -> list[tuple[str, User]]:
    return [(row.kind, row.recipient) for row in Notification.objects.order_by("pk")]


def groups_agree(community) -> bool:
    return services.mend_groups(community=community, dry_run=True) == []


def test_a_request_waits_until_a_facilitator_lets_the_person_in(on_request, member, facilitator):
    assert way(on_request, member) == Way.ASK
    services.ask_to_join(community=on_request, member=member, words="Kia ora")
    services.ask_to_join(community=on_request, member=member, words="Again")
    row = on_request.standing_of(member)
    assert (row.state, row.words, member.groups.count()) == (State.REQUESTED, "Kia ora", 0)
    assert way(on_request, member) == Way.WAIT

    assert services.approve(community=on_request, member=member, by=facilitator)
    assert not services.approve(community=on_request, member=member, by=facilitator)

    row.refresh_from_db()
    assert (row.state, row.words) == (State.ACTIVE, "")
    assert member.groups.get() == on_request.group
    assert told(on_request, member) == [(Deed.REQUESTED, ""), (Deed.JOINED, "")]
    assert heard() == [("join_request", facilitator), ("join_answer", member)]
    assert not Notification.objects.unread().filter(kind="join_request").exists()


def test_a_request_goes_to_the_coordinators_where_nobody_facilitates(
    on_request, member, coordinator
):
    services.ask_to_join(community=on_request, member=member)

    assert heard() == [("join_request", coordinator)]


def test_the_declined_read_why_and_may_ask_again_after_thirty_days(on_request, member, facilitator):
    services.ask_to_join(community=on_request, member=member)
    services.decline(community=on_request, member=member, by=facilitator, words="Not yet.")

    assert told(on_request, member)[-1] == (Deed.DECLINED, "Not yet.")
    row = on_request.standing_of(member)
    assert row.not_before == site_today() + timedelta(days=30)
    for days, expected in ((29, Way.LATER), (30, Way.ASK)):
        row.not_before = site_today() + timedelta(days=30 - days)
        row.save()
        assert way(on_request, member) == expected
    services.ask_to_join(community=on_request, member=member)
    assert way(on_request, member) == Way.WAIT


def test_a_request_that_is_taken_back_is_written_down_and_asks_nobody_any_more(
    on_request, member, facilitator
):
    other = UserFactory()
    for person in (member, other):
        services.ask_to_join(community=on_request, member=person, words="Kia ora")

    assert services.take_request_back(community=on_request, member=member)
    assert not services.take_request_back(community=on_request, member=member)

    assert told(on_request, member) == [(Deed.REQUESTED, ""), (Deed.WITHDRAWN, "")]
    assert told(on_request, other) == [(Deed.REQUESTED, "")]
    assert way(on_request, member) == Way.ASK
    asked = on_request.standing_of(other)
    assert (asked.state, asked.words) == (State.REQUESTED, "Kia ora")
    assert Notification.objects.unread().get().about_id == asked.pk


def test_declining_needs_words(on_request, member, facilitator):
    services.ask_to_join(community=on_request, member=member)

    with pytest.raises(ValidationError) as refused:
        services.decline(community=on_request, member=member, by=facilitator, words=" ")
    assert list(refused.value.message_dict) == ["words"]
    assert on_request.standing_of(member).state == State.REQUESTED


@pytest.mark.parametrize("policy", ["open", "request"])
def test_the_removed_ask_however_they_try(community, member, facilitator, policy):
    community.join_policy = policy
    services.join(community=community, member=member)
    services.remove(
        community=community, member=member, by=facilitator, reason="Named somebody twice."
    )

    assert community.standing_of(member).state == State.REMOVED
    assert member.groups.count() == 0
    assert told(community, member)[-1] == (Deed.REMOVED, "Named somebody twice.")
    assert heard() == [("membership_ended", member)]
    assert way(community, member) == Way.ASK
    services.ask_to_join(community=community, member=member)
    services.take_request_back(community=community, member=member)
    assert way(community, member) == Way.ASK
    services.ask_to_join(community=community, member=member)
    services.approve(community=community, member=member, by=facilitator)
    services.leave(community=community, member=member)
    assert way(community, member) == (Way.JOIN if policy == "open" else Way.ASK)


def test_removing_needs_a_reason(community, member, facilitator):
    services.join(community=community, member=member)

    with pytest.raises(ValidationError):
        services.remove(community=community, member=member, by=facilitator, reason="")
    assert community.membership_of(member)


@pytest.mark.parametrize(
    ("policy", "state", "expected"),
    [
        ("open", None, Way.JOIN),
        ("open", State.LEFT, Way.JOIN),
        ("open", State.INVITED, Way.ANSWER),
        ("request", None, Way.ASK),
        ("request", State.LEFT, Way.ASK),
        ("rule", None, Way.RULE_NOT_MET),
        ("rule", State.LEFT, Way.RULE_NOT_MET),
        ("rule", State.ACTIVE, Way.MEMBER),
        ("rule", State.INVITED, Way.ANSWER),
        ("invitation", None, Way.INVITATION_ONLY),
        ("invitation", State.LEFT, Way.INVITATION_ONLY),
        ("invitation", State.DECLINED, Way.INVITATION_ONLY),
        ("invitation", State.REMOVED, Way.INVITATION_ONLY),
        ("invitation", State.INVITED, Way.ANSWER),
        ("closed", None, Way.INVITATION_ONLY),
    ],
)
def test_what_stands_between_somebody_and_a_community(community, member, policy, state, expected):
    community.join_policy = policy
    if state:
        row = services.join(community=community, member=member)
        move(row, state, **({"must_ask": True} if state == "removed" else {}))
    if state == State.INVITED:
        Invitation.objects.create(community=community, member=member)

    assert way(community, member) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.LEFT},
        {"state": State.REQUESTED},
        {"state": State.ACTIVE, "joined_at": None},
        {"state": State.ACTIVE, "must_ask": True},
        {"state": State.REMOVED, "left_at": timezone.now(), "must_ask": False},
        {"words": "Kia ora"},
        {"not_before": "2026-01-01"},
        {"facilitator_until": "2026-01-01"},
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(community, member, values):
    services.join(community=community, member=member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(**values)


def test_a_facilitators_time_ends_by_itself_the_day_after(community, member):
    today = timezone.localdate()
    services.appoint_facilitator(community=community, member=member, until=today)

    assert services.end_terms() == 0
    assert services.end_terms(today + DAY) == 1
    assert services.end_terms(today + DAY) == 0
    row = community.membership_of(member)
    assert (row.is_facilitator, row.facilitator_until) == (False, None)
    assert member.groups.get() == community.group
    assert told(community, member)[-1] == (Deed.TERM_ENDED, "")


def test_nobody_is_appointed_until_yesterday(community, member):
    with pytest.raises(ValidationError):
        services.appoint_facilitator(
            community=community, member=member, until=timezone.localdate() - DAY
        )
    assert not Membership.objects.exists()


def test_the_last_facilitator_steps_down_when_another_takes_over(community, facilitator):
    heir = UserFactory()
    services.join(community=community, member=heir)

    with pytest.raises(ValidationError):
        services.step_down(community=community, member=facilitator)
    services.step_down(community=community, member=facilitator, successor=heir)

    assert [row.member for row in community.memberships.facilitators()] == [heir]
    assert groups_agree(community)


def test_one_of_two_facilitators_just_stops(community, facilitator):
    services.appoint_facilitator(community=community, member=UserFactory())

    services.step_down(community=community, member=facilitator)

    assert community.memberships.facilitators().count() == 1
    assert community.membership_of(facilitator)


def test_welcoming_is_noted_once_and_asked_for_again_after_coming_back(
    community, member, facilitator
):
    services.join(community=community, member=member)
    for _time in range(2):
        services.welcome(community=community, member=member, by=facilitator)
    assert told(community, member) == [(Deed.JOINED, ""), (Deed.WELCOMED, "")]

    services.leave(community=community, member=member)
    services.join(community=community, member=member)
    assert member.pk in community.memberships.unwelcomed().values_list("member", flat=True)


@pytest.mark.parametrize("state", [State.INVITED, State.REQUESTED, State.ACTIVE])
def test_a_closed_account_stands_nowhere_and_nothing_is_said_of_it(
    community, member, facilitator, state
):
    row = services.join(community=community, member=member)
    services.remove(community=community, member=member, by=facilitator, reason="Secret")
    move(row, state)

    services.leave_all(member=member)

    row.refresh_from_db()
    assert row.state == State.LEFT
    assert set(row.events.values_list("reason", flat=True)) == {""}
    assert groups_agree(community)
