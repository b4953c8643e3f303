"""Figures about people: none so small that it points to somebody."""

from django.utils.translation import gettext as _

FEWEST = 6
"""The smallest number of people that is told. Below it, nobody included, only that it is below."""


def is_told(number: int) -> bool:
    return number >= FEWEST


def in_figures(number: int) -> str:
    """12, or that there are fewer than six."""
    return str(number) if is_told(number) else _("fewer than %(few)s") % {"few": FEWEST}
