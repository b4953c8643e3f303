"""How long notifications are kept, what a copy tells, and what closing an account does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import retention
from members import services as members
from members.export import parts
from notifications.models import Choice, Notification, Preferences
from tests.factories.members import UserFactory
from tests.factories.notices import tell

pytestmark = pytest.mark.django_db


def aged(row: Notification, **days: int) -> Notification:
    then = {name: timezone.now() - timedelta(days=number) for name, number in days.items()}
    Notification.objects.filter(pk=row.pk).update(**then)
    return row


def test_what_was_read_goes_after_ninety_days_and_the_rest_after_a_year():
    kept = [
        aged(tell("welcome"), read_at=89, created_at=200),
        aged(tell("welcome"), created_at=364),
    ]
    aged(tell("welcome"), read_at=91, created_at=200)
    aged(tell("welcome"), created_at=366)

    for name in ("notifications", "notifications-unread", "notifications-gone"):
        retention.rule(name).remove(timezone.now())

    assert set(Notification.objects.all()) == set(kept)


def test_what_was_told_of_something_goes_with_it():
    row, stays = tell("role_ends_soon"), tell("welcome")
    row.recipient.confirmed_roles.all().delete()

    assert retention.rule("notifications-gone").remove(timezone.now()) == 1
    assert list(Notification.objects.all()) == [stays]


def test_closing_an_account_leaves_nothing_told_and_nothing_chosen(coordinator):
    row, other = tell("reply_to_me"), tell("welcome")
    member = row.recipient
    Choice.objects.create(member=member, reach="weekly")
    Preferences.objects.create(member=member)
    Notification.objects.filter(pk=other.pk).update(actor=member)

    members.close_account(user=member, by=coordinator)

    other.refresh_from_db()
    assert list(Notification.objects.all()) == [other]
    assert other.actor is None
    assert not Choice.objects.exists()
    assert not Preferences.objects.exists()


def test_the_copy_has_words_only_for_what_one_may_see():
    row = tell("reply_to_me", marker="Kōwhai")
    told = next(part for part in parts() if part.name == "notifications")
    (copied,) = told.rows(row.recipient)
    assert "Kōwhai" in copied["what"]

    row.recipient.groups.clear()

    (copied,) = told.rows(row.recipient)
    assert copied["what"] is None
    assert list(told.rows(UserFactory())) == []
