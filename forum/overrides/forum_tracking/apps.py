from machina.apps.forum_tracking.apps import ForumTrackingAppConfig  # noqa: F401
