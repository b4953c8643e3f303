"""What a visitor, a member and somebody else sees of a community."""

import pytest
from django.test import Client

from communities import services
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory


def page_for(client: Client, community, show: str = "") -> str:
    answer = client.get(community.url, {"show": show} if show else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_name_and_purpose_of_each_community(client, community_index):
    CommunityFactory(parent=community_index, title="Clinical teams", purpose="To learn together.")

    page = client.get(community_index.url).content.decode()

    assert "Clinical teams" in page
    assert "To learn together." in page


def test_an_empty_list_says_what_will_be_there(client, community_index):
    assert "No community yet" in client.get(community_index.url).content.decode()


def test_a_visitor_sees_what_it_is_for_and_neither_names_nor_a_count(
    client, community, facilitator
):
    community.ground_rules = "<p>Weigh each view equally.</p>"
    community.save()

    page = page_for(client, community)

    assert "To think out loud with others who do this work." in page
    assert "Weigh each view equally." in page
    assert "Hinemoa" not in page
    assert "member so far" not in page
    assert "one of" not in page
    assert f'href="/accounts/login/?next={community.url.replace("/", "%2F")}"' in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_a_visitor_who_only_reads_gets_no_cookie(client, community):
    client.get(community.url)

    assert client.cookies == {}


def test_somebody_signed_in_sees_join_and_no_names(member_client, community, facilitator):
    page = page_for(member_client, community)

    assert f'action="/membership/{community.pk}/join/"' in page
    assert "Hinemoa" not in page


def test_a_member_sees_leave_the_count_and_the_facilitators(
    member_client, member, community, facilitator
):
    services.join(community=community, member=member)

    page = page_for(member_client, community)

    assert f'action="/membership/{community.pk}/leave/"' in page
    assert "Hinemoa" in page
    people = page_for(member_client, community, "people")
    assert "You are one of fewer than 6 members." in people
    assert "Hinemoa" in people
    assert facilitator.email not in page + people


@pytest.mark.parametrize(
    ("others", "told"), [(0, "fewer than 6"), (4, "fewer than 6"), (5, "6"), (6, "7")]
)
def test_a_small_number_of_members_is_not_told(
    member_client, member, community_index, others, told
):
    small = CommunityFactory(
        parent=community_index, members=[member, *UserFactory.create_batch(others)]
    )

    assert f"You are one of {told} members." in page_for(member_client, small, "people")


def test_a_member_sees_no_list_of_members(member_client, member, community):
    services.join(community=community, member=member)
    services.join(community=community, member=UserFactory(display_name="Quiet Reader"))

    assert "Quiet Reader" not in page_for(member_client, community)


def test_a_closed_community_offers_no_joining(member_client, community_index):
    community = CommunityFactory(parent=community_index, join_policy="invitation")

    page = page_for(member_client, community)

    assert "/join/" not in page
    assert "invite the members of this community." in page


@pytest.mark.parametrize("others", [1, 20])
def test_the_list_of_communities_asks_no_more_for_twenty(
    client, community_index, others, django_assert_num_queries
):
    CommunityFactory.create_batch(others, parent=community_index)
    client.get(community_index.url)

    with django_assert_num_queries(6):
        client.get(community_index.url)
