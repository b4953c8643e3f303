"""The facts that somebody may tell of themself: where each is kept and how it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.folding import folded
from people.enums import JobRole, Perspective, Weekday

if TYPE_CHECKING:
    from people.models import Profile


@dataclass(frozen=True)
class Fact:
    """One thing told, in one or more fields of the profile, with one audience.

    ``say`` gives what is shown: a text, a list of texts, or something false when
    nothing was told.
    """

    name: str
    label: Any
    fields: tuple[str, ...]
    say: Callable[["Profile"], Any]

    @property
    def audience(self) -> str:
        """The field that holds whom it is for."""
        return f"{self.name}_audience"


def _role(profile: "Profile") -> str:
    return str(JobRole(profile.role).label) if profile.role else ""


def _perspectives(profile: "Profile") -> list[str]:
    chosen = [str(each.label) for each in Perspective if each.value in profile.perspectives]
    return [*chosen, profile.perspective_words] if profile.perspective_words else chosen


def _employer(profile: "Profile") -> str:
    return str(profile.employer or "")


def _host(profile: "Profile") -> str:
    return ", ".join(str(part) for part in (profile.team, profile.host) if part)


def _areas(profile: "Profile") -> list[str]:
    return sorted((area.name for area in profile.areas.all()), key=folded)


def _working_days(profile: "Profile") -> str:
    return ", ".join(str(day.label) for day in Weekday if day.value in profile.working_days)


FACTS = (
    Fact("role", _("What they do"), ("role",), _role),
    Fact(
        "perspectives",
        _("What they speak from"),
        ("perspectives", "perspective_words"),
        _perspectives,
    ),
    Fact("pronouns", _("Pronouns"), ("pronouns",), lambda profile: profile.pronouns),
    Fact("employer", _("Employed by"), ("employer",), _employer),
    Fact("host", _("Works at"), ("team", "host"), _host),
    Fact("areas", _("Area"), ("areas",), _areas),
    Fact("working_days", _("Works on"), ("working_days",), _working_days),
    Fact(
        "interests",
        _("Interests"),
        ("interests",),
        lambda profile: tags(profile.interests),
    ),
    Fact("about", _("About"), ("about",), lambda profile: profile.about),
    Fact("photo", _("Photo"), ("photo",), lambda profile: profile.photo),
)
"""In the order in which they are shown."""

BY_NAME = {fact.name: fact for fact in FACTS}


def tags(words: str) -> list[str]:
    """Words divided by commas as a list: each once, whatever its capitals."""
    once = {tag.casefold(): tag for tag in reversed([tag.strip() for tag in words.split(",")])}
    return [tag for tag in reversed(once.values()) if tag]
