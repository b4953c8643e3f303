"""The demo's dates, all counted from today, so that it is never out of date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Clock:
    """A fixed now, in the site's zone."""

    now: datetime

    @classmethod
    def start(cls) -> "Clock":
        return cls(timezone.localtime(timezone=timezone.get_default_timezone()))

    def day(self, offset: int) -> date:
        """The day so many days from today; negative ones lie behind."""
        return self.now.date() + timedelta(days=offset)

    def days_ago(self, days: int, at: str = "10:00") -> datetime:
        return self._at(self.day(-days), at)

    def of(self, entry: dict[str, Any]) -> datetime:
        """When something was said: ``hours_ago``, or ``days_ago`` with ``at``."""
        if "hours_ago" in entry:
            return self.now - timedelta(hours=entry["hours_ago"])
        return self.days_ago(entry["days_ago"], entry["at"])

    def in_week(self, weeks: int, weekday: str, at: str) -> datetime:
        """This weekday and time in the week so many weeks from this one."""
        monday = self.now.date() - timedelta(days=self.now.weekday())
        return self._at(monday + timedelta(weeks=weeks, days=WEEKDAYS.index(weekday)), at)

    def _at(self, day: date, at: str) -> datetime:
        zone = timezone.get_default_timezone()
        return datetime.combine(day, time.fromisoformat(at), tzinfo=zone)
