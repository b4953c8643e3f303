"""A report under any order of steps, by anybody: what may follow what, and undo."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
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
from moderation.enums import CLOSED, REASONS_OF, Deed, State
from moderation.models import Report
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory
from tests.moderation.conftest import room_of

PEOPLE = ("author", "reporter", "facilitator", "second", "stranger")
CARERS = ("facilitator", "second")
decisions = st.sampled_from([(state, why) for state, all_ in REASONS_OF.items() for why in all_])
anybody = st.sampled_from(PEOPLE)


class ReportMachine(RuleBasedStateMachine):
    """``state`` and ``holder`` are what the steps so far must have led to."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize()
    def begin(self) -> None:
        if not Group.objects.filter(name=COORDINATORS).exists():
            call_command("sync_roles", verbosity=0)
        self.people = {name: UserFactory() for name in PEOPLE}
        carers = [self.people[name] for name in CARERS]
        community = CommunityFactory(facilitators=carers)
        topic = TopicFactory(room=room_of(community))
        self.post = PostFactory(topic=topic, author=self.people["author"])
        self.report = ReportFactory(about=self.post, reporter=self.people["reporter"])
        self.beside = ReportFactory(about=self.post)
        self.state, self.holder, self.is_there, self.deeds = State.OPEN, None, True, [Deed.SENT]

    def does(self, service, who: str, *, is_allowed: bool, **said) -> bool:
        """Take the step, and see that it is refused where it must be."""
        try:
            service(report=self.report, by=self.people[who], **said)
        except (ValidationError, Report.DoesNotExist):
            assert not is_allowed
            return False
        assert is_allowed
        return True

    @rule(who=anybody)
    def take(self, who: str) -> None:
        free = self.state == State.OPEN or (self.state == State.TAKEN and self.holder == who)
        if self.does(services.take, who, is_allowed=who in CARERS and free):
            self.deeds += [Deed.TAKEN] if self.state == State.OPEN else []
            self.state, self.holder = State.TAKEN, who

    @rule(who=anybody)
    def hand_back(self, who: str) -> None:
        has_it = self.state == State.TAKEN and self.holder == who
        if self.does(services.hand_back, who, is_allowed=has_it):
            self.state, self.holder = State.OPEN, None
            self.deeds.append(Deed.HANDED_BACK)

    @rule(who=anybody, decision=decisions)
    def decide(self, who: str, decision: tuple[State, str]) -> None:
        outcome, why = decision
        fits = why != "withdrawn" or not self.is_there
        has_it = self.state == State.TAKEN and self.holder == who
        said = {"outcome": outcome, "why": why, "to_reporter": "Thank you.", "to_author": "Hm."}
        if self.does(services.decide, who, is_allowed=has_it and fits, **said):
            self.state = outcome
            self.deeds.append(Deed(outcome))

    @rule(who=anybody)
    def undo(self, who: str) -> None:
        is_closed = self.state in CLOSED
        if self.does(services.undo, who, is_allowed=who in CARERS and is_closed):
            self.state, self.holder = State.TAKEN, who
            self.deeds.append(Deed.UNDONE)

    @rule()
    def delete_the_post(self) -> None:
        if self.is_there:
            self.post.delete()
            self.is_there = False

    @invariant()
    def it_stands_where_the_steps_led(self) -> None:
        if not hasattr(self, "report"):
            return
        found = Report.objects.get(pk=self.report.pk)
        holder = self.people[self.holder] if self.holder else None
        assert (found.state, found.taken_by) == (self.state, holder)
        assert list(found.steps.values_list("deed", flat=True)) == self.deeds
        assert bool(found.closed_at) == bool(found.why) == (self.state in CLOSED)
        beside = Report.objects.get(pk=self.beside.pk)
        assert (beside.state, beside.taken_by) == (State.OPEN, None)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)


@pytest.mark.django_db
def test_in_any_order_a_step_is_taken_or_refused_as_the_steps_before_it_say():
    run_state_machine_as_test(
        ReportMachine, settings=settings(max_examples=15, stateful_step_count=12, deadline=None)
    )
