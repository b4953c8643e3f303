"""What somebody chooses, reads or stops is theirs alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from members.models import User
from notifications import services
from notifications.mail import gathering, sending, stopping, tokens
from notifications.models import Choice, Notification, Preferences
from notifications.models.letters import Letter, Letterbox, Trouble
from tests.factories.members import UserFactory
from tests.notifications.letters import make_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]

PLACES = {
    ("", "waved"): "daily",
    ("", "reply_to_me"): "weekly",
    ("community:3", ""): "at_once",
    ("topic:7", ""): "daily",
}


def somebody(kind: Any) -> User:
    """A reader with choices, a stopped and paused letterbox, letters and what is to be mailed."""
    person = UserFactory()
    services.notify([person], kind=kind.name, about=UserFactory(), occasion="mailed")
    make_due()
    gathering.make_letters([person.pk], ["daily"], timezone.now())
    services.choose(member=person, choices=PLACES)
    for topic in (None, 7):
        services.notify([person], kind=kind.name, about=UserFactory(), topic=topic)
    Preferences.objects.create(member=person)
    Letterbox.objects.filter(member=person).update(
        stopped_at=timezone.now(), paused_at=timezone.now(), paused_address=person.email
    )
    return person


def all_of(person: User) -> list[Any]:
    tables = {Notification: "recipient", Choice: "member", Preferences: "member",
              Letterbox: "member", Letter: "member"}  # fmt: skip
    return [
        list(table._base_manager.filter(**{key: person.pk}).order_by("pk").values())
        for table, key in tables.items()
    ]


def letters_of(person: User) -> list[Letter]:
    return list(Letter.objects.filter(member=person))


STEPS: dict[str, Callable[[User], Any]] = {
    "read_one": lambda person: services.mark_read(member=person, topic_id=7),
    "read_all": lambda person: services.mark_read(member=person),
    "catch_up": lambda person: services.catch_up(member=person),
    "choose": lambda person: services.choose(
        member=person, choices={**dict.fromkeys(PLACES, ""), ("", ""): "off"}
    ),
    "forget": lambda person: services.forget(member=person),
    "stop_kind": lambda person: stopping.stop(member=person, scope=tokens.of_kind("waved")),
    "stop_rhythm": lambda person: stopping.stop(member=person, scope="daily"),
    "write_again": lambda person: stopping.write_again(member=person),
    "use_again": lambda person: stopping.use_address_again(member=person),
    "pause": lambda person: stopping.pause(address=person.email, trouble=Trouble.COMPLAINED),
    "told": lambda person: services.notify(
        [person], kind="waved", about=UserFactory(), occasion="again"
    ),
    "put_back": lambda person: sending.put_back(letters_of(person)),
    "hand_back": lambda person: sending.hand_back(letters_of(person)),
    "refused": lambda person: sending._refused(letters_of(person)[0], for_ever=True),
    "gathered": lambda person: (
        Notification.objects.filter(recipient=person).update(mail_due_at=timezone.now()),
        gathering.make_letters([person.pk], ["daily"], timezone.now()),
    ),
}


@pytest.mark.parametrize("take", STEPS.values(), ids=STEPS)
def test_what_one_person_does_leaves_the_others(kind, take):
    person, other = somebody(kind), somebody(kind)
    before, others = all_of(person), all_of(other)

    take(person)

    assert all_of(person) != before
    assert all_of(other) == others


def test_of_several_choices_all_are_kept_or_none(member):
    services.choose(member=member, choices={("", "waved"): "daily"})

    with pytest.raises(IntegrityError):
        services.choose(member=member, choices={("", "waved"): "", (None, "waved"): "weekly"})

    assert Choice.objects.get().reach == "daily"


def test_all_letters_are_stopped_for_who_stops_them(kind):
    person, other = UserFactory.create_batch(2)
    Letterbox.objects.create(member=other)

    stopping.stop(member=person, scope=tokens.ALL)

    assert Letterbox.objects.get(member=person).stopped_at
    assert Letterbox.objects.get(member=other).stopped_at is None


def test_stopping_a_kind_leaves_what_waits_of_another(kind):
    person = UserFactory()
    services.notify([person], kind="waved", about=UserFactory())
    services.notify([person], kind="welcome", about=person)
    other = Notification.objects.filter(kind="welcome")
    other.update(how="daily", mail_due_at=timezone.now())
    before = list(other.values())

    stopping.stop(member=person, scope=tokens.of_kind("waved"))

    assert Notification.objects.get(kind="waved").mail_due_at is None
    assert list(other.values()) == before


def test_what_was_asked_of_one_thing_is_settled_and_nothing_else(kind):
    person, about, another = UserFactory.create_batch(3)
    for each in (about, another):
        services.notify([person], kind="waved", about=each)
    others = Notification.objects.filter(about_id=another.pk)
    before = list(others.values())

    assert services.settle(kind="waved", about_id=about.pk) == 1

    settled = Notification.objects.get(about_id=about.pk)
    assert settled.read_at
    assert settled.mail_due_at is None
    assert list(others.values()) == before
