from machina.apps.forum_feeds.apps import ForumFeedsAppConfig  # noqa: F401
