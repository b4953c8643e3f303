"""The part of an address that tells what is there, in letters that stay as they are when pasted."""

from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from core.folding import folded


def plain_address(text: str) -> str:
    """``korero-kai`` for *Kōrero & kai*; other scripts are written in Latin letters.

    "" when there are no letters or digits. Signs and emoji are left out.
    """
    letters = slugify(folded(text), allow_unicode=True)
    return slugify(string_to_ascii(letters))
