"""See ``forum.reading.profile_urls``."""

from forum.reading.profile_urls import ForumMemberURLPatternsFactory, urlpatterns_factory  # noqa: F401
