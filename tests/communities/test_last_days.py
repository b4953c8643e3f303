"""What ends on a day ends with it, on the site's calendar, whatever has run at night."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from machina.core.loading import get_class
from wagtail.models import PageViewRestriction

from communities import access, rules, services
from communities.enums import Deed, State, Way
from communities.models import JoinRule, Membership
from core.belonging import groups_today
from core.days import site_today
from core.querysets import groups_of, groups_of_each, sees_page
from events.models import ConferencePage
from forum.services import open_room
from members.models import User
from notifications.models import Notification
from opportunities.models import OpportunityPage
from people.models import ConfirmedRole
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
PermissionHandler = get_class("forum_permission.handler", "PermissionHandler")

EDGE = pytest.mark.parametrize(
    ("moment", "holds"),
    [((0, time(0, 1)), True), ((0, time(23, 59)), True), ((1, time(0, 1)), False)],
    ids=["its first minute", "its last minute", "the next day"],
)
ZONES = pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"])


@pytest.fixture
def at(monkeypatch):
    """Let it be so many days from today, at this time on the site's clock."""
    today = site_today()

    def move(moment: tuple[int, time]) -> None:
        days, when = moment
        zone = timezone.get_default_timezone()
        there = datetime.combine(today + timedelta(days=days), when, zone).astimezone(UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: there)

    return move


@pytest.fixture
def facilitator(facilitator, community) -> User:
    """Today is their last day."""
    services.appoint_facilitator(community=community, member=facilitator, until=site_today())
    return facilitator


@pytest.fixture
def others(community) -> list[User]:
    """Facilitators without a last day, and with a later one."""
    lasting, later = UserFactory.create_batch(2)
    services.appoint_facilitator(community=community, member=lasting)
    day = site_today() + timedelta(days=1)
    services.appoint_facilitator(community=community, member=later, until=day)
    return [lasting, later]


@pytest.fixture
def room(community):
    return open_room(name="Ours", audience="communities", communities=[community])


@EDGE
def test_the_page_of_who_looks_after_a_community(community, facilitator, others, at, moment, holds):
    at(moment)
    here = f"/membership/{community.pk}/looking-after/"

    def status(person) -> int:
        client = Client()
        client.force_login(person)
        return client.get(here).status_code

    assert status(facilitator) == (200 if holds else 404)
    assert [status(other) for other in others] == [200, 200]


@EDGE
@ZONES
def test_the_rule_is_the_sites_day_in_whatever_zone_it_is_asked(
    community, facilitator, at, moment, holds, zone
):
    at(moment)
    membership = community.membership_of(facilitator)

    with timezone.override(zone):
        assert access.looks_after(facilitator, membership) is holds
        assert membership.facilitates is holds
        assert community.memberships.facilitators().exists() is holds
        assert Membership.objects.past_their_term().exists() is not holds


@EDGE
def test_what_a_facilitator_may_do_in_the_rooms(
    community, facilitator, others, room, at, moment, holds
):
    at(moment)
    forum = room.forum

    assert PermissionHandler().can_approve_posts(forum, facilitator) is holds
    assert PermissionHandler().can_read_forum(forum, facilitator), "They are a member still."
    assert all(PermissionHandler().can_approve_posts(forum, other) for other in others)


@EDGE
def test_the_queue_of_what_waits(community, facilitator, room, at, moment, holds):
    client = Client()
    client.force_login(facilitator)
    at(moment)

    page = client.get("/forum/moderation/queue/")

    assert (page.status_code == 200) is holds


@EDGE
def test_the_groups_of_one_and_of_many(community, facilitator, others, at, moment, holds):
    at(moment)

    both = {community.group_id, community.facilitator_group_id}
    wanted = both if holds else {community.group_id}
    assert groups_of(facilitator) == wanted
    assert groups_of_each([facilitator, others[0]]) == {facilitator.pk: wanted, others[0].pk: both}
    assert set(groups_today(facilitator).values_list("pk", flat=True)) == wanted


@EDGE
def test_a_page_that_an_editor_shows_to_facilitators_alone(
    community, facilitator, others, at, moment, holds
):
    page = StandardPageFactory(title="For those who look after us")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(community.facilitator_group)
    at(moment)

    def status(person) -> int:
        client = Client()
        client.force_login(person)
        return client.get(page.url).status_code

    assert (status(facilitator) == 200) is holds
    assert [status(other) for other in others] == [200, 200]
    assert sees_page([(facilitator, page), (others[0], page)]) == [holds, True]
    assert type(page).objects.visible_to(facilitator).filter(pk=page.pk).exists() is holds


