"""Nobody's vote can be found, and a poll holds under any order of steps."""

import logging
import re
import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from machina.core.db.models import get_model

from forum import services
from forum.polls.models import Counted, HasVoted, NamedChoice, PollRules, Tally
from forum.polls.standing import stand_of
from forum.topics.held import DeclinedPost
from members.services import close_account
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.forum.test_poll_votes import (
    WORDS,
    asked,
    beside,
    fresh,
    options_of,
    points,
    votes,
)
from tests.forum.test_polls import vote_url

TopicPollVote = get_model("forum_polls", "TopicPollVote")

__all__ = ["beside"]
pytestmark = pytest.mark.django_db


# Nobody's


CHANCE = {"password", "public_id", "session_key", "session_data", "key", "expires_at"}
FIRST = 9_000_000
"""The key of the first voter: none of any other row has as many digits."""


def everything(options):
    """All rows of all tables; without keys, which go on counting, but with those of members and of
    these options, and without what is drawn by chance and when it was."""
    numbers = {option.pk: f"option {n}" for n, option in enumerate(options)}

    def plain(name, value):
        if isinstance(value, uuid.UUID):
            return "chance"
        if hasattr(value, "isoformat"):
            return "when"
        if "option" in name:
            return numbers.get(value, value)
        is_key = name == "id" or name.endswith("_id") or name == "pk"
        return "key" if is_key and isinstance(value, int) and value < FIRST else value

    return {
        model._meta.label: sorted(
            repr([(k, plain(k, v)) for k, v in row.items() if k not in CHANCE])
            for row in model._base_manager.values()
        )
        for model in apps.get_models()
        if not model._meta.label.startswith(("core.RateCount", "sessions.", "usersessions."))
    }


def world(caplog, *chosen, **said):
    """A room in which two people vote for these, and four others as always; all that is left."""
    with transaction.atomic():
        asking, *people = (
            UserFactory(pk=FIRST + n, email=f"v{n}@example.org", display_name=f"Voter {n}")
            for n in range(7)
        )
        told = {"question": "What do we drink?", "options": WORDS} | said
        room = RoomFactory(name="Tea room")
        poll = TopicFactory(room=room, author=asking, subject="Tea", text="Well?", poll=told).poll
        options = options_of(poll)
        caplog.clear()
        for person, number in zip(people, [*chosen, 0, 0, 1, 2], strict=True):
            answer = client_of(person).post(vote_url(poll), {"options": options[number].pk})
            assert answer.status_code == 302
        lines = [re.sub(r"[0-9a-f-]{16,}|\d+\.\d+", "", line) for line in caplog.messages]
        rows = everything(options)
        transaction.set_rollback(True)
    return rows, lines


def test_two_who_voted_the_other_way_round_leave_the_same_behind(db, caplog):
    """In every table and every line of the log."""
    caplog.set_level(logging.INFO)

    rows, lines = zip(*(world(caplog, *chosen) for chosen in ((0, 1), (1, 0))), strict=True)

    assert rows[0]["cop_forum.HasVoted"]
    assert rows[0] == rows[1]
    assert lines[0] == lines[1]


def test_a_link_would_be_noticed(db, caplog):
    rows = [world(caplog, *chosen, with_names=True)[0] for chosen in ((0, 1), (1, 0))]

    different = {label for label in rows[0] if rows[0][label] != rows[1][label]}
    assert different == {"cop_forum.NamedChoice"}


def test_no_table_joins_a_member_and_an_option(members_room):
    poll = asked(members_room)
    votes(poll, [0], [1])

    assert not TopicPollVote.objects.exists()
    assert not NamedChoice.objects.exists()
    assert {field.name for field in HasVoted._meta.fields} == {"id", "poll", "member", "token"}
    assert {field.name for field in Tally._meta.fields} == {"option", "points", "shown_points"}
    assert {field.name for field in Counted._meta.fields} == {"token", "poll"}
    assert not HasVoted.objects.exclude(token=None).exists()


@pytest.mark.django_db(transaction=True)
def test_who_votes_and_what_is_voted_are_written_in_two_transactions(db):
    poll, client = asked(RoomFactory()), client_of(UserFactory())

    with CaptureQueriesContext(connection) as queries:
        client.post(vote_url(poll), {"options": options_of(poll)[0].pk})

    pieces, now = [], []
    for query in queries:
        sql = query["sql"]
        if sql.startswith(("BEGIN", "COMMIT")):
            pieces.append(" ".join(now))
            now = []
        else:
            now.append(sql)
    pieces.append(" ".join(now))
    both = [p for p in pieces if "cop_forum_hasvoted" in p and "cop_forum_tally" in p]
    assert not [p for p in both if "INSERT" in p or "UPDATE" in p]


