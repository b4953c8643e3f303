from machina.apps.forum_moderation.apps import ForumModerationAppConfig  # noqa: F401
