"""The facts that somebody may tell of themself: where each is kept, how it is asked and said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.folding import folded
from people.enums import JobRole, Perspective, Weekday

if TYPE_CHECKING:
    from people.models import Profile


@dataclass(frozen=True)
class Asked:
    """How the form asks for one field of the profile."""

    label: Any
    help_text: Any = ""


@dataclass(frozen=True)
class Fact:
    """One thing told, in one or more fields of the profile, with one audience.

    ``label`` is what others read beside it, ``asked`` how each field is asked for, ``who_sees``
    the label of its audience. ``say`` gives what is shown: a text, a list of texts, or something
    false when nothing was told. ``searched`` are the fields in which the directory looks for a
    word. What ``is_asked_first`` stands open in the form; the rest waits in a fold.
    """

    name: str
    label: Any
    asked: Mapping[str, Asked] = field(hash=False)
    who_sees: Any
    say: Callable[["Profile"], Any]
    searched: tuple[str, ...] = ()
    is_asked_first: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.asked)

    @property
    def audience(self) -> str:
        """The field that holds whom the fact is for."""
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
    Fact(
        "role",
        _("What they do"),
        {
            "role": Asked(
                _("What you do"),
                _("Only if you want to say. It stands beside your name where you write, too."),
            )
        },
        _("Who sees what you do"),
        _role,
        is_asked_first=True,
    ),
    Fact(
        "perspectives",
        _("What they speak from"),
        {
            "perspectives": Asked(_("What you speak from")),
            "perspective_words": Asked(_("Or in your own words")),
        },
        _("Who sees what you speak from"),
        _perspectives,
        searched=("folded_perspective_words",),
    ),
    Fact(
        "pronouns",
        _("Pronouns"),
        {"pronouns": Asked(_("Pronouns"), _("For example she/her, ia, they/them."))},
        _("Who sees your pronouns"),
        lambda profile: profile.pronouns,
    ),
    Fact(
        "employer",
        _("Employed by"),
        {
            "employer": Asked(
                _("Who employs you"),
                _("Not in the list? Leave it empty, and tell a coordinator."),
            )
        },
        _("Who sees your employer"),
        _employer,
        searched=("employer__folded_name",),
    ),
    Fact(
        "host",
        _("Works at"),
        {
            "team": Asked(_("Service or team where you do the work")),
            "host": Asked(
                _("Which organisation it belongs to"), _("It need not be who employs you.")
            ),
        },
        _("Who sees where you work"),
        _host,
        searched=("folded_team", "host__folded_name"),
    ),
    Fact(
        "areas",
        _("Area"),
        {"areas": Asked(_("Your area or areas"))},
        _("Who sees your area"),
        _areas,
    ),
    Fact(
        "working_days",
        _("Works on"),
        {"working_days": Asked(_("Days you work on"))},
        _("Who sees your days"),
        _working_days,
    ),
    Fact(
        "interests",
        _("Interests"),
        {
            "interests": Asked(
                _("Interests"), _("Divided by commas: supervision, night shifts, te reo.")
            )
        },
        _("Who sees your interests"),
        lambda profile: tags(profile.interests),
        searched=("folded_interests",),
    ),
    Fact(
        "about",
        _("About"),
        {"about": Asked(_("About you"), _("A line or two, in plain words."))},
        _("Who sees this about you"),
        lambda profile: profile.about,
        searched=("folded_about",),
        is_asked_first=True,
    ),
    Fact(
        "photo",
        _("Photo"),
        {
            "photo": Asked(
                _("A photo"),
                _("JPEG, PNG or WebP, up to 5 MB. We keep it small, without place and time."),
            )
        },
        _("Who sees your photo"),
        lambda profile: profile.photo,
        is_asked_first=True,
    ),
)
"""In the order in which they are shown."""

BY_NAME = {fact.name: fact for fact in FACTS}


def tags(words: str) -> list[str]:
    """Words divided by commas as a list: each once, whatever its capitals."""
    once = {tag.casefold(): tag for tag in reversed([tag.strip() for tag in words.split(",")])}
    return [tag for tag in reversed(once.values()) if tag]
