"""One write: who is told, once, and who sees it."""

from dataclasses import replace

import pytest

from members.models import User
from notifications.enums import Reach
from notifications.models import Choice, Notification
from notifications.reading import visible
from notifications.services import mark_read, notify
from notifications.tasks import tell_audience
from tests.factories.members import UserFactory
from work import chunks
from work.models import LongJob

pytestmark = pytest.mark.django_db


def told() -> list[User]:
    return [row.recipient for row in Notification.objects.order_by("pk")]


def test_everybody_is_told_once_however_often_it_is_said(kind):
    about, *people = UserFactory.create_batch(3)

    for _time in range(2):
        notify(people, kind="waved", about=about)
    notify([people[0].pk], kind="waved", about=about, occasion="again")

    assert told() == [*people, people[0]]


def test_it_says_how_many_were_told(kind, shut_out):
    about, outsider, *people = UserFactory.create_batch(4)
    shut_out.add(outsider.pk)
    said = {"kind": "waved", "about": about, "actor": people[0]}

    assert notify([outsider, *people], **said) == 1
    assert notify([outsider], **said, occasion="again") == 0
    assert notify([people[0]], **said, occasion="again") == 0
    assert notify([], **said) == 0


def test_who_did_it_who_cannot_sign_in_and_who_may_not_see_it_are_not_told(kind, shut_out):
    about, actor, locked, outsider, reader = UserFactory.create_batch(5)
    User.objects.filter(pk=locked.pk).update(is_active=False)
    shut_out.add(outsider.pk)

    notify([actor, locked, outsider, reader], kind="waved", about=about, actor=actor)

    assert told() == [reader]


def test_who_switched_it_off_is_not_told(kind):
    about, deaf, hears = UserFactory.create_batch(3)
    Choice.objects.create(member=deaf, kind="waved", reach=Reach.OFF)

    notify([deaf, hears], kind="waved", about=about)

    assert told() == [hears]


def test_who_may_not_see_it_any_more_reads_nothing_of_it(kind, shut_out):
    about, *people = UserFactory.create_batch(3)
    notify(people, kind="waved", about=about)
    shut_out.add(people[0].pk)

    shown = visible(Notification.objects.select_related("recipient", "actor"))

    assert [each.notification.recipient for each in shown] == [people[1]]


def test_what_is_gone_is_told_to_nobody(kind):
    about, reader = UserFactory.create_batch(2)
    notify([reader], kind="waved", about=about)
    about.delete()

    assert visible(Notification.objects.select_related("recipient", "actor")) == []


@pytest.mark.parametrize("number", [1, 20])
def test_telling_twenty_costs_what_telling_one_costs(kind, django_assert_num_queries, number):
    about, *people = UserFactory.create_batch(number + 1)

    # Two savepoints, people, choices, working days, preferences, one insert in its savepoint.
    with django_assert_num_queries(7):
        notify(people, kind="waved", about=about)


@pytest.mark.parametrize("number", [1, 20])
def test_reading_twenty_costs_what_reading_one_costs(kind, django_assert_num_queries, number):
    about, reader = UserFactory.create_batch(2)
    for occasion in range(number):
        notify([reader], kind="waved", about=about, occasion=str(occasion))

    with django_assert_num_queries(2):
        shown = visible(Notification.objects.of(reader).select_related("recipient"))

    assert len(shown) == number


def test_an_audience_is_told_in_pieces(
    kind, monkeypatch, django_assert_num_queries, django_capture_on_commit_callbacks
):
    in_twos = replace(chunks._works["telling"], size=2)
    monkeypatch.setitem(chunks._works, "telling", in_twos)
    about, *people = UserFactory.create_batch(6)

    with django_capture_on_commit_callbacks(execute=True):
        tell_audience("waved", about.pk, actor=people[0].pk)
        tell_audience("waved", about.pk, actor=people[0].pk)

    assert told() == people[1:]
    assert not LongJob.objects.exists()


def test_an_audience_for_what_is_gone_is_not_told(kind, django_capture_on_commit_callbacks):
    UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        tell_audience("waved", 0)

    assert told() == []


def test_marking_read_is_for_oneself(kind):
    about, reader, other = UserFactory.create_batch(3)
    notify([reader, other], kind="waved", about=about, topic=7)
    notify([reader], kind="waved", about=about, topic=8, occasion="again")

    assert mark_read(member=reader, topic_id=7) == 1
    assert mark_read(member=reader) == 1
    assert mark_read(member=reader) == 0
    assert [row.recipient for row in Notification.objects.unread()] == [other]
