"""A hidden community is not there for others: page, list, search, sitemap, rooms."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.search.index import insert_or_update_object
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from communities import services
from communities.enums import Visibility
from communities.models import CommunityPage
from core.roles import COORDINATORS
from forum.services import open_room
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.shared import shared

NAME = "Quiet kitchen"


@shared
def hidden(community_index) -> CommunityPage:
    hidden = CommunityFactory(
        parent=community_index,
        title=NAME,
        slug="quiet",
        join_policy="invitation",
        visibility="hidden",
    )
    insert_or_update_object(hidden)
    return hidden


@shared
def chairs(hidden, community, member, coordinator):
    """Each kind of person with a browser: by name."""
    inside, invited = UserFactory.create_batch(2)
    services.appoint_facilitator(community=hidden, member=inside)
    services.invite_member(community=hidden, member=invited, by=inside)
    services.join(community=community, member=member)
    open_room(name="Shared", communities=[hidden, community])
    people = {"member": member, "inside": inside, "invited": invited, "coordinator": coordinator}
    browsers = {"visitor": Client()}
    for name, person in people.items():
        browsers[name] = Client()
        browsers[name].force_login(person)
    return browsers


@pytest.mark.parametrize("who", ["visitor", "member", "invited", "inside", "coordinator"])
def test_it_shows_to_those_inside_and_to_coordinators_alone(chairs, hidden, community, who):
    browser = chairs[who]
    knows = who in ("inside", "coordinator")

    assert browser.get(hidden.url).status_code == (200 if knows else 404)
    for address in (community.get_parent().url, f"{community.url}?show=talk"):
        assert (NAME in browser.get(address).text) is knows, address
    # At home the invited are told that they are.
    assert (NAME in browser.get("/").text) is (knows or who == "invited")
    for address in ("/search/?q=kitchen", "/search/?q=kitchen&in=communities"):
        assert (hidden.url in browser.get(address).text) is knows, address
    assert "/quiet" not in browser.get("/sitemap.xml").text
    for verb in ("join", "leave", "ask", "looking-after", "looking-after/history"):
        answer = browser.post(f"/membership/{hidden.pk}/{verb}/")
        if not knows:
            expected = (302, 404) if who == "visitor" else (404,)
            assert answer.status_code in expected, verb
            assert answer.headers.get("Location", "/accounts/").startswith("/accounts/")


def test_a_shared_room_does_not_name_it_and_says_that_others_read(chairs):
    from forum.rooms.models import Room

    forum = Room.objects.get().forum
    page = chairs["member"].get(f"/forum/forum/{forum.slug}-{forum.pk}/").text

    assert "Only members of Peer support workers and another community" in page
    assert NAME not in page
    assert NAME in chairs["inside"].get(f"/forum/forum/{forum.slug}-{forum.pk}/").text


def test_communities_that_share_a_room_name_each_other(community, community_index, member_client):
    other = CommunityFactory(parent=community_index, title="Clinical teams")
    open_room(name="Alongside", audience="members", communities=[community, other])

    assert "Shared with Clinical teams" in member_client.get(f"{community.url}?show=talk").text
    assert "Shared with Peer support workers" in member_client.get(f"{other.url}?show=talk").text


def test_the_invited_read_what_it_is_and_come_in(chairs, hidden):
    browser = chairs["invited"]
    page = browser.get("/membership/").text
    assert NAME in page
    assert hidden.purpose in page

    answer = browser.post(f"/membership/{hidden.pk}/answer/", {"answer": "yes"})

    assert answer.url == hidden.url
    assert browser.get(hidden.url).status_code == 200


def test_members_only_sends_visitors_to_sign_in(client, member_client, community):
    community.show_to(Visibility.MEMBERS)

    assert client.get(community.url).url.startswith("/accounts/login/")
    assert community.title not in client.get(community.get_parent().url).text
    assert member_client.get(community.url).status_code == 200


@pytest.mark.parametrize("visibility", list(Visibility))
def test_what_is_written_is_what_is_read(community, visibility):
    for before in Visibility:
        community.show_to(before)
        community.show_to(visibility)
        assert community.visibility == visibility
    names = set(PageViewRestriction.objects.values_list("groups__name", flat=True))
    assert (
        names
        == {
            Visibility.PUBLIC: set(),
            Visibility.MEMBERS: {None},
            Visibility.HIDDEN: {community.group.name, COORDINATORS},
        }[visibility]
    )


def data(community, **more) -> dict:
    return nested_form_data(
        {
            "title": community.title,
            "slug": community.slug,
            "search_description": "",
            "purpose": community.purpose,
            "who_for": "",
            "ground_rules": rich_text(""),
            "body": streamfield([]),
            "partner": "",
            "visibility": "public",
            "join_policy": "open",
            "rules": inline_formset([]),
            **more,
        }
    )


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}])
def test_a_coordinator_hides_and_shows_it_in_the_form(coordinator_client, community, button):
    edit = f"/admin/pages/{community.pk}/edit/"
    assert 'name="visibility"' in coordinator_client.get(edit).text

    coordinator_client.post(edit, data(community, visibility="hidden", **button))
    assert community.visibility == Visibility.HIDDEN
    coordinator_client.post(edit, data(community, visibility="members", **button))
    assert community.visibility == Visibility.MEMBERS


def test_one_made_hidden_was_never_seen(coordinator_client, community_index, client):
    coordinator_client.post(
        f"/admin/pages/add/communities/communitypage/{community_index.pk}/",
        data(
            CommunityPage(title=NAME, slug="quiet", purpose="To meet."),
            visibility="hidden",
            **{"action-publish": "1"},
        ),
    )

    made = CommunityPage.objects.get(slug="quiet")
    assert (made.live, made.visibility) == (True, Visibility.HIDDEN)
    assert client.get(made.url).status_code == 404


def test_a_setting_made_by_hand_is_kept_until_another_is_chosen(coordinator_client, community):
    from django.contrib.auth.models import Group

    restriction = PageViewRestriction.objects.create(page=community, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Some people"))
    edit = f"/admin/pages/{community.pk}/edit/"
    assert "As set by hand" in coordinator_client.get(edit).text

    coordinator_client.post(edit, data(community, visibility="", **{"action-publish": "1"}))

    assert restriction.groups.get().name == "Some people"


def test_a_copy_of_a_hidden_one_is_hidden_for_its_own_people(coordinator_client, hidden):
    parent = hidden.get_parent()
    coordinator_client.post(
        f"/admin/pages/{hidden.pk}/copy/",
        {
            "new_title": "Second",
            "new_slug": "second",
            "new_parent_page": parent.pk,
            "publish_copies": "on",
        },
    )

    copy = CommunityPage.objects.get(slug="second")
    assert copy.visibility == Visibility.HIDDEN
    restriction = PageViewRestriction.objects.get(page=copy)
    assert hidden.group not in restriction.groups.all()


def test_a_rule_is_made_in_the_form_and_said_in_words(coordinator_client, community):
    edit = f"/admin/pages/{community.pk}/edit/"
    line = {"role": "peer", "area": "", "team_has_peer_workers": ""}
    button = {"action-publish": "1"}

    answer = coordinator_client.post(edit, data(community, join_policy="rule", **button))
    assert "a rule needs one line" in answer.text
    rules = inline_formset([line])
    coordinator_client.post(edit, data(community, join_policy="rule", rules=rules, **button))

    assert community.rules.get().role == "peer"
    page = coordinator_client.get(edit).text
    assert "this community is for peer support workers: <strong>fewer than 6 people today" in page


def test_an_empty_line_of_a_rule_is_refused(coordinator_client, community):
    edit = f"/admin/pages/{community.pk}/edit/"
    rules = inline_formset([{"role": "", "area": "", "team_has_peer_workers": ""}])

    answer = coordinator_client.post(
        edit, data(community, join_policy="rule", rules=rules, **{"action-publish": "1"})
    )

    assert answer.status_code == 200
    assert not community.rules.exists()


def test_an_old_version_that_was_closed_comes_back_as_by_invitation(community):
    revision = community.save_revision()
    revision.content = revision.content | {"join_policy": "closed"}
    revision.save()

    revision.publish()

    community.refresh_from_db()
    assert community.join_policy == "invitation"
