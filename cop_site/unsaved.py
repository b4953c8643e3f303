"""Words that somebody was sending when a part of the site was away: given back, and not lost."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware, get_token

from members.sending import fields

WORDS = 24
"""Characters that make a text: what is shorter goes along without being shown, as choices do."""


@dataclass(frozen=True)
class Unsaved:
    """``texts`` are shown and may be changed, ``others`` go with them; each a name and a value."""

    action: str
    csrf: str
    texts: list[tuple[str, str]]
    others: list[tuple[str, str]]
    had_files: bool


class _FormCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        """Refuse without the page that says so: it would ask the database."""
        return reason


def unsaved(request: HttpRequest) -> Unsaved | None:
    """The words of a form of this site that could not be stored; None where there are none.

    A form that came from elsewhere is not shown: it would be our own when it is sent again.
    """
    if request.method != "POST" or not _is_ours(request) or fields.holds_secret(request):
        return None
    sent = list(fields.sent(request))
    texts = [(name, value) for name, value in sent if _is_text(value)]
    if not texts:
        return None
    others = [(name, value) for name, value in sent if not _is_text(value)]
    return Unsaved(request.get_full_path(), get_token(request), texts, others, bool(request.FILES))


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form is ours, asked anew: what went wrong may have come before that question."""
    check = _FormCheck(lambda request: None)  # type: ignore[arg-type]
    return check.process_view(request, unsaved, (), {}) is None  # type: ignore[arg-type]


def _is_text(value: str) -> bool:
    return len(value) >= WORDS or any(space in value.strip() for space in (" ", "\n"))
