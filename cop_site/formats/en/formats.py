"""21 November 2026, also where Wagtail writes the date. Django reads these names."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, g.i a"
TIME_FORMAT = "g.i a"
