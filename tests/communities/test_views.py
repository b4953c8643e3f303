"""Joining and leaving by the buttons of the page."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from communities.models import Membership
from communities.services import join
from tests.factories.communities import CommunityFactory


def restrict_to_members(page, community) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(community.group)


def test_joining_says_so_and_shows_the_community(member_client, member, community):
    answer = member_client.post(f"/membership/{community.pk}/join/", follow=True)

    assert answer.redirect_chain == [(community.url, 302)]
    assert "You are now a member of Peer support workers." in answer.content.decode()
    assert community.membership_of(member)


def test_leaving_says_so_and_shows_the_community(member_client, member, community):
    join(community=community, member=member)

    answer = member_client.post(f"/membership/{community.pk}/leave/", follow=True)

    assert answer.redirect_chain == [(community.url, 302)]
    assert "You have left Peer support workers." in answer.content.decode()
    assert not community.membership_of(member)


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_a_visitor_is_sent_to_sign_in_and_back_to_the_community(client, community, verb):
    answer = client.post(f"/membership/{community.pk}/{verb}/")

    assert answer.url == f"/accounts/login/?next={community.url}"
    assert not Membership.objects.exists()


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_an_address_typed_by_hand_changes_nothing(member_client, community, verb):
    answer = member_client.get(f"/membership/{community.pk}/{verb}/")

    assert answer.url == community.url
    assert not Membership.objects.exists()


def test_nobody_joins_a_closed_community(member_client, community_index):
    community = CommunityFactory(parent=community_index, join_policy="invitation")

    answer = member_client.post(f"/membership/{community.pk}/join/")

    assert answer.status_code == 403
    assert "coordinators invite people to this community" in answer.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_a_community_one_may_not_know_of_is_not_there(client, member_client, community, verb):
    restrict_to_members(community, community)

    for browser in (client, member_client):
        address = f"/membership/{community.pk}/{verb}/"
        assert browser.post(address).status_code == 404
        assert browser.get(address).status_code == 404
        assert browser.get(community.url).status_code == 404


def test_a_draft_community_is_not_there(member_client, community_index):
    community = CommunityFactory(parent=community_index, live=False)

    assert member_client.post(f"/membership/{community.pk}/join/").status_code == 404


def test_leaving_a_community_that_closes_behind_one_leads_home(member_client, member, community):
    join(community=community, member=member)
    restrict_to_members(community, community)
    assert member_client.get(community.url).status_code == 200

    answer = member_client.post(f"/membership/{community.pk}/leave/")

    assert answer.url == "/"
    assert member_client.get(community.url).status_code == 404


def test_joining_needs_the_token_of_the_page(member, community):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    assert client.post(f"/membership/{community.pk}/join/").status_code == 403
