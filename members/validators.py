"""Password rules beyond Django's own (NIST SP 800-63B-4: length, no composition rules)."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from zxcvbn import matching, scoring

from members.passwords import Counted, normalised

EASY = 10**10
"""Guesses that a password has to withstand: "very unguessable" in the words of zxcvbn."""
LOOKED_AT = 72
"""Characters that are estimated; a longer password withstands at least as much."""
MOST_DISGUISES = 3
"""Different characters of "p4$$w0rd" that are tried as letters: each more multiplies the time."""

WORDS = _("It is made of words or names that are guessed first.")
WHY: dict[str, Any] = {
    "own": _("It is made of your name, your address or the name of this site."),
    "passwords": _("It is close to a password that many people use."),
    "repeat": _("It says the same again and again."),
    "sequence": _("It goes in a row, such as abc or 123."),
    "spatial": _("It follows the keys of a keyboard."),
    "regex": _("It is made of a year or a date."),
    "date": _("It is made of a year or a date."),
}


class MinimumLengthValidator(Counted, password_validation.MinimumLengthValidator):
    """Django's rule, counting what is hashed."""


class CommonPasswordValidator(Counted, password_validation.CommonPasswordValidator):
    """Django's rule, comparing what is hashed."""


class MaximumLengthValidator:
    """Refuse passwords so long that hashing them would be a burden."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: object | None = None) -> None:
        if len(normalised(password)) > self.max_length:
            raise ValidationError(
                f"This password is too long. Use at most {self.max_length} characters.",
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return f"Use at most {self.max_length} characters."


class HardToGuessValidator:
    """Refuse passwords that are long and all the same among the first guessed, and say why."""

    def validate(self, password: str, user: Any = None) -> None:
        guesses, sequence = estimate(normalised(password)[:LOOKED_AT], _own_words(user))
        if guesses < EASY:
            raise ValidationError(
                _("This password is easy to guess. %(why)s %(help)s"),
                code="password_easy_to_guess",
                params={"why": _why(sequence), "help": self.get_help_text()},
            )

    def get_help_text(self) -> Any:
        return _("String four or five words together that have nothing to do with each other.")


def estimate(password: str, own: Iterable[str]) -> tuple[float, list[dict[str, Any]]]:
    """How many guesses a password withstands, and the patterns that it is made of.

    zxcvbn's own function keeps the words of one person where those of the next, in another
    thread, are looked up, and takes half a minute for 72 characters that stand for letters.
    """
    known = {**matching.RANKED_DICTIONARIES, "own": matching.build_ranked_dict(own)}
    found = [
        match
        for look in (matching.dictionary_match, matching.reverse_dictionary_match)
        for match in look(password, known)
    ]
    disguises = {each for letters in matching.L33T_TABLE.values() for each in letters}
    if len(disguises.intersection(password)) <= MOST_DISGUISES:
        found += matching.l33t_match(password, known)
    found += matching.repeat_match(password, known)
    for look in (
        matching.spatial_match,
        matching.sequence_match,
        matching.regex_match,
        matching.date_match,
    ):
        found += look(password)
    found.sort(key=lambda match: (match["i"], match["j"]))
    result = scoring.most_guessable_match_sequence(password, found)
    return result["guesses"], result["sequence"]


def _why(sequence: list[dict[str, Any]]) -> Any:
    """Why the password is easy to guess: the kind of its longest known part."""
    known = [match for match in sequence if match["pattern"] != "bruteforce"]
    if not known:
        return WORDS
    longest = max(known, key=lambda match: len(match["token"]))
    kind = longest["pattern"]
    return WHY.get(longest["dictionary_name"] if kind == "dictionary" else kind, WORDS)


def _own_words(user: Any) -> list[str]:
    """The site's words and the person's, whole and in parts, without short ones."""
    said = [settings.WAGTAIL_SITE_NAME, urlsplit(settings.SITE_URL).hostname or ""]
    said += [getattr(user, "email", "") or "", getattr(user, "display_name", "") or ""]
    parts = [part for each in said for part in (each, *re.split(r"[\W_]+", each))]
    return list(dict.fromkeys(part.lower() for part in parts if len(part) > 2))
