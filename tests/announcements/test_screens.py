"""Coordinators' screens: writing, looking at it, a trial, sending, scheduling, stopping."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from announcements import screens, services
from announcements.audience import in_words
from announcements.models import Announcement
from notifications.models import Notification
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.factories.places import AreaFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db

LIST = "/admin/announcements/"


def check(announcement) -> str:
    return f"{LIST}check/{announcement.pk}/"


def edit(announcement) -> str:
    return f"{LIST}edit/{announcement.pk}/"


def press(client, announcement, button, **more):
    data = {"seen": announcement.changed_at.isoformat(), button: "1"} | more
    return client.post(check(announcement), data, follow=True)


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@shared
def draft(coordinator) -> Announcement:
    return AnnouncementFactory(subject="Rooms", text="Write to us.\n\nSoon.", by=coordinator)


@shared
def audience_of_seven() -> CommunityFactory:
    return CommunityFactory(title="Te Ara", members=UserFactory.create_batch(7))


def test_what_is_written_is_a_draft_to_look_at(coordinator_client, coordinator):
    community = CommunityFactory(title="Te Ara")
    area = AreaFactory(name="Wairarapa")
    answer = coordinator_client.post(
        f"{LIST}new/",
        {
            "subject": "  Rooms \n for  supervision",
            "text": "Write to us.\r\n\r\nSoon.\r\n",
            "communities": [community.pk],
            "roles": ["peer", "clinician"],
            "areas": [area.pk],
        },
    )

    written = Announcement.objects.get()
    assert (answer.status_code, answer.url) == (302, check(written))
    assert (written.subject, written.text) == ("Rooms for supervision", "Write to us.\n\nSoon.")
    assert (written.author, written.state) == (coordinator, "draft")
    assert in_words(written) == (
        "clinicians or peer support workers in Wairarapa who are members of Te Ara"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "Kept words"}, "Say for whom it is"),
        ({"text": "Kept words", "for_everybody": "on", "roles": ["peer"]}, "it cannot be both"),
        ({"text": "Kept words", "roles": ["king"]}, "Please choose from the list."),
        ({"text": "Kept words", "communities": ["999"]}, "Please choose from the list."),
        ({"text": "Kept words", "for_everybody": "on", "subject": " "}, "Please fill this in"),
        (
            {"text": "Kept words", "for_everybody": "on", "subject": "x" * 121},
            "Please shorten this to 120 characters.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(coordinator_client, data, said):
    answer = coordinator_client.post(f"{LIST}new/", {"subject": "Rooms"} | data)

    assert answer.status_code == 200
    page = words_of(answer)
    assert said in page
    assert "Kept words" in page
    assert not Announcement.objects.exists()


def test_the_page_to_look_at_it_says_for_whom_how_many_and_how_it_reads(
    coordinator_client, coordinator, audience_of_seven
):
    announcement = AnnouncementFactory(
        subject="Rooms", text="Write to us.", communities=[audience_of_seven], by=coordinator
    )
    page = words_of(coordinator_client.get(check(announcement)))

    assert "People who are members of Te Ara: <strong>7 people today</strong>" in page
    assert "Send it now: 7 people today" in page
    assert "From the coordinators: Rooms" in page
    assert "Subject: <strong>Something new for you on Alongside</strong>" in page
    assert "Subject: <strong>Rooms</strong>" in page
    assert "<p>Write to us.</p>" in page


def test_a_small_audience_is_not_counted(coordinator_client):
    ConfirmedRoleFactory(role="peer", verified=True)
    page = words_of(coordinator_client.get(check(AnnouncementFactory(roles=["peer"]))))

    assert "Peer support workers: <strong>fewer than 6 people today</strong>" in page
    assert "Send it now" in page


def test_an_audience_of_nobody_is_said_and_not_sent(coordinator_client):
    announcement = AnnouncementFactory(roles=["peer"])
    page = words_of(coordinator_client.get(check(announcement)))

    assert "Nobody is in this audience today" in page
    assert 'name="send"' not in page
    answer = press(coordinator_client, announcement, "send")
    assert "Nobody is in this audience today, so it was not sent." in words_of(answer)
    announcement.refresh_from_db()
    assert announcement.state == "draft"


def test_a_trial_goes_to_whoever_asks_alone(coordinator_client, coordinator, draft, member):
    answer = press(coordinator_client, draft, "trial")

    assert "A trial is on its way to you alone." in words_of(answer)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([coordinator.email], "Trial: Rooms")
    assert "It went to you alone" in message.body
    assert "Write to us.\n\nSoon." in message.body
    assert not Notification.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_trials_have_an_end(coordinator_client, draft, monkeypatch):
    monkeypatch.setitem(screens.TRIALS, "limit", 1)
    press(coordinator_client, draft, "trial")

    assert "many trials lately" in words_of(press(coordinator_client, draft, "trial"))
    assert len(mail.outbox) == 1


def test_pressed_twice_it_is_sent_once(
    coordinator_client, draft, member, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = press(coordinator_client, draft, "send")
        second = press(coordinator_client, draft, "send")

    assert "It is on its way." in words_of(first)
    assert "It is on its way already: it was sent once." in words_of(second)
    assert Notification.objects.filter(recipient=member, about_id=draft.pk).count() == 1
    page = words_of(coordinator_client.get(check(draft)))
    assert "<td>Told on the site</td><td>fewer than 6</td>" in page
    assert 'name="send"' not in page


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-13-77T25:00", "2020-01-01T00:00:00+00:00"])
@pytest.mark.parametrize("button", ["send", "schedule"])
def test_what_was_not_looked_at_does_not_leave(coordinator_client, draft, member, button, seen):
    tomorrow = timezone.localtime() + timedelta(days=1)
    answer = press(coordinator_client, draft, button, seen=seen, at=f"{tomorrow:%Y-%m-%dT%H:%M}")

    assert "again before it leaves" in words_of(answer)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_it_is_scheduled_by_the_sites_clock(coordinator_client, coordinator, draft, member):
    UserProfile.objects.create(user=coordinator, current_time_zone="Europe/London")
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = press(coordinator_client, draft, "schedule", at=f"{tomorrow}T09:30")

    assert "It leaves by itself at that time" in words_of(answer)
    draft.refresh_from_db()
    nine = datetime.combine(tomorrow, datetime.min.time(), ZoneInfo("Pacific/Auckland"))
    assert draft.state == "scheduled"
    assert draft.send_at == nine.replace(hour=9, minute=30)
    assert "9.30 am (Auckland)" in words_of(answer)
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("", "Say on which day and at what time."),
        ("soon", "Write a day and a time"),
        ("2020-01-01T09:00", "This time is over."),
    ],
)
def test_a_time_that_cannot_be_is_told_beside_the_field(
    coordinator_client, draft, member, at, said
):
    answer = press(coordinator_client, draft, "schedule", at=at)

    assert said in words_of(answer)
    assert f'value="{at}"' in words_of(answer) or not at
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_one_that_is_scheduled_is_stopped_or_changed(coordinator_client, coordinator, draft):
    later = timezone.now() + timedelta(hours=1)
    services.schedule(announcement=draft, at=later, by=coordinator)
    assert "It is stopped." in words_of(press(coordinator_client, draft, "stop"))
    assert "It is not scheduled any more" in words_of(press(coordinator_client, draft, "stop"))
    draft.refresh_from_db()
    assert draft.state == "stopped"

    services.schedule(announcement=draft, at=later, by=coordinator)
    coordinator_client.post(
        edit(draft), {"subject": "Other rooms", "text": "Write.", "for_everybody": "on"}
    )
    draft.refresh_from_db()
    assert (draft.state, draft.subject, draft.send_at) == ("draft", "Other rooms", None)


def test_one_that_left_is_not_changed(coordinator_client, draft):
    Announcement.objects.update(state="sent", sent_at=timezone.now())
    data = {"subject": "Other rooms", "text": "Write.", "for_everybody": "on"}

    for answer in (
        coordinator_client.get(edit(draft), follow=True),
        coordinator_client.post(edit(draft), data, follow=True),
    ):
        assert answer.redirect_chain == [(check(draft), 302)]
        assert "it can no longer be changed" in words_of(answer)
    draft.refresh_from_db()
    assert (draft.subject, draft.state) == ("Rooms", "sent")


@pytest.mark.parametrize("who", [None, "member"])
@pytest.mark.parametrize("place", ["", "new/", "edit/{}/", "check/{}/"])
def test_these_screens_are_coordinators(draft, member, who, place):
    client = Client()
    if who:
        client.force_login(member)
    address = LIST + place.format(draft.pk)
    data = {"seen": draft.changed_at.isoformat(), "send": "1"}

    for answer in (client.get(address), client.post(address, data)):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/admin/login/")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_who_may_open_the_editors_screens_may_not_announce_for_that(draft, member):
    member.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(member)

    for place in ("", "new/", f"edit/{draft.pk}/", f"check/{draft.pk}/"):
        for answer in (client.get(LIST + place), client.post(LIST + place, {"send": "1"})):
            assert (answer.status_code, answer.url) == (302, "/admin/")
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("place", ["delete", "history", "usage"])
def test_nothing_is_deleted_and_there_are_no_other_screens(coordinator_client, draft, place):
    address = f"{LIST}{place}/{draft.pk}/"

    assert coordinator_client.get(address).status_code == 404
    assert coordinator_client.post(address).status_code == 404
    assert Announcement.objects.exists()


def test_a_community_that_a_coordinator_may_not_know_of_is_nowhere(coordinator_client, member):
    """Coordinators know hidden communities, unless somebody took that away."""
    community = CommunityFactory(title="Kept quiet")
    announcement = AnnouncementFactory(subject="Quiet rooms", communities=[community])
    closed = PageViewRestriction.objects.create(page=community, restriction_type="groups")
    closed.groups.set([Group.objects.create(name="Some others")])

    listed = coordinator_client.get(LIST).content.decode()
    assert "Kept quiet" not in listed
    assert "Quiet rooms" not in listed
    assert "Kept quiet" not in coordinator_client.get(f"{LIST}new/").content.decode()
    for address in (check(announcement), edit(announcement)):
        assert coordinator_client.get(address).status_code == 404
        assert coordinator_client.post(address, {"send": "1"}).status_code == 404
    answer = coordinator_client.post(
        f"{LIST}new/", {"subject": "A", "text": "B", "communities": [community.pk]}
    )
    assert "Please choose from the list." in words_of(answer)


def test_the_list_costs_the_same_for_twenty_as_for_one(coordinator_client, queries_of):
    community = CommunityFactory()
    area = AreaFactory()
    found = set()
    for number in (1, 19):
        for _each in range(number):
            AnnouncementFactory(communities=[community], areas=[area], by=UserFactory())
        found.add(queries_of(coordinator_client, LIST))

    assert found == {8}


def test_looking_at_one_costs_the_same_however_much_it_names(coordinator_client, queries_of):
    index = CommunityIndexPageFactory()
    found = {
        queries_of(
            coordinator_client,
            check(
                AnnouncementFactory(
                    communities=[CommunityFactory(parent=index) for _number in range(number)],
                    areas=AreaFactory.create_batch(number),
                )
            ),
        )
        for number in (1, 5)
    }

    assert found == {9}
