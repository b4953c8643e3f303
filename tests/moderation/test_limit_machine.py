"""Limits under any order of steps: who is limited is who the steps say, and undo lifts its own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
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

from core.roles import COORDINATORS
from moderation import services
from moderation.bounds import limit_in
from moderation.limiting import lift_limit, set_limit
from moderation.models import Limit
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory
from tests.moderation.conftest import room_of

PEOPLE = ("member", "beside", "facilitator", "second", "stranger")
CARERS = ("facilitator", "second")
MEMBERS = ("member", "beside")
anybody = st.sampled_from(PEOPLE)
lengths = st.sampled_from(["day", "week", "month"])


class LimitMachine(RuleBasedStateMachine):
    """``standing`` holds each limit that the steps so far must have left: whose, and its cause."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize()
    def begin(self) -> None:
        if not Group.objects.filter(name=COORDINATORS).exists():
            call_command("sync_roles", verbosity=0)
        self.people = {name: UserFactory() for name in PEOPLE}
        members, carers = ([self.people[name] for name in names] for names in (MEMBERS, CARERS))
        self.community = CommunityFactory(members=members, facilitators=carers)
        self.room = room_of(self.community)
        topic = TopicFactory(room=self.room)
        self.reports = [
            ReportFactory(about=PostFactory(topic=topic, author=self.people["member"]))
            for _ in range(2)
        ]
        self.agreed = [False, False]
        self.standing: dict[int, tuple[str, int | None]] = {}
        self.over: set[int] = set()

    @rule(by=anybody, whom=anybody, length=lengths)
    def set_by_hand(self, by: str, whom: str, length: str) -> None:
        is_allowed = by in CARERS and whom in MEMBERS and (whom, None) not in self.standing.values()
        try:
            limit = set_limit(
                member=self.people[whom],
                community=self.community,
                by=self.people[by],
                length=length,
                why="Room",
            )
        except ValidationError:
            assert not is_allowed
        else:
            assert is_allowed
            self.standing[limit.pk] = (whom, None)

    @rule(which=st.integers(0, 1), by=st.sampled_from(CARERS), limit=st.sampled_from(["", "week"]))
    def agree(self, which: int, by: str, limit: str) -> None:
        if self.agreed[which]:
            return
        report, person = self.reports[which], self.people[by]
        if report.taken_by != person:
            if report.taken_by:
                services.hand_back(report=report, by=report.taken_by)
            report = services.take(report=report, by=person)
        self.reports[which] = services.decide(
            report=report,
            by=person,
            outcome="agreed",
            why="private",
            to_reporter="Thank you.",
            to_author="Names hurt.",
            limit=limit,
            community=self.community,
        )
        self.agreed[which] = True
        for row in Limit.objects.filter(report=report, lifted_at=None).exclude(pk__in=self.over):
            self.standing[row.pk] = ("member", which)

    @rule(which=st.integers(0, 1), by=st.sampled_from(CARERS))
    def undo(self, which: int, by: str) -> None:
        if self.agreed[which]:
            person = self.people[by]
            self.reports[which] = services.undo(report=self.reports[which], by=person)
            self.agreed[which] = False
            self._end([pk for pk, (_whose, cause) in self.standing.items() if cause == which])

    @rule(by=anybody, which=st.integers(0, 20))
    def lift(self, by: str, which: int) -> None:
        if not self.standing:
            return
        pk = sorted(self.standing)[which % len(self.standing)]
        try:
            lift_limit(limit=Limit(pk=pk), by=self.people[by])
        except Limit.DoesNotExist:
            assert by not in CARERS
        else:
            assert by in CARERS
            self._end([pk])

    @rule(which=st.integers(0, 20))
    def let_time_pass(self, which: int) -> None:
        if self.standing:
            pk = sorted(self.standing)[which % len(self.standing)]
            then = timezone.now() - timedelta(days=1)
            Limit.objects.filter(pk=pk).update(set_at=then - timedelta(days=1), until=then)
            self._end([pk])

    def _end(self, keys: list[int]) -> None:
        for pk in keys:
            del self.standing[pk]
            self.over.add(pk)

    @invariant()
    def who_is_limited_is_who_the_steps_say(self) -> None:
        if not hasattr(self, "standing"):
            return
        found = set(Limit.objects.in_force(timezone.now()).values_list("pk", flat=True))
        assert found == set(self.standing)
        limited = {name for name in PEOPLE if limit_in(self.people[name], self.room.forum_id)}
        assert limited == {whose for whose, _cause in self.standing.values()}
        lifted = Limit.objects.exclude(lifted_at=None)
        assert not lifted.filter(lifted_by=None).exists()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)


@pytest.mark.django_db
def test_in_any_order_who_is_limited_is_who_the_steps_say():
    run_state_machine_as_test(
        LimitMachine, settings=settings(max_examples=15, stateful_step_count=12, deadline=None)
    )
