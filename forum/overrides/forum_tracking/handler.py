"""See ``forum.reading.tracking``."""

from forum.reading.tracking import TrackingHandler  # noqa: F401
