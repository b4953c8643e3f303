"""What facilitators put before who is on duty, and the rota that they keep."""

import pytest
from django.urls import reverse

from communities.models import Membership
from core.days import site_today
from moderation.duty.enums import Level
from moderation.duty.models import DayHours, DutyItem, WeeklyHours
from tests.factories.communities import CommunityFactory
from tests.factories.duty import on_duty
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.forum.addresses import topic_url
from tests.moderation.conftest import client_of
from tests.moderation.duty.test_pages import page_of, words_of

pytestmark = pytest.mark.django_db


def test_from_nothing_from_a_message_and_from_a_report(
    harbour, post, sent, facilitator, second, author
):
    browser = client_of(facilitator)
    note = {"level": Level.HIGH, "words": "He rang me."}
    topic = browser.get(topic_url(post.topic)).text
    assert reverse("duty:from_message", args=[post.pk]) in topic
    assert reverse("duty:from_report", args=[sent.key]) in browser.get(sent.get_absolute_url()).text
    for address in (
        reverse("duty:open", args=[harbour.pk]),
        reverse("duty:from_message", args=[post.pk]),
        reverse("duty:from_report", args=[sent.key]),
    ):
        wrong = browser.post(address, {"level": Level.HIGH, "words": ""})
        assert "Please say in a few words what it is." in wrong.text
        assert browser.post(address, note).status_code == 302

    nothing, message, report = DutyItem.objects.order_by("pk")
    assert {each.opened_by for each in (nothing, message, report)} == {facilitator}
    assert {each.level for each in (nothing, message, report)} == {Level.HIGH}
    assert (nothing.subject, nothing.post, nothing.report) == (None, None, None)
    assert (message.subject, message.post, message.report) == (author, post, None)
    assert (report.subject, report.post, report.report) == (author, None, sent)
    assert "He rang me." in words_of(client_of(second).get(page_of(message)))
    assert "Mrs Brown" not in words_of(browser.get(page_of(message)))
    assert client_of(author).get(reverse("duty:mine")).status_code == 200
    assert "He rang me." not in client_of(author).get(reverse("duty:mine")).text


def test_a_message_is_put_on_duty_by_who_looks_after_its_room_and_is_not_ones_own(
    harbour, post, facilitator, elsewhere, author, coordinator, member
):
    address = reverse("duty:from_message", args=[post.pk])
    for person in (author, elsewhere, member):
        assert client_of(person).get(address).status_code == 404
    own = PostFactory(topic=post.topic, author=facilitator)
    assert (
        client_of(facilitator).get(reverse("duty:from_message", args=[own.pk])).status_code == 404
    )
    by_coordinator = client_of(coordinator).post(address, {"level": 1, "words": "Please look."})
    assert by_coordinator.url.startswith(topic_url(post.topic))
    assert DutyItem.objects.get().community == harbour


def test_in_a_room_of_no_community_a_facilitator_chooses_and_others_report_it(
    harbour, facilitator, coordinator
):
    inland = CommunityFactory(
        title="Inland", parent=harbour.get_parent(), facilitators=[facilitator]
    )
    said = PostFactory(topic=TopicFactory(room=RoomFactory()))
    address = reverse("duty:from_message", args=[said.pk])
    answered = client_of(coordinator).get(address)
    assert answered.url == reverse("moderation:report", args=["message", said.pk])
    assert client_of(facilitator).get(address).status_code == 404
    facilitator.is_superuser = True
    facilitator.save()
    browser = client_of(facilitator)
    note = {"level": 2, "words": "Please look."}
    assert "Please choose a community." in browser.post(address, note).text

    browser.post(address, note | {"community": inland.pk})

    assert DutyItem.objects.get().community == inland


def test_facilitators_keep_the_rota(harbour, facilitator, second, elsewhere):
    browser = client_of(facilitator)
    address = reverse("duty:hours", args=[harbour.pk])
    week = {
        "week-facilitator": second.pk,
        "week-weekday": 0,
        "week-begins": "09:00",
        "week-ends": "12:00",
    }
    for _n in range(2):
        browser.post(address, week)
    row = WeeklyHours.objects.get()
    assert (row.facilitator, row.weekday, f"{row.begins:%H:%M}") == (second, 0, "09:00")
    today = site_today()
    date = {"day-facilitator": second.pk, "day-day": f"{today:%Y-%m-%d}"}
    browser.post(reverse("duty:day", args=[harbour.pk]), date)
    away = DayHours.objects.get()
    assert away.is_away
    page = words_of(browser.get(address))
    assert "Monday, 9:00 – 12:00: Tama" in page
    assert "Tama , not on duty" in page

    for wrong, said in (
        (week | {"week-ends": "08:00"}, "These hours end before they begin."),
        (week | {"week-begins": "10:00"}, "Some of these hours are theirs already"),
        (week | {"week-begins": "soon"}, "Please say a time, such as 9:00."),
        (week | {"week-facilitator": elsewhere.pk}, "Please choose somebody who looks after this."),
        ({}, "Please choose somebody."),
    ):
        answer = browser.post(address, wrong)
        assert said in answer.text
        assert "Error:" in answer.text
    half = browser.post(reverse("duty:day", args=[harbour.pk]), date | {"day-begins": "09:00"})
    assert "leave both empty for a day off" in half.text
    assert WeeklyHours.objects.count() == DayHours.objects.count() == 1

    browser.post(reverse("duty:remove_day", args=[harbour.pk, away.pk]))
    browser.post(reverse("duty:remove_hours", args=[harbour.pk, row.pk]))
    assert not WeeklyHours.objects.exists()
    assert not DayHours.objects.exists()


def test_hours_of_another_community_are_not_taken_off_from_here(harbour, facilitator, elsewhere):
    inland = Membership.objects.get(member=elsewhere).community
    on_duty(inland, elsewhere)
    row = WeeklyHours.objects.first()

    answer = client_of(facilitator).post(reverse("duty:remove_hours", args=[harbour.pk, row.pk]))

    assert answer.status_code == 404
    assert WeeklyHours.objects.count() == 7
