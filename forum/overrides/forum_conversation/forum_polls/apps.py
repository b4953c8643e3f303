from machina.apps.forum_conversation.forum_polls.apps import ForumPollsAppConfig  # noqa: F401
