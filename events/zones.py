"""Time zones an event may be shown in, and what day it is on this site."""

import zoneinfo
from functools import cache

from django.conf import settings

USUAL = (
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Fiji",
    "Pacific/Rarotonga",
    "Pacific/Tongatapu",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Perth",
    "Europe/London",
    "UTC",
)


def site_zone() -> str:
    """The name of the site's own zone."""
    return settings.TIME_ZONE


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The site's zone and the usual ones first, then every other zone this machine knows."""
    usual = list(dict.fromkeys([site_zone(), *USUAL]))
    others = sorted(zoneinfo.available_timezones().difference(usual, {"localtime", "Factory"}))
    return [
        ("Usual", [(name, _readable(name)) for name in usual]),
        ("Elsewhere", [(name, _readable(name)) for name in others]),
    ]


def _readable(name: str) -> str:
    """Auckland (Pacific/Auckland), so that typing a city's first letters finds it."""
    city = name.rsplit("/", 1)[-1].replace("_", " ")
    return name if city == name else f"{city} ({name})"
