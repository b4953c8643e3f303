"""A person with a mark in every field, and the pages of the site as others open them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import CommunityIndexPage
from forum.rooms.enums import Audience as ReadBy
from people.enums import Audience
from people.facts import FACTS
from people.models import Profile
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.members.people import MARKS, SEES_UP_TO, VIEWERS
from tests.shared import shared

pytestmark = pytest.mark.django_db

IN_DIRECTORY = {"role", "pronouns", "employer", "host", "areas", "interests", "about", "photo"}


@shared
def addresses(neighbourhood) -> dict[str, str]:
    """Where the person might show: what they wrote, what they belong to, and what is about them."""
    person = neighbourhood.person
    room = RoomFactory(name="Notices", audience=ReadBy.PUBLIC)
    topic = TopicFactory(room=room, author=person, subject="A question")
    PostFactory(topic=topic, author=person)
    return {
        "profile": reverse("forum_member:profile", args=[person.public_id]),
        "directory": reverse("people:directory"),
        "directory, by name": reverse("people:directory") + "?q=hemi",
        "posts": reverse("forum_member:user_posts", args=[person.public_id]),
        "home": "/",
        "communities": CommunityIndexPage.objects.get().url,
        "community": neighbourhood.peers.url,
        "discussions": reverse("forum:index"),
        "room": reverse("forum:forum", args=[room.forum.slug, room.forum_id]),
        "topic": reverse(
            "forum_conversation:topic",
            args=[room.forum.slug, room.forum_id, topic.slug, topic.pk],
        ),
        "unread": reverse("forum_tracking:unread_topics"),
        "feed": reverse("forum_feeds:latest_topics"),
        "search": reverse("search") + "?q=mark",
        "search for the person": reverse("search") + "?q=hemi&in=discussions",
        "sitemap": "/sitemap.xml",
        "one's own form": reverse("people:me"),
        "accounts": reverse("wagtailusers_users:index"),
        "account": reverse("wagtailusers_users:edit", args=[person.pk]),
        "memberships": reverse("memberships:index"),
        "member chooser": reverse("member_chooser:choose"),
    }


def told_on(html: str) -> set[str]:
    """The facts that a page tells, leaving out choices and scripts."""
    words = re.sub(r"<(select|script).*?</\1>", "", html, flags=re.DOTALL)
    told = {name for name, mark in MARKS.items() if mark in words}
    return told | ({"photo"} if "/photo/" in words else set())


@pytest.mark.parametrize("shift", range(len(Audience)))
@pytest.mark.parametrize("who", VIEWERS)
def test_a_fact_shows_where_it_may_and_nowhere_else(neighbourhood, addresses, who, shift):
    """Five times, so that every fact has every audience once."""
    chosen = {fact: Audience((n + shift) % len(Audience)) for n, fact in enumerate(FACTS)}
    Profile.objects.filter(user=neighbourhood.person).update(
        **{fact.audience: audience for fact, audience in chosen.items()}
    )
    visible = {f.name for f, audience in chosen.items() if audience <= SEES_UP_TO[who]}
    expected: dict[str, set[str]] = {name: set() for name in addresses}
    if who != "visitor":
        expected["profile"] = visible
        expected["topic"] = visible & {"role"}
        expected["directory"] = expected["directory, by name"] = visible & IN_DIRECTORY
    if who == "self":
        # Days and perspectives are boxes there, organisations and roles are choices.
        expected["one's own form"] = {*MARKS} - {"role", "employer"}
    client = Client()
    if viewer := neighbourhood.viewers[who]:
        client.force_login(viewer)

    told = {
        name: told_on(client.get(address).content.decode()) for name, address in addresses.items()
    }
    if who != "self":  # the empty form of others offers the same boxes
        told["one's own form"] -= {"areas", "working_days"}
    assert told == expected


def test_a_coordinator_opens_every_one_of_these_pages(addresses, coordinator_client):
    answers = {name: coordinator_client.get(url) for name, url in addresses.items()}
    assert {name for name, answer in answers.items() if answer.status_code != 200} == set()
    assert "Hēmi" in answers["accounts"].content.decode()


def test_a_visitor_reads_the_persons_name_nowhere(neighbourhood, addresses, client):
    named = [name for name, url in addresses.items() if "Hēmi" in client.get(url).content.decode()]
    assert named == []


@pytest.mark.parametrize("view", ["list", "edit", "usage", "delete"])
@pytest.mark.parametrize("place", ["organisation", "area"])
def test_editors_see_no_people_beside_an_organisation_or_area(
    neighbourhood, coordinator_client, place, view
):
    profile = neighbourhood.person.profile
    pk = {"organisation": profile.employer_id, "area": profile.areas.get().pk}[place]
    args = [] if view == "list" else [pk]
    address = reverse(f"wagtailsnippets_people_{place}:{view}", args=args)

    html = coordinator_client.get(address).content.decode()
    assert "mark-of-" in html
    assert "Hēmi" not in html
    assert f"profile {profile.pk}" not in html
