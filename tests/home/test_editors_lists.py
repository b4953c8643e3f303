"""The editors' lists: what waits stands first, in the house's words, with its answer in the row."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone

from announcements.enums import State
from announcements.models import Announcement
from communities import services
from communities.models import Membership
from core.waiting import what_waits
from forum.rooms.enums import Audience
from members.models import Application, Invitation
from people.models import ConfirmedRole
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.events import EventPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.joining import InvitationFactory
from tests.factories.members import UserFactory
from tests.factories.places import AreaFactory, OrganisationFactory
from tests.factories.resources import TopicFactory as LibraryTopicFactory

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)

HEADINGS = {
    "/admin/rooms/": "Room, Who may read, Communities, Messages",
    "/admin/snippets/resources/topic/": "Name, In its address",
    "/admin/people-waiting/": "Name, E-mail address, Asked, What to do",
    "/admin/invitations/": "E-mail address, Name, How it stands, Sent, Works until, What to do",
    "/admin/confirmed-roles/": ("Name, Role, Organisation, How far, Asked for, Until, What to do"),
    "/admin/announcements/": ("Subject, How far, For whom, Written by, When, What to do"),
    "/admin/memberships/": "Name, Community, How it stands, Facilitator, Since, What to do",
    "/admin/snippets/people/organisation/": "Name, Kind",
    "/admin/snippets/people/area/": "Name, Lies in",
    "/admin/users/": "Name, E-mail address, Roles, Sign-in, Last signed in",
    "/admin/reports/event-interest/": "Event, Name, Since",
}


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def listed(html: str) -> str:
    """The list itself, among all that stands on one of Wagtail's screens."""
    begins = html.index('class="listing')
    return html[begins : html.index("</table>", begins)]


def headings(html: str) -> str:
    cells = re.findall(r"<th\b.*?</th>", listed(html), re.DOTALL)
    return ", ".join(words(cell) for cell in cells)


def rows(html: str) -> list[str]:
    body = listed(html).partition("<tbody")[2]
    return [words(row) for row in re.findall(r"<tr\b.*?</tr>", body, re.DOTALL)]


@pytest.fixture
def one_of_each(coordinator):
    event = EventPageFactory()
    member = UserFactory(last_login=LONG_AGO)
    event.interests.create(member=member, created_at=LONG_AGO)
    RoomFactory(audience=Audience.MEMBERS)
    LibraryTopicFactory()
    Application.objects.create(user=UserFactory(is_active=False), waits=True, asked_at=LONG_AGO)
    InvitationFactory(sent_at=LONG_AGO, expires_at=LONG_AGO + timedelta(days=14))
    ConfirmedRoleFactory(requested_at=LONG_AGO)
    AnnouncementFactory(by=coordinator)
    CommunityFactory(members=[member])
    Membership.objects.update(changed_at=LONG_AGO)
    OrganisationFactory()
    AreaFactory()


@pytest.mark.parametrize("address", HEADINGS, ids=lambda address: address.strip("/").split("/")[-1])
def test_columns_are_called_what_they_are_in_the_house(coordinator_client, one_of_each, address):
    page = coordinator_client.get(address).text

    assert headings(page) == HEADINGS[address]


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/admin/people-waiting/", "5 March 2026"),
        ("/admin/invitations/", "5 March 2026"),
        ("/admin/invitations/", "19 March 2026"),
        ("/admin/confirmed-roles/", "5 March 2026"),
        ("/admin/memberships/", "5 March 2026"),
        ("/admin/users/", "5 March 2026"),
        ("/admin/reports/event-interest/", "5 March 2026"),
    ],
)
def test_a_date_is_written_in_one_way(coordinator_client, one_of_each, address, day):
    assert day in " ".join(rows(coordinator_client.get(address).text))


def test_wagtails_own_dates_are_written_so_too(settings):
    from django.utils.formats import date_format

    assert date_format(LONG_AGO.date()) == "5 March 2026"
    assert date_format(LONG_AGO, "DATETIME_FORMAT") == "5 March 2026, 9.30 a.m."


