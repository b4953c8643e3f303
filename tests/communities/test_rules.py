"""Rules over what is confirmed: whom they let in, in plain words, and with how many people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities import rules, services
from communities.access import way_in, ways_in
from communities.enums import Way
from communities.models import CommunityPage
from people.enums import JobRole
from people.models import ConfirmedRole
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.factories.places import AreaFactory
from tests.shared import shared

PEER, CLINICIAN = JobRole.PEER, JobRole.CLINICIAN


def joins(member, community) -> bool:
    return way_in(member, community, community.standing_of(member)) == Way.JOIN


@shared
def region(db):
    return AreaFactory(name="Counties Manukau")


@shared
def community(community_index, region) -> CommunityPage:
    """For peer workers of a region, or clinicians whose team has peer workers."""
    return CommunityFactory(
        parent=community_index,
        title="Across the tea table",
        join_policy="rule",
        rules=[
            {"role": PEER, "area": region},
            {"role": CLINICIAN, "team_has_peer_workers": True},
        ],
    )


@pytest.mark.parametrize(
    ("confirmed", "let_in"),
    [
        ([], False),
        ([{"role": PEER, "area": "region"}], True),
        ([{"role": PEER, "area": "inside"}], True),
        ([{"role": PEER, "area": "elsewhere"}], False),
        ([{"role": PEER}], False),
        ([{"role": CLINICIAN, "team_has_peer_workers": True}], True),
        ([{"role": CLINICIAN}], False),
        ([{"role": CLINICIAN, "area": "region"}], False),
        # What two roles say is not added up.
        ([{"role": PEER, "area": "elsewhere"}, {"role": CLINICIAN, "area": "region"}], False),
        ([{"role": PEER, "area": "region", "valid_until": "yesterday"}], False),
        ([{"role": PEER, "area": "region", "state": "revoked"}], False),
        ([{"role": PEER, "area": "region", "state": "requested"}], False),
    ],
)
def test_a_rule_counts_only_what_is_confirmed_today(community, region, member, confirmed, let_in):
    places = {
        "region": region,
        "inside": AreaFactory(name="Ōtara", parent=AreaFactory(name="Manukau", parent=region)),
        "elsewhere": AreaFactory(name="Wairarapa"),
    }
    for said in confirmed:
        fields = dict(said)
        if "area" in fields:
            fields["area"] = places[fields["area"]]
        if fields.get("valid_until"):
            fields["valid_until"] = timezone.localdate() - timedelta(days=1)
        ConfirmedRoleFactory(member=member, verified=True, **fields)

    assert joins(member, community) is let_in
    assert (member in rules.people_who_meet(community.rules.all())) is let_in


def test_a_rule_without_a_line_lets_nobody_in(community, member):
    ConfirmedRoleFactory(member=member, verified=True)
    community.rules.all().delete()

    assert not joins(member, CommunityPage.objects.get(pk=community.pk))


def test_what_somebody_says_of_themself_opens_nothing(community, region, member_client, member):
    from people.services import update_profile

    update_profile(member=member, values={"role": "peer", "areas": [region]})

    assert not joins(member, community)
    assert member_client.post(f"/membership/{community.pk}/join/").status_code == 403


def test_in_plain_words(community):
    assert rules.in_words(community.rules.all()) == (
        "peer support workers in Counties Manukau, or clinicians whose team has peer workers"
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "fewer than 6 people today"),
        (5, "fewer than 6 people today"),
        (6, "6 people today"),
    ],
)
def test_a_small_number_is_not_told(community, region, number, words):
    ConfirmedRoleFactory.create_batch(number, verified=True, role=PEER, area=region)
    ConfirmedRoleFactory(verified=True, role=PEER, area=region, member=UserFactory(is_active=False))
    for confirmed_role in ConfirmedRole.objects.all()[:1]:
        ConfirmedRoleFactory(member=confirmed_role.member, verified=True, role=PEER, area=region)

    assert rules.how_many(community.rules.all()) == words


def test_who_does_not_meet_it_reads_for_whom_it_is_and_what_to_do(community, member_client, client):
    page = member_client.get(community.url).content.decode()

    assert "This community is for peer support workers in Counties Manukau, or" in page
    assert 'href="/people/me/roles/"' in page
    assert "/join/" not in page
    assert "This community is for peer support workers" in client.get(community.url).text


def test_who_meets_it_joins(community, region, member_client, member):
    ConfirmedRoleFactory(member=member, verified=True, role=PEER, area=region)

    assert f"/membership/{community.pk}/join/" in member_client.get(community.url).text
    assert member_client.post(f"/membership/{community.pk}/join/").status_code == 302
    assert community.membership_of(member)


def test_what_is_confirmed_of_one_opens_nothing_to_another(community, region, community_index):
    meets, other = UserFactory.create_batch(2)
    elsewhere = CommunityFactory(
        parent=community_index, title="Educators", join_policy="rule", rules=[{"role": "educator"}]
    )
    ConfirmedRoleFactory(member=meets, verified=True, role=PEER, area=region)
    ConfirmedRoleFactory(member=other, verified=True, role=JobRole.MANAGER)
    both = [community, elsewhere]

    assert [rules.met_among(person, both) for person in (meets, other)] == [{community.pk}, set()]
    ways = [[way for _each, way in ways_in(person, both)] for person in (meets, other)]
    assert ways == [[Way.JOIN, Way.RULE_NOT_MET], [Way.RULE_NOT_MET] * 2]
    assert [joins(person, community) for person in (meets, other)] == [True, False]
    assert list(rules.people_who_meet(community.rules.all())) == [meets]


def test_when_the_role_runs_out_the_membership_stays_and_facilitators_see_it(
    community, region, member
):
    still = UserFactory()
    for each in (member, still):
        ConfirmedRoleFactory(member=each, verified=True, role=PEER, area=region)
        services.join(community=community, member=each)
    unmet = rules.no_longer_met_by(community.memberships.active(), community)
    assert not unmet.exists()

    yesterday = timezone.localdate() - timedelta(days=1)
    ConfirmedRole.objects.filter(member=member).update(valid_until=yesterday)

    assert community.membership_of(member)
    assert [row.member for row in unmet.all()] == [member]


def test_an_area_that_a_rule_names_cannot_be_deleted(community, region):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        region.delete()
