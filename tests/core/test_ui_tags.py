"""Dates, people, icons and the help-now band, as templates show them."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.db import OperationalError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone

from core import help_now as help_now_module
from core.icons import ICONS
from core.templatetags import ui

AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.fixture(autouse=True)
def nothing_remembered(settings, tmp_path):
    settings.PRIVATE_ROOT = str(tmp_path)
    help_now_module._last_known.clear()
    yield
    help_now_module._last_known.clear()


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (10, 0, "10 am"),
        (10, 30, "10.30 am"),
        (9, 5, "9.05 am"),
        (12, 0, "12 noon"),
        (12, 30, "12.30 pm"),
        (0, 0, "12 midnight"),
        (0, 15, "12.15 am"),
        (23, 59, "11.59 pm"),
    ],
)
def test_a_time_is_told_as_people_say_it(hour, minute, words):
    moment = datetime(2026, 11, 21, hour, minute, tzinfo=AUCKLAND)

    assert ui.nz_datetime(moment) == f"Saturday 21 November 2026, {words} (Auckland)"
    assert ui.nz_time(moment) == words


def test_a_moment_kept_in_utc_is_shown_in_the_zone_of_the_site():
    moment = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)

    assert ui.nz_datetime(moment) == "Saturday 21 November 2026, 10 am (Auckland)"
    assert ui.nz_date(moment) == "Saturday 21 November 2026"


def test_summer_time_ends_where_the_zone_says():
    before = datetime(2026, 4, 4, 13, 30, tzinfo=UTC)
    after = datetime(2026, 4, 4, 14, 30, tzinfo=UTC)

    assert ui.nz_time(before) == "2.30 am"
    assert ui.nz_time(after) == "2.30 am"


def test_another_zone_is_named_after_its_city():
    moment = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)

    assert ui.nz_datetime(moment, "Pacific/Chatham").endswith("10.45 am (Chatham)")
    assert ui.nz_datetime(moment, "America/New_York").endswith("4 pm (New York)")
    assert ui.nz_datetime(moment, ZoneInfo("UTC")).endswith("9 pm (UTC)")


def test_a_member_s_own_zone_counts_when_it_is_active():
    moment = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)

    with timezone.override("Australia/Sydney"):
        assert ui.nz_datetime(moment) == "Saturday 21 November 2026, 8 am (Sydney)"


def test_a_day_without_a_time_and_a_time_without_a_zone():
    assert ui.nz_date(date(2026, 11, 21)) == "Saturday 21 November 2026"
    assert ui.nz_datetime(datetime(2026, 11, 21, 10)) == (
        "Saturday 21 November 2026, 10 am (Auckland)"
    )


def test_nothing_is_shown_for_nothing():
    assert [ui.nz_date(None), ui.nz_time(None), ui.nz_datetime(None), ui.ago(None)] == [""] * 4


NOON = datetime(2026, 11, 21, 12, 0, tzinfo=AUCKLAND)


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=11), "11 hours ago"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=1, hours=13), "2 days ago"),
        (timedelta(days=6, hours=23), "7 days ago"),
        (timedelta(days=7), "14 November 2026"),
        (timedelta(hours=-1), "21 November 2026"),
    ],
)
def test_the_last_week_is_told_relative_to_now(passed, words):
    assert ui._since(NOON - passed, NOON) == words


def test_last_night_is_some_hours_ago_and_not_yet_yesterday():
    one = datetime(2026, 11, 21, 1, 0, tzinfo=AUCKLAND)

    assert ui._since(one - timedelta(hours=3), one) == "3 hours ago"


def test_a_relative_time_has_the_exact_one_at_hand():
    moment = datetime(2020, 5, 1, 22, 0, tzinfo=UTC)

    assert ui.ago(moment) == (
        '<time datetime="2020-05-02T10:00+12:00" title="Saturday 2 May 2020, 10 am (Auckland)">'
        "2 May 2020</time>"
    )


def test_the_hour_that_comes_twice_is_told_as_two():
    first, second = (datetime(2020, 4, 4, hour, 30, tzinfo=UTC) for hour in (13, 14))
    in_zone = [moment.astimezone(AUCKLAND) for moment in (first, second)]

    told = [ui.ago(moment) for moment in (first, second, *in_zone)]

    assert [words[16:38] for words in told] == [
        "2020-04-05T02:30+13:00",
        "2020-04-05T02:30+12:00",
    ] * 2


def test_a_date_that_was_told_is_told_anew_in_another_zone():
    moment = datetime(2020, 5, 1, 22, 0, tzinfo=UTC)
    here = ui.ago(moment)

    with timezone.override("Australia/Perth"):
        there = ui.ago(moment)

    assert here.endswith('10 am (Auckland)">2 May 2020</time>')
    assert there.endswith('6 am (Perth)">2 May 2020</time>')


def test_what_was_a_date_away_is_told_by_how_long_ago_once_it_is_near(monkeypatch):
    moment = datetime(2026, 11, 30, 9, 0, tzinfo=AUCKLAND)
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(days=1))
    before = ui.ago(moment)

    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(hours=1))

    assert before.endswith(">30 November 2026</time>")
    assert ui.ago(moment).endswith(">1 hour ago</time>")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Aroha Ngata", "AN"),
        ("Sam", "S"),
        ("Jo van der Berg", "JB"),
        ("ōriwa pōtiki", "ŌP"),
        ("(Mere) Te Kanawa", "TK"),
        ("", ""),
        (None, ""),
        ("🌿", ""),
    ],
)
def test_initials_are_the_first_and_the_last_word(name, letters):
    assert ui.initials(name) == letters


def test_a_name_keeps_its_tint():
    assert ui.tint("Aroha Ngata") == ui.tint("Aroha Ngata")
    assert {ui.tint(f"Person {n}") for n in range(100)} == {1, 2, 3, 4, 5, 6}


def test_an_icon_beside_words_is_hidden_and_one_alone_has_a_name():
    assert 'aria-hidden="true"' in ui.icon("search")
    assert 'role="img" aria-label="Search &lt;here&gt;"' in ui.icon("search", "Search <here>")


def test_every_icon_is_drawn():
    assert all(shape.startswith("<") for shape in ICONS.values())


def test_long_lists_offer_the_ends_and_the_neighbours():
    pages = Paginator(range(500), 20)

    assert list(ui.page_window(pages.page(12))) == [1, "…", 11, 12, 13, "…", 25]


def render_band(**context) -> str:
    return Template("{% load ui %}{% help_band %}").render(Context(context))


def a_site(**changes) -> SimpleNamespace:
    lines = [
        SimpleNamespace(label="Call or text 1737", link="tel:1737"),
        SimpleNamespace(label="Or talk to a whānau member", link=""),
    ]
    return SimpleNamespace(help_text="Need to talk now?", help_lines=lines, **changes)


def test_the_help_band_shows_the_words_and_lines_of_the_site():
    band = render_band(site_settings=a_site())

    assert "Need to talk now?" in band
    assert '<a href="tel:1737">Call or text 1737</a>' in band
    assert "Or talk to a whānau member" in band


def test_there_is_no_help_band_before_anybody_wrote_one():
    assert render_band(site_settings=None).strip() == ""


def test_an_error_page_of_a_process_that_knows_nothing_has_the_countrys_own_numbers():
    assert 'href="tel:1737"' in render_band()


def test_an_error_page_without_context_keeps_the_band_last_shown():
    render_band(site_settings=a_site())

    assert "Call or text 1737" in render_band()


def test_the_band_stays_when_the_database_does_not_answer():
    render_band(site_settings=a_site())

    class Unreachable:
        @property
        def help_lines(self):
            raise OperationalError("gone")

    assert "Call or text 1737" in render_band(site_settings=Unreachable())


def test_a_site_that_empties_its_band_has_none():
    render_band(site_settings=a_site())
    empty = SimpleNamespace(help_text="", help_lines=[])

    assert render_band(site_settings=empty).strip() == ""
    assert render_band().strip() == ""


TEMPLATES = Path(__file__).parents[2] / "templates"
TIME_OF_DAY = re.compile(r"""\|(?:date|time):["'][^"']*[aAfgGhHiPc][^"']*["']""")
"""A time of day written without its zone, or with more than a page may hold."""