EMPTY = {
    "/admin/rooms/": "No room yet.",
    "/admin/snippets/resources/topic/": "No topic yet.",
    "/admin/people-waiting/": "Nobody waits to be let in.",
    "/admin/invitations/": "Nobody has been invited yet.",
    "/admin/confirmed-roles/": "Nobody has asked for a role yet.",
    "/admin/announcements/": "No announcement yet.",
    "/admin/memberships/": "Nobody has joined a community yet.",
    "/admin/snippets/people/organisation/": "No name stands here yet.",
    "/admin/snippets/people/area/": "No name stands here yet.",
    "/admin/reports/event-interest/": "Nobody is interested in an event yet.",
}


@pytest.mark.parametrize("address", EMPTY, ids=lambda address: address.strip("/").split("/")[-1])
def test_an_empty_list_says_so_in_plain_words(coordinator_client, address):
    assert f"<p>{EMPTY[address]}</p>" in coordinator_client.get(address).text


def test_a_search_that_finds_nobody_says_so(coordinator_client):
    page = coordinator_client.get("/admin/users/?q=nobody-of-this-name").text

    assert '<p role="alert">Nothing here is as you asked for it.</p>' in page


# What waits stands first


def invited(name, **fields):
    return InvitationFactory(email=f"{name}@example.org", **fields)


