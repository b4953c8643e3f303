"""See ``forum.polls.forms``."""

from forum.polls.forms import (  # noqa: F401
    BaseTopicPollOptionFormset,
    TopicPollOptionForm,
    TopicPollOptionFormset,
    TopicPollVoteForm,
)
