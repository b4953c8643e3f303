from machina.apps.forum_member.apps import ForumMemberAppConfig  # noqa: F401