def test_no_template_tells_a_time_of_day_without_its_zone():
    without = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.*")
        if path.suffix in (".html", ".txt") and TIME_OF_DAY.search(path.read_text())
    }

    # The programme of a conference, whose page names the zone once above it; and hours of each
    # week, whose page says by what clock.
    assert without == {"events/_session.html", "moderation/duty/hours.html"}


VALID_TIME = re.compile(
    r"\d{4,}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?"
)
"""A date, or a date and time, as HTML takes them in ``datetime``."""


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 20, 21, 0, 1, 123456, tzinfo=UTC),
        datetime(2026, 11, 20, 21, 0, tzinfo=UTC),
        datetime(2026, 4, 4, 13, 30, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 20, 21, 0, 0, 1),
        date(2026, 11, 20),
    ],
    ids=str,
)
def test_a_moment_for_programs_is_valid_html(moment):
    assert VALID_TIME.fullmatch(ui.machine_time(moment))


@pytest.mark.parametrize("zone", ["Pacific/Chatham", "UTC", "America/St_Johns"])
def test_a_moment_for_programs_is_valid_in_every_zone(zone):
    with timezone.override(zone):
        told = ui.machine_time(datetime(2026, 11, 20, 21, 0, 1, 123456, tzinfo=UTC))
        assert VALID_TIME.fullmatch(told)
        assert datetime.fromisoformat(told) == datetime(2026, 11, 20, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "month"),
    [(date(2026, 11, 19), "Nov"), (date(2027, 1, 5), "Jan 2027"), (date(2025, 1, 5), "Jan 2025")],
    ids=["this year", "next year", "a year ago"],
)
def test_a_leaf_of_the_calendar_says_its_day_in_words_and_the_year_if_it_is_another(
    monkeypatch, day, month
):
    monkeypatch.setattr(
        "django.template.defaulttags.datetime",
        SimpleNamespace(now=lambda tz: datetime(2026, 11, 1, tzinfo=tz)),
    )
    leaf = render_to_string("components/date_block.html", {"date": day})

    assert f'<span class="visually-hidden">{ui.nz_date(day)}</span>' in leaf
    assert f'<span class="date-block__month" aria-hidden="true">{month}</span>' in leaf
    assert f'datetime="{day.isoformat()}"' in leaf


def test_a_thing_has_the_icon_of_its_kind_for_a_mark():
    mark = ui.kind_mark("calendar")

    assert 'class="avatar avatar--kind" aria-hidden="true"' in mark
    assert "icon--calendar" in mark
