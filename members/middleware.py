"""Who is asking."""

from django.conf import settings
from django.contrib.auth import middleware
from django.http import HttpRequest


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's, with the person themself as ``request.user`` when somebody is signed in.

    Every page of theirs asks who is reading; a stand-in that looks them up at the first
    question costs more than they do, because pages ask hundreds of questions.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = middleware.get_user(request)  # type: ignore[assignment]
