"""How quickly one person may post, vote and the like: enough for talking, not for flooding."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core.limits import allow, too_many, who_is

DAY = 24 * 3600
FIRST_DAY = timedelta(days=1)


def why_wait(
    user: Any, *, starts_topic: bool = False, edits: bool = False, files: int = 0
) -> str | None:
    """What to tell somebody who is too fast; None (and the post is counted) when they may go on.

    A topic every 15 seconds, a post every 5, 30 files an hour; on the first day
    three topics and ten replies. Who looks after rooms is not held up.
    """
    if not settings.FORUM_POSTING_PACE:
        return None
    who = f"member:{user.pk}"
    limits = [("post", 1, 5)]
    if starts_topic:
        limits.append(("topic", 1, 15))
    limits += [("file", 30, 3600)] * files
    for scope, limit, seconds in limits:
        if not allow(f"forum-{scope}", who, limit=limit, seconds=seconds):
            return _too_many_files() if scope == "file" else _a_moment(seconds)
    if edits or timezone.now() - user.date_joined > FIRST_DAY:
        return None
    scope, limit = ("first-topics", 3) if starts_topic else ("first-replies", 10)
    if allow(f"forum-{scope}", who, limit=limit, seconds=DAY):
        return None
    return _(
        "That is a lot for a first day, and we are glad that you are here. Please come back "
        "to this tomorrow; copy your words to keep them until then."
    )


def why_no_files(user: Any) -> str | None:
    """What to tell somebody who sends files again and again; None (and it is counted) else.

    Twenty forms with files an hour, previews and mistakes too: what they bring is
    kept for the next try, and fills the disk.
    """
    if not settings.FORUM_POSTING_PACE:
        return None
    if allow("forum-upload", f"member:{user.pk}", limit=20, seconds=3600):
        return None
    return _too_many_files()


class Paced(View):
    """Lets a person POST to the view ``pace`` (times, in seconds) and then answers 429.

    Views with the same ``pace_scope`` are counted together. Comes first among the
    bases, so that it asks before anything else does.
    """

    request: Any
    pace_scope: str
    pace: tuple[int, int]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        times, seconds = self.pace
        if (
            request.method == "POST"
            and settings.FORUM_POSTING_PACE
            and not allow(f"forum-{self.pace_scope}", who_is(request), limit=times, seconds=seconds)
        ):
            return too_many(request, seconds=seconds)
        return super().dispatch(request, *args, **kwargs)


def _a_moment(seconds: int) -> str:
    return _(
        "That was quick! Please wait %(seconds)s seconds and press the button again. "
        "Nothing you wrote is lost."
    ) % {"seconds": seconds}


def _too_many_files() -> str:
    return _("You have added many files. Please post without a file, or wait an hour.")
