"""What waits is told to whoever looks after it: at home, with what is new, where editors start."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from communities import services
from core.waiting import what_waits
from forum.rooms.enums import Audience
from forum.services import open_room
from members.models import Application
from notifications.models.letters import Letter
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.forum import TopicFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.factories.opportunities import OpportunityPageFactory
from tests.factories.places import OrganisationFactory
from tests.queries import Queries

pytestmark = pytest.mark.django_db


def asking(community, number=1) -> None:
    """That many people ask to join."""
    type(community).objects.filter(pk=community.pk).update(join_policy="request")
    community.refresh_from_db()
    for _person in range(number):
        services.ask_to_join(community=community, member=UserFactory(), words="Kia ora.")


def held(community, number=1) -> None:
    """A room of the community in which that many messages wait."""
    room = open_room(
        name=f"Room of {community.title}",
        audience=Audience.COMMUNITIES,
        communities=[community],
        pre_moderated=True,
    )
    for _message in range(number):
        TopicFactory(room=room, approved=False)


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def told(person) -> list[tuple[str, str]]:
    """What waits for somebody, as their own home page is told it."""
    request = browser_of(person).get("/").wsgi_request
    return [(each.words, each.url) for each in what_waits(request)]


@pytest.fixture
def facilitator(db):
    return UserFactory()


@pytest.fixture
def own(facilitator):
    return CommunityFactory(title="Harbour", facilitators=[facilitator])


@pytest.fixture
def another(own):
    return CommunityFactory(title="Inland", parent=own.get_parent(), facilitators=[UserFactory()])


def test_whoever_looks_after_nothing_is_told_nothing_and_nothing_is_asked(own, member):
    services.join(community=own, member=member)
    asking(own)
    held(own)
    request = browser_of(member).get("/").wsgi_request

    with Queries(connection) as queries:
        assert what_waits(request) == []
    assert queries.captured_queries == []
    assert "Waits for you" not in browser_of(member).get("/").text


def test_a_facilitator_is_told_what_waits_in_their_own_community_and_in_no_other(
    facilitator, own, another
):
    for community in (own, another):
        services.join(community=community, member=UserFactory())
        asking(community, 2)
        held(community, 3)

    looking_after = f"/membership/{own.pk}/looking-after/"
    assert told(facilitator) == [
        ("3 messages wait to be read", "/forum/moderation/queue/"),
        ("Harbour: 2 people ask to join", f"{looking_after}#requests"),
        ("Harbour: 1 newcomer to welcome", f"{looking_after}?show=new#members"),
    ]


def test_what_was_answered_waits_no_more(facilitator, own):
    asking(own, 2)
    first = own.memberships.requested().first()

    services.approve(community=own, member=first.member, by=facilitator)
    services.welcome(community=own, member=first.member, by=facilitator)

    assert [words for words, _url in told(facilitator)] == ["Harbour: 1 person asks to join"]


def test_a_coordinator_is_told_of_communities_that_nobody_looks_after(coordinator, own, another):
    asking(own)
    asking(another)
    facilitator = own.memberships.facilitators().get().member
    services.dismiss_facilitator(community=own, member=facilitator, by=coordinator)

    asks = ("Harbour: 1 person asks to join", f"/membership/{own.pk}/looking-after/#requests")
    assert asks in told(coordinator)
    assert not any(words.startswith("Inland") for words, _url in told(coordinator))


def test_a_facilitator_whose_account_is_closed_looks_after_nothing(coordinator, own, facilitator):
    asking(own)
    assert told(coordinator) == []

    type(facilitator).objects.filter(pk=facilitator.pk).update(is_active=False)

    assert [words for words, _url in told(coordinator)] == ["Harbour: 1 person asks to join"]


def test_a_contact_is_told_of_roles_at_their_organisation_and_not_of_their_own():
    contact, elsewhere = UserFactory(), UserFactory()
    here, there = OrganisationFactory(), OrganisationFactory()
    here.contacts.add(contact)
    there.contacts.add(elsewhere)
    ConfirmedRoleFactory(member=UserFactory(), organisation=here)
    ConfirmedRoleFactory(member=contact, organisation=here)

    assert told(contact) == [("1 role waits to be confirmed", "/people/roles/")]
    assert told(elsewhere) == []


def test_a_coordinator_is_told_of_every_role_and_of_people_who_wait(coordinator):
    ConfirmedRoleFactory(member=UserFactory(), organisation=OrganisationFactory())
    ConfirmedRoleFactory(member=UserFactory(), organisation=OrganisationFactory())
    Application.objects.create(user=UserFactory(is_active=False), waits=True)
    Application.objects.create(user=UserFactory(is_active=False), waits=False)

    assert told(coordinator) == [
        ("1 person waits to be let in", "/admin/people-waiting/"),
        ("2 roles wait to be confirmed", "/admin/confirmed-roles/?stage=waiting"),
    ]


def test_a_coordinator_is_told_of_what_failed_behind_the_scenes(coordinator, facilitator, own):
    for status in ("FAILED", "FAILED", "READY", "SUCCESSFUL"):
        DBTaskResult.objects.create(
            task_path="work.tasks.deliver_email", args_kwargs={}, backend_name="default",
            run_after=timezone.now(), status=status, exception_class_path="", traceback="",
        )  # fmt: skip
    for minutes, next_at in ((1, None), (2, timezone.now())):
        Letter.objects.create(
            member=facilitator,
            rhythm="daily",
            made_at=timezone.now() - timedelta(minutes=minutes),
            next_at=next_at,
        )

    assert told(coordinator) == [
        ("2 pieces of work failed", "/admin/reports/background-work/#failed"),
        ("1 mail about what is new was given up", "/admin/reports/background-work/#letters"),
    ]
    assert told(facilitator) == []
    screen = browser_of(coordinator).get("/admin/reports/background-work/").text
    assert screen.index('<h2 id="failed">') < screen.index('<h2 id="letters">')


def test_without_the_second_step_nothing_is_told(settings, facilitator, own):
    asking(own)
    settings.STAFF_SECOND_STEP = True

    assert told(facilitator) == []


@pytest.mark.parametrize("number", [1, 20])
def test_it_costs_the_same_however_much_waits(facilitator, own, number):
    asking(own, number)
    held(own, number)
    request = browser_of(facilitator).get("/forum/").wsgi_request
    with Queries(connection) as queries:
        assert len(what_waits(request)) == 2

    assert len(queries.captured_queries) == 9


@pytest.mark.parametrize("address", ["/", "/notifications/"])
def test_it_stands_on_the_page(facilitator, own, address):
    asking(own)

    page = browser_of(facilitator).get(address).text

    assert "Waits for you" in page
    assert (
        f'<a href="/membership/{own.pk}/looking-after/#requests" dir="auto">Harbour: 1 person'
        in page
    )


def test_editors_start_with_what_waits_and_what_comes(coordinator, coordinator_client, home):
    event_index = EventIndexPageFactory(parent=home)
    now = timezone.now()
    for days, title in ((2, "A near day"), (30, "A far day")):
        EventPageFactory(
            parent=event_index,
            title=title,
            starts_at=now + timedelta(days=days),
            ends_at=now + timedelta(days=days, hours=2),
        )
    for days, title in ((3, "Closes soon"), (40, "Closes late")):
        OpportunityPageFactory(title=title, closes_on=(now + timedelta(days=days)).date())
    mine = StandardPageFactory(parent=home, title="My page")
    mine.save_revision(user=coordinator)
    theirs = StandardPageFactory(parent=home, title="Their page")
    theirs.save_revision(user=UserFactory())
    Page.objects.filter(pk__in=[mine.pk, theirs.pk]).update(has_unpublished_changes=True)
    ConfirmedRoleFactory(member=UserFactory(), organisation=OrganisationFactory())

    page = coordinator_client.get("/admin/").text

    for shown in ("What waits for you", "1 role waits", "A near day", "Closes soon", "My page"):
        assert shown in page
    for panel in ("what-waits", "events-this-week", "deadlines-this-week", "own-drafts"):
        assert page.count(f'id="{panel}') >= 1
    for left_out in ("A far day", "Closes late", "Their page"):
        assert left_out not in page


def test_an_empty_panel_is_left_out(coordinator_client):
    page = coordinator_client.get("/admin/").text

    for heading in ("What waits for you", "Events this week", "Closing this week", "Your drafts"):
        assert heading not in page
