"""What a case is asked for: headings that stand in its form, to write under."""

from django.utils.translation import gettext as _


def headings() -> list[str]:
    return [
        _("What happened"),
        _("What was decided, and by whom"),
        _("What I am unsure of"),
        _("What I have changed, so that nobody is named"),
    ]


def filled_in() -> str:
    """The text that an empty form begins with."""
    return "\n\n\n".join(f"## {heading}" for heading in headings()) + "\n\n"


def without_empty(text: str) -> str:
    """The text without those of our headings under which nothing was written."""
    ours = {f"## {heading}" for heading in headings()}
    lines = text.strip().splitlines()
    kept = [
        line
        for n, line in enumerate(lines)
        if line.strip() not in ours or not _is_empty(lines[n + 1 :], ours)
    ]
    return "\n".join(kept).strip()


def _is_empty(below: list[str], ours: set[str]) -> bool:
    """Whether nothing stands before the next of our headings, or the end."""
    words = next((line.strip() for line in below if line.strip()), "")
    return not words or words in ours
