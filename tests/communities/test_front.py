"""A community's front door: its tabs, what they hold for whom, and what it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from communities import services
from communities.enums import Colour
from core.templatetags.ui import nz_date
from events.templatetags.events_tags import beside_day
from forum.rooms.models import Room
from forum.services import open_first_room, open_room
from tests.factories.communities import CommunityFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.factories.resources import ResourcePageFactory
from tests.shared import shared

SOON = timedelta(days=3)


@shared
def inside(community) -> Client:
    person = UserFactory(display_name="Aroha")
    services.join(community=community, member=person)
    client = Client()
    client.force_login(person)
    return client


def tabs_of(page: str) -> list[str]:
    bar = page.split('aria-label="In this community"')[1].split("</nav>")[0]
    return [link.split("</a>")[0].split(">")[-1] for link in bar.split("<a ")[1:]]


def current_tab(page: str) -> str:
    bar = page.split('aria-label="In this community"')[1].split("</nav>")[0]
    [current] = [link for link in bar.split("<a ") if "aria-current" in link]
    return current.split("</a>")[0].split(">")[-1]


def event_of(parent, title: str, days: int = 3, **fields):
    starts = timezone.now() + timedelta(days=days)
    return EventPageFactory(
        parent=parent,
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        **fields,
    )


def only_for(page, community) -> None:
    closed = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    closed.groups.add(community.group)


def test_its_people_begin_where_it_talks_and_others_with_what_it_is_for(
    client, member_client, inside, coordinator_client, community
):
    for browser in (client, member_client):
        page = browser.get(community.url).text
        assert tabs_of(page) == ["About", "Talk", "Events", "Resources"]
        assert current_tab(page) == "About"
    own = inside.get(community.url).text
    assert tabs_of(own) == ["Talk", "Events", "Resources", "People", "About"]
    assert current_tab(own) == "Talk"
    assert tabs_of(coordinator_client.get(community.url).text) == [
        *("Talk", "Events", "Resources", "About")
    ]


@pytest.mark.parametrize("show", ["talk", "events", "resources", "people", "about"])
def test_each_tab_keeps_the_head_and_marks_itself(inside, community, show):
    page = inside.get(community.url, {"show": show}).text

    assert '<h1 dir="auto">Peer support workers</h1>' in page
    assert current_tab(page) == show.title()
    title = page.split("<title>")[1].split("</title>")[0]
    begins = "" if show == "talk" else f"{show.title()}: "
    assert title.startswith(f"{begins}Peer support workers")


@pytest.mark.parametrize("show", ["people", "nothing", "", "talk\x00", "x" * 5000])
def test_a_tab_that_is_not_offered_counts_as_none(member_client, community, show):
    answer = member_client.get(community.url, {"show": show})

    assert answer.status_code == 200
    assert current_tab(answer.text) == "About"


def test_the_last_five_topics_stand_first_as_far_as_the_reader_may_read(inside, client, community):
    elsewhere = open_room(name="Elsewhere", audience="public")
    own = open_room(name="Ours", communities=[community])
    seen = open_room(name="Open", audience="public", communities=[community])
    TopicFactory(room=elsewhere, subject="Of elsewhere")
    for number in range(6):
        TopicFactory(room=own, subject=f"Topic {number}")
    TopicFactory(room=seen, subject="For everybody")
    TopicFactory(room=own, subject="Waits", approved=False)

    page = inside.get(community.url).text
    for subject in ("For everybody", "Topic 5", "Topic 4", "Topic 3", "Topic 2"):
        assert page.count(f">{subject}</a>") == 1
    for subject in ("Topic 1", "Waits", "Of elsewhere"):
        assert f">{subject}</a>" not in page
    outside = client.get(f"{community.url}?show=talk").text
    assert ">For everybody</a>" in outside
    assert "Topic 5" not in outside
    assert "Ours" not in outside


def test_writing_leads_to_the_room_or_to_a_choice(inside, member_client, client, community):
    assert "Write a topic" not in inside.get(community.url).text
    one = open_room(name="Ours", communities=[community])
    new = f"/forum/forum/{one.forum.slug}-{one.forum_id}/topic/create/"
    assert f'href="{new}"' in inside.get(community.url).text

    two = open_room(name="Second", communities=[community])
    choice = f"/forum/in/{community.pk}/write/"
    assert f'href="{choice}"' in inside.get(f"{community.url}?show=events").text
    chosen = inside.get(choice).text
    assert f'href="{new}"' in chosen
    assert f"{two.forum.slug}-{two.forum_id}/topic/create/" in chosen
    for browser in (client, member_client):
        assert "Write a topic" not in browser.get(community.url).text
    assert "No room to write in" in member_client.get(choice).text
    assert client.get(choice).url == f"/accounts/login/?next={choice}"


def test_the_choice_of_a_hidden_community_is_not_there(member_client, community_index):
    hidden = CommunityFactory(parent=community_index, visibility="hidden")

    assert member_client.get(f"/forum/in/{hidden.pk}/write/").status_code == 404


def test_its_events_are_those_under_it_and_those_for_its_people_alone(
    inside, client, community, community_index
):
    events = EventIndexPageFactory()
    other = CommunityFactory(parent=community_index, title="Clinical teams")
    event_of(community, "Shared evening", days=5)
    only_for(event_of(events, "Only ours", days=2), community)
    only_for(event_of(events, "Only theirs"), other)
    event_of(other, "Of theirs")
    event_of(events, "For all")
    event_of(community, "Long ago", days=-9)

    page = inside.get(f"{community.url}?show=events").text
    titles = ("Only ours", "Shared evening", "Long ago")
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)
    for title in ("Only theirs", "Of theirs", "For all"):
        assert title not in page
    assert ">Only ours</a>" in inside.get(community.url).text
    outside = client.get(f"{community.url}?show=events").text
    assert "Shared evening" in outside
    assert "Only ours" not in outside
    assert ">Shared evening</a>" in client.get(community.url).text


def test_the_next_event_says_its_day_once_and_its_hours(inside, community):
    event = event_of(community, "Shared evening")

    beside = inside.get(community.url).text.split('id="next"')[1].split("</section>")[0]

    assert beside.count(nz_date(event.starts_at, event.zone)) == 1
    assert beside_day(event) in beside


def test_an_event_under_a_community_stands_in_the_list_of_all(client, community):
    events = EventIndexPageFactory()
    event_of(community, "Shared evening")
    event_of(events, "For all")

    page = client.get(events.url).text

    assert "Shared evening" in page
    assert "For all" in page


def test_its_resources_are_those_under_it(inside, client, community, community_index):
    other = CommunityFactory(parent=community_index, title="Clinical teams")
    ours = ResourcePageFactory(parent=community, title="Our own guide")
    only_for(ours, community)
    ResourcePageFactory(parent=other, title="Their guide")

    page = inside.get(f"{community.url}?show=resources").text
    assert "Our own guide" in page
    assert "Their guide" not in page
    assert "Nothing here yet" in client.get(f"{community.url}?show=resources").text


@pytest.mark.parametrize("rows", [1, 6])
def test_every_tab_asks_the_same_of_one_and_of_many(inside, client, community, rows, queries_of):
    for number in range(rows):
        room = open_room(name=f"Room {number}", audience="public", communities=[community])
        TopicFactory(room=room)
        event_of(community, f"Event {number}")
        event_of(community, f"Past {number}", days=-4)
        ResourcePageFactory(parent=community, title=f"Guide {number}")
        services.appoint_facilitator(community=community, member=UserFactory())
    shows = ("talk", "events", "resources", "people", "about")

    def counts(browser):
        return {show: queries_of(browser, f"{community.url}?show={show}") for show in shows}

    assert counts(inside) == {
        "talk": 15,
        "events": 11,
        "resources": 12,
        "people": 11,
        "about": 9,
    }
    assert counts(client) == {
        "talk": 6,
        "events": 3,
        "resources": 4,
        "people": 2,
        "about": 2,
    }
    assert queries_of(inside, f"/forum/in/{community.pk}/write/") == 7


def test_who_looks_after_a_community_without_rooms_opens_one_there(
    inside, member_client, facilitator_client, client, community
):
    address = f"/forum/in/{community.pk}/open-a-room/"
    assert f'href="{address}"' in facilitator_client.get(community.url).text
    assert address not in inside.get(community.url).text
    for browser in (inside, member_client):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"name": "Theirs"}).status_code == 404
    assert client.get(address).url == f"/accounts/login/?next={address}"
    assert not Room.objects.exists()

    assert "form" in facilitator_client.post(address, {"name": " "}).context
    answer = facilitator_client.post(address, {"name": "Tea", "description": "All of it."})

    [room] = community.rooms.all()
    assert answer.url == f"/forum/forum/tea-{room.forum_id}/"
    assert room.audience == "communities"
    assert inside.get(answer.url).status_code == 200
    assert member_client.get(answer.url).status_code == 404
    assert address not in facilitator_client.get(community.url).text


def test_a_second_first_room_is_not_opened(facilitator_client, community, community_index):
    other = CommunityFactory(parent=community_index, title="Clinical teams")
    open_first_room(community=community, name="Tea")
    address = f"/forum/in/{community.pk}/open-a-room/"

    assert open_first_room(community=community, name="Coffee") is None
    for answer in (
        facilitator_client.get(address),
        facilitator_client.post(address, {"name": "X"}),
    ):
        assert answer.url == community.url
    assert open_first_room(community=other, name="Coffee")

    assert [room.name for room in Room.objects.all()] == ["Tea", "Coffee"]


def test_colours_are_given_in_turn_and_stand_wherever_the_community_does(
    inside, community, community_index
):
    others = [CommunityFactory(parent=community_index) for _number in range(6)]
    room = open_room(name="Ours", audience="public", communities=[community, others[0]])
    colours = [each.colour for each in (community, *others)]

    assert colours == [*Colour.values, Colour.values[0]]
    assert inside.get(community.url).text.count("hue--leaf") == 4
    assert inside.get(community_index.url).text.count("card hue--leaf") == 2
    assert "hue--leaf" in inside.get("/membership/").text
    for address in ("/forum/", f"/forum/forum/{room.forum.slug}-{room.forum_id}/"):
        page = inside.get(address).text
        assert "hue--leaf" in page
        assert "hue--river" in page
        assert "hue--hill" not in page


def test_a_room_shows_no_colour_of_a_community_that_the_reader_may_not_know_of(
    member_client, coordinator_client, community_index
):
    hidden = CommunityFactory(parent=community_index, visibility="hidden")
    room = open_room(name="Open", audience="public", communities=[hidden])

    for address in ("/forum/", f"/forum/forum/{room.forum.slug}-{room.forum_id}/"):
        assert "hue--leaf" in coordinator_client.get(address).text
        assert "hue--" not in member_client.get(address).text


def test_a_version_or_a_copy_brings_no_colour_along(community, community_index, coordinator):
    version = community.save_revision()
    services.set_colour(community=community, colour=Colour.SUN)
    other = CommunityFactory(parent=community_index, title="Clinical teams")
    community.refresh_from_db()

    version.publish()
    copy = community.copy(update_attrs={"title": "Copied", "slug": "copied"})

    community.refresh_from_db()
    assert community.colour == Colour.SUN
    assert other.colour == Colour.LEAF
    assert copy.colour == Colour.RIVER