@EDGE
def test_a_right_that_an_administrator_gave_to_the_facilitators(
    community, facilitator, others, at, moment, holds
):
    right = Permission.objects.get(codename="view_interest")
    Group.objects.get(pk=community.facilitator_group_id).permissions.add(right)
    at(moment)

    assert User.objects.get(pk=facilitator.pk).has_perm("events.view_interest") is holds
    assert User.objects.get(pk=others[0].pk).has_perm("events.view_interest")


@EDGE
def test_who_is_told_that_somebody_asks_to_join(
    community, facilitator, coordinator, at, moment, holds
):
    at(moment)
    services.ask_to_join(community=community, member=UserFactory(), words="Kia ora.")

    told = set(Notification.objects.filter(kind="join_request").values_list("recipient", flat=True))
    assert told == {facilitator.pk if holds else coordinator.pk}


@EDGE
def test_who_is_named_on_the_communitys_page(community, facilitator, others, at, moment, holds):
    client = Client()
    client.force_login(others[0])
    at(moment)

    named = client.get(community.url).context["facilitators"]

    assert (facilitator in named) is holds
    assert set(others) <= set(named)


@EDGE
def test_a_facilitator_is_removed_by_a_coordinator_alone(
    community, facilitator, others, at, moment, holds
):
    at(moment)
    row = community.membership_of(facilitator)

    assert access.can_remove_member(others[0], row) is not holds


@EDGE
def test_the_last_one_cannot_step_down(community, facilitator, others, at, moment, holds):
    services.dismiss_facilitator(community=community, member=others[1])
    at(moment)

    if holds:
        services.step_down(community=community, member=others[0])
        assert not community.membership_of(others[0]).facilitates
    else:
        with pytest.raises(ValidationError):
            services.step_down(community=community, member=others[0])


def test_whoever_is_asked_again_after_their_last_day_begins_anew(community, facilitator, at):
    at((3, time(12)))

    services.appoint_facilitator(community=community, member=facilitator)

    row = community.membership_of(facilitator)
    deeds = list(row.events.order_by("pk").values_list("deed", flat=True))
    assert deeds[-2:] == [Deed.TERM_ENDED, Deed.APPOINTED]
    assert (row.facilitates, row.facilitator_until) == (True, None)
    assert community.facilitator_group_id in groups_of(facilitator)


def test_the_night_tidies_what_ended_by_itself(community, facilitator, others, at):
    at((1, time(0, 1)))
    before = groups_of(facilitator)

    assert services.end_terms() == 1
    assert services.end_terms() == 0

    assert groups_of(facilitator) == before
    assert set(facilitator.groups.values_list("pk", flat=True)) == before
    assert not Membership.objects.past_their_term().exists()
    assert community.memberships.facilitators().count() == 2


@EDGE
@ZONES
def test_a_confirmed_role_and_the_community_that_it_opens(
    community, member, at, moment, holds, zone
):
    by_rule = CommunityFactory(parent=community.get_parent(), join_policy="rule")
    JoinRule.objects.create(community=by_rule, role="peer")
    role = ConfirmedRoleFactory(
        member=member, role="peer", state="verified", valid_until=site_today()
    )
    at(moment)

    with timezone.override(zone):
        assert ConfirmedRole.objects.in_force().exists() is holds
        assert ConfirmedRole.objects.expired().exists() is not holds
        assert (role.is_in_force, role.is_expired) == (holds, not holds)
        assert rules.met_by(member, by_rule) is holds
        assert (access.way_in(member, by_rule, None) == Way.JOIN) is holds


@pytest.mark.parametrize(
    ("moment", "way"),
    [((0, time(23, 59)), Way.LATER), ((1, time(0, 1)), Way.ASK)],
    ids=["the day before", "that day"],
)
@ZONES
def test_the_day_from_which_somebody_may_ask_again(community, member, at, moment, way, zone):
    community.join_policy = "request"
    standing = Membership(
        community=community,
        member=member,
        state=State.DECLINED,
        not_before=site_today() + timedelta(days=1),
    )
    at(moment)

    with timezone.override(zone):
        assert access.way_in(member, community, standing) == way


@EDGE
@ZONES
def test_a_scholarship_and_a_conference(at, moment, holds, zone):
    opportunity = OpportunityPage(closes_on=site_today())
    conference = ConferencePage(starts_on=site_today(), ends_on=site_today())
    at(moment)

    with timezone.override(zone):
        assert (opportunity.state == "open") is holds
        assert conference.is_past is not holds