def test_with_an_account_goes_that_it_voted_and_the_sums_stay(members_room, beside):
    poll, member = asked(members_room), UserFactory()
    services.vote(poll=poll, member=member, options=options_of(poll)[:1])

    close_account(user=member, by=member)

    assert not HasVoted.objects.filter(member=member).exists()
    assert (points(poll), fresh(poll).rules.voters) == ([1, 0, 0], 1)
    assert HasVoted.objects.count() == 1


# Polls of before


def test_votes_that_joined_person_and_choice_are_taken_apart(members_room):
    old = asked(members_room, kind="several", max_options=2)
    quiet = asked(members_room)
    tea, coffee, _water = options_of(old)
    people = UserFactory.create_batch(3)
    for person, chosen in zip(people, ([tea, coffee], [tea], [coffee]), strict=True):
        TopicPollVote.objects.bulk_create(
            TopicPollVote(poll_option=option, voter=person) for option in chosen
        )
    PollRules.objects.all().delete()
    type(old).objects.filter(pk=quiet.pk).update(hide_results=True, user_changes=True)
    told = {"question": "Q?", "options": ["a"], "max_options": 2, "hide_results": True}
    kept = DeclinedPost.objects.create(
        author=people[0], forum=members_room.forum, starts_topic=True, subject="x", text="x",
        reason="x", had_files=False, post_id=1,
        poll=told | {"duration": None, "user_changes": True},
    )  # fmt: skip

    import_module("forum.migrations.0013_polls").take_apart(apps, None)

    assert not TopicPollVote.objects.exists()
    assert points(old) == [2, 2, 0]
    assert set(HasVoted.objects.values_list("poll", "member", "token")) == {
        (old.pk, person.pk, None) for person in people
    }
    rules = PollRules.objects.order_by("poll_id").values_list("kind", "shows", "voters")
    assert list(rules) == [("several", "from_six", 3), ("single", "at_close", 0)]
    assert not services.vote(poll=fresh(old), member=people[0], options=[tea])
    kept.refresh_from_db()
    poll = services.set_poll(topic=TopicFactory(room=members_room), **kept.poll)
    assert (poll.max_options, poll.rules.shows) == (2, "at_close")


# Any order of steps


class PollMachine(RuleBasedStateMachine):
    """``voted`` is what the steps so far must have led to."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize(shows=st.sampled_from(["from_six", "at_close"]))
    def begin(self, shows: str) -> None:
        self.people = [UserFactory() for _ in range(9)]
        self.poll = asked(RoomFactory(), duration=3, shows=shows)
        self.options = options_of(self.poll)
        self.voted: dict[int, int] = {}
        self.shown = self.days = 0
        self.locked = False

    @property
    def is_closed(self) -> bool:
        return self.locked or self.days >= 3

    @rule(who=st.integers(0, 8), what=st.integers(0, 2))
    def vote(self, who: int, what: int) -> None:
        answer = client_of(self.people[who]).post(
            vote_url(self.poll), {"options": self.options[what].pk}
        )
        assert answer.status_code == (403 if self.is_closed else 302)
        if not self.is_closed and who not in self.voted:
            self.voted[who] = what
            if len(self.voted) >= self.shown + 6:
                self.shown = len(self.voted)

    @rule()
    def let_a_day_go_by(self) -> None:
        self.days += 1
        begun = timezone.now() - timedelta(days=self.days, minutes=1)
        type(self.poll).objects.filter(pk=self.poll.pk).update(created=begun)

    @rule(locked=st.booleans())
    def close(self, locked: bool) -> None:
        self.locked = locked
        services.lock_topic(topic=self.poll.topic, locked=locked)

    @invariant()
    def every_vote_is_counted_once(self) -> None:
        if not hasattr(self, "voted"):
            return
        expected = [list(self.voted.values()).count(n) for n in range(3)]
        assert points(self.poll) == expected
        assert PollRules.objects.get(poll=self.poll).voters == len(self.voted)

    @invariant()
    def it_is_seen_when_it_may_be(self) -> None:
        if not hasattr(self, "voted"):
            return
        stand = stand_of(fresh(self.poll), self.people[0])
        voters = len(self.voted) if self.is_closed else self.shown
        is_late = fresh(self.poll).rules.shows == "at_close" and not self.is_closed
        assert stand.is_shown == (voters >= 6 and not is_late)
        assert stand.has_voted == (0 in self.voted)
        if stand.is_shown:
            assert sum(line.points for line in stand.lines) == voters

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)


def test_a_poll_under_any_order_of_steps(db):
    run_state_machine_as_test(
        PollMachine, settings=settings(max_examples=12, stateful_step_count=25, deadline=None)
    )
