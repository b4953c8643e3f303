"""See ``forum.polls.views``."""

from forum.polls.views import TopicPollVoteView  # noqa: F401
