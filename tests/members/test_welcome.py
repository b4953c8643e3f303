"""The first minutes of somebody new: each step can be passed over."""

import pytest
from django.db import connection
from django.test import Client

from communities.enums import JoinPolicy
from communities.services import invite_member
from people.enums import Audience
from people.models import Profile
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.joining import publish_agreement
from tests.factories.members import UserFactory
from tests.queries import Queries

pytestmark = pytest.mark.django_db

STEPS = ["/welcome/agreement/", "/welcome/you/", "/welcome/hearing/", "/welcome/communities/"]


def test_the_welcome_is_for_members():
    for page in ("/welcome/", *STEPS, "/welcome/done/"):
        assert Client().get(page).url.startswith("/accounts/login/")


def test_the_steps_are_listed_without_the_agreement_for_those_who_agreed(member, member_client):
    assert "/welcome/agreement/" not in member_client.get("/welcome/").content.decode()
    assert member_client.get("/welcome/agreement/").url == "/welcome/you/"

    publish_agreement()

    assert "/welcome/agreement/" in member_client.get("/welcome/").content.decode()
    answer = member_client.post("/welcome/agreement/", {"version": "1"})
    assert answer.url == "/welcome/you/"
    member.refresh_from_db()
    assert not member.owes_agreement


def test_each_step_can_be_passed_over(member_client):
    publish_agreement()

    for here, following in zip(STEPS, [*STEPS[1:], "/welcome/done/"], strict=True):
        assert f'href="{following}"' in member_client.get(here).content.decode()
    assert member_client.get("/welcome/done/").status_code == 200
    assert member_client.get("/welcome/else/").status_code == 404


def test_the_first_words_are_shown_to_nobody_but_ones_communities_unless_one_chooses(
    member, member_client
):
    Profile.objects.create(user=member, about="Kept", about_audience=Audience.ONLY_ME)

    page = member_client.get("/welcome/you/")
    audience = page.context["form"]["role_audience"].value()
    answer = member_client.post(
        "/welcome/you/",
        {"role": "peer", "role_audience": str(audience), "perspectives": ["lived"],
         "perspectives_audience": str(Audience.ONLY_ME.value)},
    )  # fmt: skip

    assert answer.url == "/welcome/hearing/"
    profile = Profile.objects.get(user=member)
    assert (profile.role, profile.role_audience) == ("peer", Audience.COMMUNITIES)
    assert (profile.perspectives, profile.perspectives_audience) == (["lived"], Audience.ONLY_ME)
    assert (profile.about, profile.about_audience) == ("Kept", Audience.ONLY_ME)
    assert not profile.in_directory


def test_what_is_wrong_is_said_beside_the_field(member_client):
    answer = member_client.post("/welcome/you/", {"role": "peer", "perspective_words": "x" * 201})

    assert "perspective_words" in answer.context["form"].errors


def test_the_communities_that_are_open_to_one_are_listed(member, member_client):
    parent = CommunityIndexPageFactory()
    CommunityFactory(parent=parent, title="Open to all")
    CommunityFactory(parent=parent, title="Theirs already", members=[member])
    CommunityFactory(parent=parent, title="On request", join_policy=JoinPolicy.REQUEST)
    CommunityFactory(parent=parent, title="Invited alone", join_policy=JoinPolicy.INVITATION)
    CommunityFactory(
        parent=parent, title="Peer workers", join_policy=JoinPolicy.RULE, rules=[{"role": "peer"}]
    )

    def listed() -> list[str]:
        page = member_client.get("/welcome/communities/")
        return [(each.title, way) for each, way in page.context["communities"]]

    asked, there = ("On request", "ASK"), ("Open to all", "JOIN")
    assert listed() == [asked, there, ("Theirs already", "MEMBER")]
    ConfirmedRoleFactory(member=member, role="peer", verified=True)
    assert listed() == [asked, there, ("Peer workers", "JOIN"), ("Theirs already", "MEMBER")]


def test_joining_and_asking_in_the_welcome_lead_back_to_it(member, member_client):
    parent = CommunityIndexPageFactory()
    there = CommunityFactory(parent=parent, title="Open to all")
    asked = CommunityFactory(parent=parent, title="Asked", join_policy=JoinPolicy.REQUEST)
    step = STEPS[-1]
    page = member_client.get(step).text
    join, ask = (f"/membership/{each.pk}/{what}/?back=welcome"
                 for each, what in ((there, "join"), (asked, "ask")))  # fmt: skip
    assert f'action="{join}"' in page
    assert f'href="{ask}"' in page
    assert "Go on" not in page

    joined = member_client.post(join, follow=True)
    assert joined.redirect_chain == [(step, 302)]
    assert "You are now a member of Open to all." in joined.text
    assert "You are a member" in joined.text
    asking = member_client.post(ask, {"words": ""}, follow=True)
    assert asking.redirect_chain == [(step, 302)]
    assert "You have asked to join" in asking.text
    assert "Go on" in asking.text
    assert there.membership_of(member)
    assert member_client.post(f"/membership/{there.pk}/join/?back=//x.example").url == there.url


def test_an_invitation_is_answered_in_the_welcome(member, member_client):
    community = CommunityFactory(parent=CommunityIndexPageFactory())
    invite_member(community=community, member=member, by=UserFactory())
    address = f"/membership/{community.pk}/answer/?back=welcome"
    assert f'action="{address}"' in member_client.get(STEPS[-1]).text

    assert member_client.post(address, {"answer": "yes"}).url == STEPS[-1]
    assert community.membership_of(member)


def test_the_step_asks_as_much_for_one_community_as_for_many(member, member_client):
    parent = CommunityIndexPageFactory()

    def queries() -> int:
        with Queries(connection) as counted:
            assert member_client.get("/welcome/communities/").status_code == 200
        return len(counted)

    CommunityFactory(parent=parent, join_policy=JoinPolicy.RULE, rules=[{"role": "peer"}])
    queries()
    few = queries()
    for _each in range(5):
        CommunityFactory(parent=parent, join_policy=JoinPolicy.RULE, rules=[{"role": "peer"}])
    queries()
    assert queries() == few
