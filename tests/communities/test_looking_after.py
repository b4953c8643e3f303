"""The facilitators' page and what is done from it: for them and the coordinators alone."""

import pytest
from django.test import Client
from django.utils import timezone

from communities import services
from communities.enums import Deed, State
from communities.models import JoinRule, Membership, Notice
from forum.services import open_room
from members.models import User
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.shared import shared


@shared
def asking(community):
    person = UserFactory(display_name="Mele")
    services.ask_to_join(community=community, member=person, words="I start in May.")
    return person


PATHS = ("", "invite/", "notice/", "colour/", "step-down/", "history/")
ABOUT = ("answer", "welcome", "remove", "facilitator")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["newcomer", "member", "facilitator of another", "former"])
def test_it_is_not_there_for_others(
    community, community_index, here, of, asking, member, who, method
):
    joined = UserFactory()
    services.join(community=community, member=joined)
    if who == "member":
        services.join(community=community, member=member)
    elif who == "former":
        services.appoint_facilitator(community=community, member=member)
        services.leave(community=community, member=member)
    elif who != "newcomer":
        CommunityFactory(parent=community_index, facilitators=[member])
    browser = Client()
    browser.force_login(member)
    before = list(Membership.objects.order_by("pk").values())

    addresses = [here + path for path in PATHS]
    addresses += [of(person, what) for person in (joined, asking) for what in ABOUT]
    for address in addresses:
        assert getattr(browser, method)(address).status_code == 404, address
    assert list(Membership.objects.order_by("pk").values()) == before
    assert not Notice.objects.exists()


def test_a_visitor_signs_in_first(client, here):
    assert client.get(here).url == f"/accounts/login/?next={here}"


def test_facilitators_and_coordinators_see_it_and_a_way_to_it(
    facilitator_client, coordinator_client, community, here, asking
):
    for browser in (facilitator_client, coordinator_client):
        page = browser.get(here).text
        assert "Mele" in page
        assert "I start in May." in page
        shown = browser.get(community.url).text
        assert f'href="{here}"' in shown
        assert "One request waits for an answer." in shown


def test_letting_somebody_in(facilitator_client, community, asking, of):
    address = of(asking, "answer")
    assert "I start in May." in facilitator_client.get(address).text

    facilitator_client.post(address, {"do": "let in", "words": ""})

    assert community.membership_of(asking)
    assert facilitator_client.get(address).status_code == 404


def test_declining_asks_for_words_and_keeps_what_was_chosen(
    facilitator_client, community, asking, of
):
    address = of(asking, "answer")

    assert "Say a few words." in facilitator_client.post(address, {"do": "decline"}).text
    facilitator_client.post(address, {"do": "decline", "words": "This one is for teams."})

    browser = Client()
    browser.force_login(asking)
    assert "This one is for teams." in browser.get("/membership/").text
    community.join_policy = "request"
    community.save()
    assert "You may ask again from" in browser.get(community.url).text


def test_removing_asks_why_and_the_person_reads_it(facilitator_client, community, member, of):
    services.join(community=community, member=member)
    address = of(member, "remove")
    assert facilitator_client.get(address).status_code == 200

    assert "Say why." in facilitator_client.post(address, {"reason": " "}).text
    assert community.membership_of(member)
    facilitator_client.post(address, {"reason": "Named somebody."})

    assert community.standing_of(member).state == State.REMOVED
    browser = Client()
    browser.force_login(member)
    assert "Named somebody." in browser.get("/membership/").text


def test_a_facilitator_is_removed_by_a_coordinator_and_nobody_by_themself(
    facilitator, facilitator_client, coordinator_client, community, of
):
    other = UserFactory()
    services.appoint_facilitator(community=community, member=other)

    for person in (other, facilitator):
        assert facilitator_client.post(of(person, "remove"), {"reason": "x"}).status_code == 404
    assert coordinator_client.post(of(other, "remove"), {"reason": "x"}).status_code == 302
    assert not community.membership_of(other)


def test_choosing_a_colour(facilitator_client, community, community_index, here):
    other = CommunityFactory(parent=community_index, title="Clinical teams")
    address = f"{here}colour/"
    assert f'href="{address}"' in facilitator_client.get(here).text
    assert "hue--nest" in facilitator_client.get(address).text

    assert "colour" in facilitator_client.post(address, {"colour": "red"}).context["form"].errors
    assert facilitator_client.post(address, {"colour": "star"}).url == here

    for each, colour in ((community, "star"), (other, "river")):
        each.refresh_from_db()
        assert each.colour == colour


def test_appointing_with_a_last_day(facilitator_client, community, member, here, of):
    services.join(community=community, member=member)
    address = of(member, "facilitator")
    day = timezone.localdate()

    assert "This day is over." in facilitator_client.post(address, {"until": "2020-01-01"}).text
    facilitator_client.post(address, {"until": day.isoformat()})
    assert community.membership_of(member).facilitator_until == day

    facilitator_client.post(address, {"until": "", "dismiss": "yes"})
    assert community.membership_of(member).is_facilitator


def test_somebody_who_cannot_sign_in_is_not_made_a_facilitator(
    facilitator_client, community, member, here, of
):
    services.join(community=community, member=member)
    member.is_active = False
    member.save()

    page = facilitator_client.post(of(member, "facilitator"), {"until": ""}).text

    assert "Nobody can sign in to this account now." in page
    assert not community.membership_of(member).is_facilitator
    assert of(member, "facilitator") not in facilitator_client.get(here).text
    assert of(member, "remove") in facilitator_client.get(here).text


