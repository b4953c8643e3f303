"""What machina's pages expect of a request."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from machina.core.loading import get_class

from core.memo import remembered
from forum.rooms.readers import FOR_READING


class ForumPermissionMiddleware:
    """Give each request a permission handler, which reads nothing before somebody asks it.

    machina's own writes a session with a key for every visitor. This one never
    touches the session: a visitor who reads gets no cookie, and without a key
    cannot write or vote.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.handler_class = get_class("forum_permission.handler", "PermissionHandler")

    def __call__(self, request: Any) -> HttpResponse:
        request.forum_permission_handler = self.handler_class()
        if request.method in ("GET", "HEAD"):
            remembered(FOR_READING, lambda: request.forum_permission_handler)
        return self.get_response(request)
