"""The part of an address that tells what is there, in letters that stay as they are when pasted."""

from collections.abc import Container
from itertools import chain, count

from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from core.folding import folded


def plain_address(text: str) -> str:
    """``korero-kai`` for *Kōrero & kai*; other scripts are written in Latin letters.

    "" when there are no letters or digits. Signs and emoji are left out.
    """
    letters = slugify(folded(text), allow_unicode=True)
    return slugify(string_to_ascii(letters))


def unused_address(address: str, taken: Container[str], *, longest: int) -> str:
    """The address, or the first with a number behind it that is not taken: ``korero-2``."""
    ends = chain([""], (f"-{number}" for number in count(2)))
    return next(
        one for end in ends if (one := f"{address[: longest - len(end)]}{end}") not in taken
    )