def test_a_facilitator_who_cannot_sign_in_does_not_count_as_one_who_stays(
    facilitator_client, community, here
):
    locked = UserFactory(display_name="Locked")
    services.appoint_facilitator(community=community, member=locked)
    locked.is_active = False
    locked.save()
    page = f"{here}step-down/"

    assert "Nobody else looks after" in facilitator_client.post(page, {"name": ""}).text
    assert "Locked" not in facilitator_client.get(community.url).text


def test_a_coordinator_ends_a_facilitators_time(coordinator_client, community, facilitator, of):
    coordinator_client.post(of(facilitator, "facilitator"), {"dismiss": "yes"})

    assert not community.membership_of(facilitator).is_facilitator


def test_the_last_one_names_who_takes_over(facilitator_client, facilitator, community, here):
    services.join(community=community, member=UserFactory(display_name="Wiremu"))
    UserFactory(display_name="Stranger")
    address = f"{here}step-down/"

    assert "Nobody else looks after" in facilitator_client.post(address, {"name": ""}).text
    assert "Nobody of that name" in facilitator_client.post(address, {"name": "Stranger"}).text
    assert facilitator_client.post(address, {"name": "Wiremu"}).url == community.url

    names = [row.member.display_name for row in community.memberships.facilitators()]
    assert names == ["Wiremu"]
    assert facilitator_client.get(here).status_code == 404


def test_a_notice_stands_on_the_page_and_in_the_rooms_for_members(
    facilitator_client, client, member_client, coordinator_client, community, here
):
    room = open_room(name="Open room", audience="public", communities=[community])
    forum = f"/forum/forum/{room.forum.slug}-{room.forum_id}/"
    facilitator_client.post(f"{here}notice/", {"text": "Hui on Friday <b>"})

    for address in (community.url, forum):
        assert "Hui on Friday &lt;b&gt;" in facilitator_client.get(address).text
        for other in (client, member_client):
            assert "Hui on Friday" not in other.get(address).text
    assert "Hui on Friday" in coordinator_client.get(community.url).text

    facilitator_client.post(f"{here}notice/", {"text": ""})
    assert "From the facilitators" not in facilitator_client.get(community.url).text


def test_a_notice_of_one_community_is_not_for_the_other_that_shares_the_room(
    facilitator, community, community_index, member, member_client
):
    other = CommunityFactory(parent=community_index, title="Clinical teams", members=[member])
    room = open_room(name="Alongside", communities=[community, other])
    services.pin_notice(community=community, text="Ours alone", by=facilitator)
    services.pin_notice(community=other, text="For teams", by=facilitator)

    page = member_client.get(f"/forum/forum/{room.forum.slug}-{room.forum_id}/").text

    assert "For teams" in page
    assert "Ours alone" not in page


def test_the_history_says_who_did_what_and_why(
    facilitator_client, facilitator, community, here, member
):
    services.join(community=community, member=member)
    services.remove(community=community, member=member, by=facilitator, reason="Not kind.")

    page = facilitator_client.get(f"{here}history/").text

    assert f"<bdi>{member.display_name}</bdi>: Was removed" in page
    assert "Not kind." in page
    assert "by <bdi>Hinemoa</bdi>" in page


def test_ones_own_page_shows_ones_own_history_and_nobody_elses(
    community, facilitator, member, member_client
):
    services.join(community=community, member=member)
    services.welcome(community=community, member=member, by=facilitator)
    other = UserFactory()
    services.join(community=community, member=other)
    services.remove(community=community, member=other, by=facilitator, reason="Secret")

    page = member_client.get("/membership/").text

    assert "Was welcomed" in page
    assert "Hinemoa" not in page
    assert "Secret" not in page


def test_a_request_made_and_taken_back_by_the_buttons(member_client, member, community):
    community.join_policy = "request"
    community.save()

    assert member_client.post(f"/membership/{community.pk}/join/").url.endswith("/ask/")
    too_long = member_client.post(f"/membership/{community.pk}/ask/", {"words": "x" * 501})
    assert "x" * 501 in too_long.text
    member_client.post(f"/membership/{community.pk}/ask/", {"words": "Kia ora"})
    assert "You have asked to join" in member_client.get(community.url).text
    member_client.post(f"/membership/{community.pk}/take-back/")
    assert community.standing_of(member).state == State.DECLINED


def many(number: int, community) -> None:
    people = User.objects.bulk_create(
        User(email=f"m{n}@example.org", display_name=f"Person {n}") for n in range(number)
    )
    rows = Membership.objects.bulk_create(
        Membership(community=community, member=person) for person in people
    )
    rows[0].events.create(deed=Deed.JOINED)
    through = User.groups.through
    through.objects.bulk_create(through(user=who, group=community.group) for who in people)


@pytest.mark.parametrize("number", [1, 10_000])
def test_the_pages_ask_the_same_of_few_and_of_many(
    facilitator_client, member_client, member, community, here, number, queries_of
):
    community.join_policy = "rule"
    community.save()
    JoinRule.objects.create(community=community, role="peer")
    ConfirmedRoleFactory(member=member, verified=True)
    many(number, community)
    counts = {
        "overview": queries_of(facilitator_client, here),
        "not welcomed": queries_of(facilitator_client, f"{here}?show=new"),
        "history": queries_of(facilitator_client, f"{here}history/"),
        "page before": queries_of(member_client, community.url),
        "join": queries_of(member_client, f"/membership/{community.pk}/join/", {}, status=302),
        "page after": queries_of(member_client, community.url),
        "mine": queries_of(member_client, "/membership/"),
    }

    assert counts == {
        "overview": 14,
        "not welcomed": 14,
        "history": 7,
        "page before": 7,
        "join": 13,
        "page after": 10,
        "mine": 5,
    }
