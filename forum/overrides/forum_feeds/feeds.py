"""See ``forum.reading.feeds``."""

from forum.reading.feeds import LastTopicsFeed  # noqa: F401