def test_invitations_without_an_answer_stand_first(coordinator_client):
    now = timezone.now()
    invited("waits", sent_at=now - timedelta(days=3))
    invited("accepted", sent_at=now, accepted_at=now)
    invited("over", sent_at=now - timedelta(days=30), expires_at=now - timedelta(days=16))
    invited("withdrawn", sent_at=now, withdrawn_at=now)

    page = coordinator_client.get("/admin/invitations/")

    assert [row.email.split("@")[0] for row in page.context["object_list"]] == [
        "waits", "over", "withdrawn", "accepted",
    ]  # fmt: skip
    assert [("Send again or withdraw" in row) for row in rows(page.text)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_roles_that_were_asked_for_stand_first_the_longest_waiting_before(coordinator_client):
    now = timezone.now()
    confirmed = ConfirmedRoleFactory(verified=True, requested_at=now)
    late = ConfirmedRoleFactory(requested_at=now - timedelta(days=1))
    declined = ConfirmedRoleFactory(state="declined", requested_at=now - timedelta(days=90))
    early = ConfirmedRoleFactory(requested_at=now - timedelta(days=9))

    page = coordinator_client.get("/admin/confirmed-roles/")

    assert list(page.context["object_list"]) == [early, late, confirmed, declined]
    assert [f"Answer : {each.member.display_name}" in row for each, row in zip(
        page.context["object_list"], rows(page.text), strict=True
    )] == [True, True, False, False]  # fmt: skip
    assert f'href="/admin/confirmed-roles/edit/{early.pk}/"' in page.text


def test_whoever_sorts_by_a_column_gets_just_that(coordinator_client):
    now = timezone.now()
    confirmed = ConfirmedRoleFactory(verified=True, requested_at=now)
    asked = ConfirmedRoleFactory(requested_at=now - timedelta(days=1))

    page = coordinator_client.get("/admin/confirmed-roles/?ordering=-requested_at")

    assert list(page.context["object_list"]) == [confirmed, asked]


def test_announcements_that_nobody_was_told_stand_first(coordinator_client, coordinator):
    sent, draft, scheduled = (AnnouncementFactory(by=coordinator) for _ in range(3))
    now = timezone.now()
    for told, state, days in ((sent, State.SENT, 0), (draft, State.DRAFT, 2), (
        scheduled, State.SCHEDULED, 1
    )):  # fmt: skip
        Announcement.objects.filter(pk=told.pk).update(
            state=state, changed_at=now - timedelta(days=days)
        )

    page = coordinator_client.get("/admin/announcements/")

    assert list(page.context["object_list"]) == [scheduled, draft, sent]
    assert ["Look at it and send it" in row for row in rows(page.text)] == [False, True, False]


def test_requests_to_join_stand_first_and_lead_to_their_answer(coordinator_client):
    community = CommunityFactory(title="Aroha", members=[UserFactory(display_name="Aaron")])
    type(community).objects.filter(pk=community.pk).update(join_policy="request")
    community.refresh_from_db()
    asking = UserFactory(display_name="Zoe")
    services.ask_to_join(community=community, member=asking, words="")

    page = coordinator_client.get("/admin/memberships/")

    assert [row.member.display_name for row in page.context["object_list"]] == ["Zoe", "Aaron"]
    answer = f"/membership/{community.pk}/looking-after/people/{asking.public_id}/answer/"
    assert page.text.count("/answer/") == page.text.count(answer) == 1
    assert coordinator_client.get(answer).status_code == 200


# What is counted leads to just those


def told(client) -> dict[str, str]:
    """What waits for whoever this is: the words, and where they lead."""
    request = client.get("/notifications/").wsgi_request
    return {each.words: each.url for each in what_waits(request)}


def test_each_count_leads_to_the_list_that_holds_just_as_many(coordinator_client, coordinator):
    """There are others in each list, which wait for nobody, or not for this coordinator."""
    community = CommunityFactory(title="Harbour", members=[UserFactory(), UserFactory()])
    type(community).objects.filter(pk=community.pk).update(join_policy="request")
    community.refresh_from_db()
    for _person in range(3):
        services.ask_to_join(community=community, member=UserFactory(), words="")
    services.welcome(
        community=community,
        member=community.memberships.active().first().member,
        by=coordinator,
    )
    room = RoomFactory(audience=Audience.MEMBERS, pre_moderated=True)
    topic = TopicFactory(room=room)
    for _post in range(4):
        PostFactory(topic=topic, approved=False)
    PostFactory(topic=topic)
    for number in range(5):
        Application.objects.create(user=UserFactory(is_active=False), waits=number < 2)
    for _role in range(2):
        ConfirmedRoleFactory()
    ConfirmedRoleFactory(member=coordinator)
    ConfirmedRoleFactory(member=UserFactory(is_active=False))
    ConfirmedRoleFactory(verified=True)

    def shown(address: str) -> int:
        page = coordinator_client.get(address)
        name = {"requests": "requests", "members": "members"}.get(address.partition("#")[2])
        return len(page.context[name or ("posts" if "queue" in address else "object_list")])

    found = {sentence: shown(address) for sentence, address in told(coordinator_client).items()}

    assert found == {
        "2 people wait to be let in": 2,
        "4 messages wait to be read": 4,
        "Harbour: 3 people ask to join": 3,
        "Harbour: 1 newcomer to welcome": 1,
        "2 roles wait to be confirmed": 2,
    }


def test_one_own_request_is_in_the_whole_list_and_not_among_those_to_answer(
    coordinator_client, coordinator
):
    own = ConfirmedRoleFactory(member=coordinator)

    everything = coordinator_client.get("/admin/confirmed-roles/")
    to_answer = coordinator_client.get("/admin/confirmed-roles/?stage=waiting")

    assert list(everything.context["object_list"]) == [own]
    assert "Answer" not in "".join(rows(everything.text))
    assert list(to_answer.context["object_list"]) == []


@pytest.mark.parametrize("model", [Application, Invitation, ConfirmedRole])
def test_a_longer_list_costs_no_more(coordinator_client, queries_of, model):
    make, address = {
        Application: (
            lambda: Application.objects.create(user=UserFactory(is_active=False), waits=True),
            "/admin/people-waiting/",
        ),
        Invitation: (InvitationFactory, "/admin/invitations/"),
        ConfirmedRole: (ConfirmedRoleFactory, "/admin/confirmed-roles/"),
    }[model]
    make()
    coordinator_client.get(address)
    once = queries_of(coordinator_client, address)
    for _ in range(9):
        make()

    assert queries_of(coordinator_client, address) == once
