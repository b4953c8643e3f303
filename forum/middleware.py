def ForumPermissionMiddleware(get_response):
    return get_response
