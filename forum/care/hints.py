"""What somebody may want to look at again before others read it. Nothing is stopped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.days import site_today
from forum.care import births, nhi, numbers, places
from forum.care.help_words import stands_in
from forum.care.plain import plain

TOLD = "told"
"""The name of the field that says what its author has been told of already."""

HELP = "help"
MOST_SHOWN = 5
MOST_LOOKED_THROUGH = 40_000
"""Signs of one message that are looked through: more than any form takes."""


class Care(TextChoices):
    """What may need care. The label is what was found; ``WHY`` says why it matters."""

    NHI = "nhi", _("An NHI number")
    BIRTH = "birth", _("A full name beside a birth date")
    TELEPHONE = "telephone", _("A telephone number")
    ADDRESS = "address", _("An e-mail address")
    STREET = "street", _("A street address")
    PHOTO = "photo", _("A photo")
    UNDESCRIBED = "undescribed", _("A picture that is not described")


WHY = {
    Care.NHI: _("It leads to one person’s health record. A story does not need it."),
    Care.BIRTH: _("Together they say who somebody is. An age in round numbers is enough."),
    Care.TELEPHONE: _("If it is somebody’s own, everybody who reads this could call them."),
    Care.ADDRESS: _("If it is somebody’s own, everybody who reads this could write to them."),
    Care.STREET: _("It can say where somebody lives. A town or a region is enough."),
    Care.PHOTO: _("Is a person or a document to be seen on it? Has everybody on it said yes?"),
    Care.UNDESCRIBED: _(
        "Who cannot see it learns nothing of it. A few words beside the file are enough."
    ),
}


@dataclass(frozen=True)
class Hint:
    """One kind of detail, with what was found of it, as it was typed."""

    kind: Care
    found: tuple[str, ...]

    @property
    def why(self) -> Any:
        return WHY[self.kind]


@dataclass(frozen=True)
class Hints:
    """What was found in one message. It is kept nowhere but on the page that shows it."""

    hints: tuple[Hint, ...]
    told: str
    """Marks of what was found: the form sends them back, and is then not held up by it again."""
    is_new: bool
    """Whether anything was found that its author has not been told of."""
    offers_help: bool
    """Whether words stand there at which the author is shown where help is."""

    def __bool__(self) -> bool:
        return bool(self.hints) or self.offers_help

    @property
    def of_others(self) -> list[Hint]:
        """What could tell who somebody else is."""
        return [hint for hint in self.hints if hint.kind != Care.UNDESCRIBED]

    @property
    def undescribed(self) -> Hint | None:
        return next((hint for hint in self.hints if hint.kind == Care.UNDESCRIBED), None)


def hints_in(
    texts: Iterable[str],
    photos: Mapping[str, str],
    author: Any,
    told: str,
    help_words: Sequence[str] = (),
) -> Hints:
    """Details in the texts that could say who somebody else is, and photos by their names, each
    with what is said to be seen on it.

    ``told`` is what an earlier page of hints sent along. The author's own address is no hint.
    """
    text = plain("\n".join(texts)[:MOST_LOOKED_THROUGH])
    found = {
        Care.NHI: nhi.numbers(text),
        Care.BIRTH: births.named_births(text, site_today()),
        Care.TELEPHONE: numbers.telephones(text),
        Care.ADDRESS: numbers.addresses(text, own=author.email),
        Care.STREET: places.streets(text),
        Care.PHOTO: photos,
        Care.UNDESCRIBED: (name for name, said in photos.items() if not said.strip()),
    }
    all_found = {kind: tuple(dict.fromkeys(each)) for kind, each in found.items()}
    marks = [_mark(author, kind, each) for kind in all_found for each in all_found[kind]]
    offers_help = stands_in(help_words, text)
    if offers_help:
        marks.append(_mark(author, HELP, ""))
    return Hints(
        hints=tuple(Hint(kind, each[:MOST_SHOWN]) for kind, each in all_found.items() if each),
        told=" ".join(marks),
        is_new=not set(marks) <= set(told.split()),
        offers_help=offers_help,
    )


def _mark(author: Any, kind: str, found: str) -> str:
    """A mark that says nothing of what was found to whoever has not got it."""
    return salted_hmac("forum.care", f"{author.pk} {kind} {found}").hexdigest()[:16]
