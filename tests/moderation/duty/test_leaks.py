"""What is told of duty holds no text, no room and no name: rows, mails, orders to work, the log."""

import json
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import Task

from moderation.duty import services, tasks
from moderation.duty.enums import State
from moderation.duty.models import DutyItem
from notifications.models import Notification, Preferences
from tests.factories.communities import CommunityFactory
from tests.factories.duty import on_duty
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url
from tests.moderation.conftest import client_of, room_of
from tests.notifications.letters import everything_in, post_all
from work.models import LongJob
from work.queue import enqueue

pytestmark = pytest.mark.django_db
MARK = "Zqxw"
REACH = "Zqxwreach"


def is_marked(said: object) -> bool:
    return MARK.lower() in str(said).lower()


@pytest.fixture
def orders(monkeypatch) -> list[str]:
    """What is ordered of the workers, with every argument."""
    made: list[str] = []
    real = Task.enqueue

    def noted(self, *args, **kwargs):
        made.append(json.dumps([self.module_path, args, kwargs], default=str))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Task, "enqueue", noted)
    return made


def test_from_a_word_of_the_list_to_closing_nothing_told_says_who_where_or_what(
    caplog, orders, clock, coordinator, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    people = [UserFactory(display_name=f"{MARK} {name}") for name in ("Ana", "Hine", "Tama")]
    author, first, second = people
    for person in (*people, coordinator):
        Preferences.objects.create(member=person, mail_details=True)
    community = CommunityFactory(
        title=f"{MARK} community", members=[author], facilitators=[first, second]
    )
    on_duty(community, first)
    room = room_of(community)
    room.forum.name = f"{MARK} room"
    room.forum.save()
    topic = TopicFactory(room=room, subject=f"{MARK} topic", author=first)
    Notification.objects.all().delete()
    orders.clear()
    caplog.clear()
    start = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        written = {
            "content": f"{MARK} words: I can’t go on.",
            "in_touch": community.pk,
            "in_touch_reach": REACH,
        }
        answer = client_of(author).post(reply_url(topic), written)
        assert answer.status_code == 200
        item = DutyItem.objects.get()
        for minutes in (0, 30, 60):
            clock(start + timedelta(minutes=minutes))
            enqueue(tasks.watch_duty)
            tasks.watch_duty.call()
        browsers = {person.pk: client_of(person) for person in (author, first, second)}

        def step(person, name: str, **said: object) -> None:
            address = reverse(f"duty:{name}", args=[item.key])
            assert browsers[person.pk].post(address, said).status_code == 302

        step(first, "take")
        step(first, "note", words=f"{MARK} note")
        step(first, "offer", **{"offer-person": second.pk})
        step(second, "accept")
        step(second, "second", **{"second-person": first.pk})
        step(second, "close", to_subject=f"{MARK} answer", words=f"{MARK} last note")

    item.refresh_from_db()
    assert item.state == State.CLOSED
    assert (item.reach, item.entry) == (REACH, "can't go on")
    told = Notification.objects.filter(kind__startswith="duty_")
    assert set(told.values_list("kind", flat=True)) == {
        *("duty_now", "duty_named", "duty_answer", "duty_talk"),
    }
    for row in told:
        assert (row.actor, row.community_id, row.topic_id) == (None, None, None)
        assert not is_marked(model_to_dict(row))
    clock(start - timedelta(hours=1))  # Letters go by the database's clock, which has not moved.
    told.update(mail_due_at=timezone.now(), read_at=None, mailed_at=None)
    letters = post_all()
    assert len(letters) >= 3
    for letter in letters:
        headers = [f"{name}: {value}" for name, value in letter.items() if name != "To"]
        words = everything_in(letter) + "".join(headers)
        assert not is_marked(words)
        assert "go on" not in words
    assert not [line for line in orders if is_marked(line) or "go on" in line]
    assert not [job for job in LongJob.objects.all() if is_marked(model_to_dict(job))]
    lines = [record.getMessage() for record in caplog.records if not _is_sql(record)]
    assert not [line for line in lines if is_marked(line) or "go on" in line]
    assert orders
    assert not [each for each in mail.outbox if is_marked(each.subject)]


def _is_sql(record: logging.LogRecord) -> bool:
    """The database's own lines, which no deployment writes: tests listen to all."""
    return record.name.startswith("django.db")


def test_an_item_and_what_belongs_to_it_are_called_by_no_name():
    item = services.ask(
        community=CommunityFactory(title=f"{MARK} community"),
        member=UserFactory(display_name=f"{MARK} person"),
        entry=f"{MARK} entry",
        reach=f"{MARK} reach",
    )
    for thing in (item, item.steps.get()):
        assert not is_marked(thing)
        assert not is_marked(repr(thing))
