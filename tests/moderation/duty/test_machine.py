"""A duty item under any order of steps, by anybody: what may follow what."""

import pytest
from django.core.exceptions import ValidationError
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

from moderation.duty import services
from moderation.duty.enums import LIVE, OVER, Deed, Level, State
from moderation.duty.models import DutyItem, TalkedOver
from tests.factories.communities import CommunityFactory
from tests.factories.duty import AskedFactory
from tests.factories.members import UserFactory

CARERS = ("first", "second", "third", "asker")
"""Who facilitates; the one who asked does, too."""
PEOPLE = (*CARERS, "stranger")
FREE = ("first", "second", "third")
anybody = st.sampled_from(PEOPLE)


class DutyMachine(RuleBasedStateMachine):
    """``state`` and the names beside it are what the steps so far must have led to."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize(entry=st.sampled_from(["", "can't go on"]))
    def begin(self, entry: str) -> None:
        self.people = {name: UserFactory() for name in PEOPLE}
        community = CommunityFactory(facilitators=[self.people[name] for name in CARERS])
        self.item = AskedFactory(community=community, member=self.people["asker"], entry=entry)
        self.beside = AskedFactory(community=community)
        self.state, self.level = State.OPEN, Level.HIGH if entry else Level.MEDIUM
        self.holder = self.offered = self.second = None
        self.had_it: set[str] = set()
        self.deeds = [Deed.ASKED]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def does(self, service, who: str, *, is_allowed: bool, **said) -> bool:
        """Take the step, and see that it is refused where it must be."""
        try:
            service(item=self.item, by=self.people[who], **said)
        except (ValidationError, DutyItem.DoesNotExist):
            assert not is_allowed
            return False
        assert is_allowed
        return True

    @rule(who=anybody)
    def take(self, who: str) -> None:
        free = self.state == State.OPEN or (self.state == State.TAKEN and self.holder == who)
        if self.does(services.take, who, is_allowed=who in FREE and free):
            if self.state == State.OPEN:
                self.deeds.append(Deed.TAKEN)
                self.second = None if self.second == who else self.second
            self.state, self.holder = State.TAKEN, who
            self.had_it.add(who)

    @rule(who=anybody)
    def put_back(self, who: str) -> None:
        if self.does(services.put_back, who, is_allowed=self.has_it(who)):
            self.state, self.holder, self.offered = State.OPEN, None, None
            self.deeds.append(Deed.PUT_BACK)

    @rule(who=anybody)
    def note(self, who: str) -> None:
        if self.does(services.note, who, is_allowed=who in FREE and self.is_live, words="Hm."):
            self.deeds.append(Deed.NOTED)

    @rule(who=anybody, to=anybody)
    def offer(self, who: str, to: str) -> None:
        fits = self.has_it(who) and to in FREE and to != who
        if self.does(services.offer, who, is_allowed=fits, to=self.people[to]):
            self.deeds += [Deed.OFFERED] if self.offered != to else []
            self.offered = to

    @rule(who=anybody)
    def accept(self, who: str) -> None:
        asked = self.state == State.TAKEN and who in (self.offered, self.holder)
        if self.does(services.accept, who, is_allowed=asked) and who != self.holder:
            self.holder, self.offered = who, None
            self.second = None if self.second == who else self.second
            self.had_it.add(who)
            self.deeds.append(Deed.ACCEPTED)

    @rule(who=anybody)
    def decline(self, who: str) -> None:
        nobody_is_asked = self.offered is None or who in (self.offered, self.holder)
        allowed = who in FREE and self.is_live and nobody_is_asked
        if self.does(services.decline, who, is_allowed=allowed) and self.offered:
            self.offered = None
            self.deeds.append(Deed.DECLINED)

    @rule(who=anybody, second=anybody)
    def name_second(self, who: str, second: str) -> None:
        fits = self.has_it(who) and second in FREE and second != who
        if self.does(services.name_second, who, is_allowed=fits, second=self.people[second]):
            self.deeds += [Deed.SECOND] if self.second != second else []
            self.second = second

    @rule(who=anybody, level=st.sampled_from(Level))
    def raise_level(self, who: str, level: Level) -> None:
        allowed = who in FREE and self.is_live
        if self.does(services.raise_level, who, is_allowed=allowed, level=level):
            self.deeds += [Deed.RAISED] if level > self.level else []
            self.level = max(level, self.level)

    @rule(who=anybody)
    def close(self, who: str) -> None:
        by_two = self.level < Level.HIGH or self.second is not None
        if self.does(services.close, who, is_allowed=self.has_it(who) and by_two):
            self.state, self.offered = State.CLOSED, None
            self.deeds.append(Deed.CLOSED)

    @rule(who=anybody)
    def withdraw(self, who: str) -> None:
        if self.does(services.withdraw, who, is_allowed=who == "asker") and self.is_live:
            self.state, self.offered = State.WITHDRAWN, None
            self.deeds.append(Deed.WITHDRAWN)

    def has_it(self, who: str) -> bool:
        return self.state == State.TAKEN and self.holder == who

    @invariant()
    def it_stands_where_the_steps_led(self) -> None:
        if not hasattr(self, "item"):
            return
        found = DutyItem.objects.get(pk=self.item.pk)
        named = [self.people[name] if name else None for name in self.named]
        assert [found.taken_by, found.offered_to, found.second] == named
        assert (found.state, found.level) == (self.state, self.level)
        assert list(found.steps.values_list("deed", flat=True)) == self.deeds
        assert bool(found.closed_at) == (self.state in OVER)
        assert (found.due_at is None) or self.state == State.OPEN
        asked = set(TalkedOver.objects.values_list("person", flat=True))
        is_asked = self.state == State.CLOSED and self.level == Level.HIGH
        assert asked == ({self.people[name].pk for name in self.had_it} if is_asked else set())
        beside = DutyItem.objects.get(pk=self.beside.pk)
        assert (beside.state, beside.taken_by, beside.steps.count()) == (State.OPEN, None, 1)

    @property
    def named(self) -> tuple[str | None, str | None, str | None]:
        return self.holder, self.offered, self.second

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)


@pytest.mark.django_db
def test_in_any_order_a_step_is_taken_or_refused_as_the_steps_before_it_say():
    run_state_machine_as_test(
        DutyMachine, settings=settings(max_examples=15, stateful_step_count=15, deadline=None)
    )
