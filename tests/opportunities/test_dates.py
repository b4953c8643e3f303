"""Open, opening soon, closed: the first and the last day count, in the site's zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.days import site_today
from opportunities.enums import State
from opportunities.models import OpportunityPage
from opportunities.templatetags.opportunities_tags import deadline, deadline_kind
from tests.factories.opportunities import OpportunityPageFactory

# Making a page asks which language it is in.
pytestmark = pytest.mark.django_db

CLOSING_DAY = date(2026, 9, 27)


@pytest.fixture
def clock(monkeypatch):
    """Set the time for everything that asks Django for it."""

    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return stand_at


def notice(**fields) -> OpportunityPage:
    return OpportunityPage(**({"opens_on": None, "closes_on": None} | fields))


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        # The day after in UTC begins at one in the afternoon in Auckland: still open.
        (datetime(2026, 9, 27, 1, 0, tzinfo=UTC), State.OPEN, "Closes today"),
        # 27 September 2026, 23:59:59 in Auckland, which by then is UTC+13.
        (datetime(2026, 9, 27, 10, 59, 59, tzinfo=UTC), State.OPEN, "Closes today"),
        (datetime(2026, 9, 27, 11, 0, tzinfo=UTC), State.CLOSED, "Closed 27 September 2026"),
        # The day before ends at midnight by the clock that is about to change, UTC+12.
        (datetime(2026, 9, 26, 11, 59, 59, tzinfo=UTC), State.OPEN, "Closes tomorrow"),
        (datetime(2026, 9, 26, 12, 0, tzinfo=UTC), State.OPEN, "Closes today"),
    ],
)
def test_it_closes_at_midnight_in_auckland(opportunity_index, clock, now, state, words):
    page = OpportunityPageFactory(
        parent=opportunity_index, opens_on=date(2026, 8, 1), closes_on=CLOSING_DAY
    )
    clock(now)

    assert page.state == state
    assert deadline(page) == words
    assert list(OpportunityPage.objects.open()) == ([page] if state == State.OPEN else [])
    assert list(OpportunityPage.objects.closed()) == ([page] if state == State.CLOSED else [])


def test_a_reader_in_another_zone_sees_the_same_closing_day(clock):
    clock(datetime(2026, 9, 27, 10, 59, tzinfo=UTC))

    with timezone.override("Pacific/Apia"):
        assert site_today() == CLOSING_DAY
        assert notice(closes_on=CLOSING_DAY).days_left == 0


def test_it_opens_at_midnight_in_auckland(opportunity_index, clock):
    page = OpportunityPageFactory(
        parent=opportunity_index, opens_on=date(2026, 9, 27), closes_on=date(2026, 10, 30)
    )

    clock(datetime(2026, 9, 26, 11, 59, 59, tzinfo=UTC))
    assert deadline(page) == "Opens 27 September"
    assert list(OpportunityPage.objects.opening_soon()) == [page]
    assert list(OpportunityPage.objects.open()) == []

    clock(datetime(2026, 9, 26, 12, 0, tzinfo=UTC))
    assert deadline(page) == "Closes in 33 days"
    assert list(OpportunityPage.objects.opening_soon()) == []
    assert list(OpportunityPage.objects.open()) == [page]


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (0, "Closes today", "soon"),
        (1, "Closes tomorrow", "soon"),
        (7, "Closes in 7 days", "soon"),
        (8, "Closes in 8 days", ""),
        (12, "Closes in 12 days", ""),
    ],
)
def test_the_last_week_is_marked(days, words, kind):
    page = notice(closes_on=site_today() + timedelta(days=days))

    assert (page.days_left, deadline(page), deadline_kind(page)) == (days, words, kind)


def test_without_a_closing_day_it_stays_open(opportunity_index):
    page = OpportunityPageFactory(parent=opportunity_index, opens_on=None, closes_on=None)

    assert (page.state, page.days_left, deadline(page)) == (State.OPEN, None, "Open")
    assert list(OpportunityPage.objects.open()) == [page]


def test_what_has_closed_has_no_days_left():
    page = notice(closes_on=site_today() - timedelta(days=1))

    assert (page.days_left, deadline_kind(page)) == (None, "")


def test_the_first_to_close_comes_first_and_what_never_closes_last(opportunity_index):
    never = OpportunityPageFactory(parent=opportunity_index, closes_on=None)
    later = OpportunityPageFactory(parent=opportunity_index)
    soon = OpportunityPageFactory(
        parent=opportunity_index, closes_on=site_today() + timedelta(days=1)
    )

    assert list(OpportunityPage.objects.open()) == [soon, later, never]


@pytest.mark.parametrize("opens", [None, -2, 0, 2])
@pytest.mark.parametrize("closes", [None, -2, 0, 2])
def test_the_state_of_one_notice_agrees_with_the_lists(opportunity_index, opens, closes):
    if opens is not None and closes is not None and opens > closes:
        pytest.skip("cannot be stored: it would close before it opens")
    today = site_today()
    page = OpportunityPageFactory(
        parent=opportunity_index,
        opens_on=None if opens is None else today + timedelta(days=opens),
        closes_on=None if closes is None else today + timedelta(days=closes),
    )

    lists = {
        State.OPEN: OpportunityPage.objects.open(),
        State.SOON: OpportunityPage.objects.opening_soon(),
        State.CLOSED: OpportunityPage.objects.closed(),
    }
    assert [state for state, pages in lists.items() if page in pages] == [page.state]


def test_it_cannot_close_before_it_opens():
    page = notice(title="x", opens_on=date(2026, 9, 28), closes_on=date(2026, 9, 27))

    with pytest.raises(ValidationError) as raised:
        page.clean()

    assert raised.value.message_dict == {"closes_on": ["It cannot close before it opens."]}
