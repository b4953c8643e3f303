"""The demo's days and hours, counted from now."""

from datetime import timedelta

from django.utils import timezone

from demo.clock import Clock


def test_a_week_is_counted_from_its_monday():
    sunday = Clock(timezone.make_aware(timezone.datetime(2026, 11, 22, 23, 30)))
    assert sunday.in_week(1, "monday", "12:15").isoformat() == "2026-11-23T12:15:00+13:00"
    assert sunday.in_week(-1, "sunday", "12:15").isoformat() == "2026-11-15T12:15:00+13:00"
    assert sunday.day(-22).isoformat() == "2026-10-31"
    assert sunday.of({"hours_ago": 2}) == sunday.now - timedelta(hours=2)
