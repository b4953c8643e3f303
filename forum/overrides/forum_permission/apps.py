from machina.apps.forum_permission.apps import ForumPermissionAppConfig  # noqa: F401
