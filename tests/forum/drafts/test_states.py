"""Any number of forms, open at once: what is typed is kept, until it is sent or deleted."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from forum.drafts import services
from forum.drafts.holds import Hold
from forum.signing.models import Unsent
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory

WHICH = st.integers(min_value=0, max_value=1_000)
TEXTS = st.text("abc \n", max_size=12)


@dataclass(eq=False)
class Row:
    """A draft, as it ought to be."""

    place: int
    text: str = ""
    version: int = 0
    saved: int = 0


@dataclass(eq=False)
class Form:
    """A form in some browser: what it holds, what it wrote, and what it began with, as that was."""

    place: int
    hold: Hold
    base: tuple[Row, int] | None
    own: Row | None = field(default=None)


class Drafts(RuleBasedStateMachine):
    """One person at several devices writes in three places; somebody else has a draft in each."""

    @initialize()
    def begin(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.writer, self.other = UserFactory.create_batch(2)
        topic = TopicFactory(room=RoomFactory(audience="members"), author=self.other)
        post = PostFactory(topic=topic, author=self.writer)
        self.places = [topic, topic.forum, post]
        for place in self.places:
            services.keep(author=self.other, hold=Hold.of(place), text="Mine", subject="Mine")
        self.theirs = list(Unsent.objects.filter(author=self.other).order_by("pk").values())
        self.forms: list[Form] = []
        self.rows: list[Row] = []
        self.clock = 0

    def teardown(self):
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def row_of(self, form):
        """The draft over which this form writes; None where it makes another."""
        if form.own in self.rows and form.own.writer is form:
            return form.own
        base, version = form.base or (None, 0)
        return base if base in self.rows and base.version == version else None

    @rule(which=WHICH)
    def open(self, which):
        """A form begins with what was written last in its place."""
        place = which % len(self.places)
        hold = Hold.of(self.places[place])
        draft = services.drafts_for(self.writer, hold.kind, hold.pk).first()
        there = [row for row in self.rows if row.place == place]
        latest = max(there, key=lambda row: row.saved, default=None)
        assert (draft.text if draft else None) == (latest.text if latest else None)
        hold = Hold.read(str(hold.from_(draft)))
        self.forms.append(Form(place, hold, (latest, latest.version) if latest else None))

    @precondition(lambda self: self.forms)
    @rule(which=WHICH, text=TEXTS, times=st.integers(1, 2))
    def save(self, which, text, times):
        """Once or twice: the first answer was lost."""
        form = self.forms[which % len(self.forms)]
        for _time in range(times):
            services.keep(author=self.writer, hold=form.hold, text=text)
            row = self.row_of(form)
            if not text.strip():
                self.rows = [each for each in self.rows if each is not row]
                continue
            if row is None:
                row = Row(form.place)
                self.rows.append(row)
            self.clock += 1
            row.text, row.version, row.saved = text, row.version + 1, self.clock
            row.writer, form.own = form, row

    @precondition(lambda self: self.forms)
    @rule(which=WHICH)
    def send(self, which):
        form = self.forms.pop(which % len(self.forms))
        row = self.row_of(form)
        services.forget_sent(author=self.writer, hold=form.hold)
        self.rows = [each for each in self.rows if each is not row]

    @precondition(lambda self: self.rows)
    @rule(which=WHICH)
    def delete(self, which):
        latest = sorted(self.rows, key=lambda row: row.saved)[which % len(self.rows)]
        own = Unsent.objects.filter(author=self.writer).order_by("at", "pk")
        list(own)[which % len(self.rows)].delete()
        self.rows.remove(latest)

    @invariant()
    def what_is_kept_is_what_was_typed_and_nothing_of_anybody_else_moves(self):
        if hasattr(self, "rows"):
            own = Unsent.objects.filter(author=self.writer).values_list("text", flat=True)
            assert Counter(own) == Counter(row.text for row in self.rows)
            others = Unsent.objects.exclude(author=self.writer).order_by("pk")
            assert list(others.values()) == self.theirs


def test_whatever_is_done_nothing_typed_is_lost(db):
    run_state_machine_as_test(
        Drafts, settings=settings(max_examples=60, stateful_step_count=20, deadline=None)
    )
