"""Who reads an announcement, and what its page and its mails do not say."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from announcements import services
from announcements.models import Announcement
from communities import services as communities
from notifications.models import Notification
from notifications.services import notify
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def sent(member, coordinator, django_capture_on_commit_callbacks) -> Announcement:
    """To the peer support workers of a community: one of its people."""
    community = CommunityFactory(title="Te Ara", members=[member])
    ConfirmedRoleFactory(member=member, role="peer", verified=True)
    announcement = AnnouncementFactory(
        subject="Rooms for supervision",
        text="Write to us.\n\n<script>alert(1)</script> https://example.org/rooms",
        communities=[community],
        roles=["peer"],
        by=coordinator,
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.send(announcement=announcement, by=coordinator)
    return announcement


def answer_to(person, announcement) -> int:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(announcement.get_absolute_url()).status_code


def test_who_was_told_reads_it_and_nobody_is_told_for_whom_it_was(member_client, member, sent):
    page = member_client.get(sent.get_absolute_url()).content.decode()

    assert "Rooms for supervision" in page
    assert '<a href="https://example.org/rooms" rel="nofollow">' in page
    assert "<script>alert" not in page
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "Te Ara" not in main
    assert "peer support" not in main
    assert Notification.objects.unread().filter(recipient=member).exists()


def test_whoever_has_left_since_reads_what_they_were_told(member, sent):
    communities.leave(community=sent.communities.get(), member=member)

    assert answer_to(member, sent) == 200


def test_there_is_no_such_page_for_anybody_else(sent, coordinator, django_user_model):
    newcomer = UserFactory()
    communities.join(community=sent.communities.get(), member=newcomer)
    ConfirmedRoleFactory(member=newcomer, role="peer", verified=True)

    assert answer_to(None, sent) == 302
    assert answer_to(newcomer, sent) == 404
    assert answer_to(coordinator, sent) == 200


@pytest.mark.parametrize("state", ["draft", "scheduled", "stopped"])
def test_before_it_leaves_nobody_reads_it(sent, member, coordinator, state):
    Announcement.objects.update(state=state)

    assert answer_to(member, sent) == 404
    assert answer_to(coordinator, sent) == 404


def test_it_is_not_known_to_a_coordinator_who_may_not_know_the_community(sent, coordinator):
    """Coordinators know hidden communities, unless somebody took that away."""
    community = sent.communities.get()
    closed = PageViewRestriction.objects.create(page=community, restriction_type="groups")
    closed.groups.set([Group.objects.create(name="Some others")])

    assert answer_to(coordinator, sent) == 404


def test_reading_costs_the_same_however_many_were_told(sent, member_client, queries_of):
    first = queries_of(member_client, sent.get_absolute_url())
    more = UserFactory.create_batch(20)
    Announcement.objects.update(state="sending")
    sent.refresh_from_db()
    notify(more, kind="announcement", about=sent)

    assert queries_of(member_client, sent.get_absolute_url()) == first == 4


def test_the_line_on_the_site_leads_to_it(member_client, sent):
    page = member_client.get("/notifications/").content.decode()

    assert f'From the coordinators: <a href="{sent.get_absolute_url()}" dir="auto">Rooms' in page
