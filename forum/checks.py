"""Traps of this set-up that a change of settings could spring (docs/adr/0002)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

OVERRIDES = tuple(
    f"forum.overrides.{app}"
    for app in (
        "forum",
        "forum_conversation",
        "forum_conversation.forum_attachments",
        "forum_conversation.forum_polls",
        "forum_feeds",
        "forum_member",
        "forum_moderation",
        "forum_permission",
        "forum_tracking",
    )
)


@register(Tags.compatibility)
def overrides_come_before_forum(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The settings' apps are in an order in which our classes win."""
    return problems_of(list(settings.INSTALLED_APPS))


def problems_of(installed: list[str]) -> list[CheckMessage]:
    """The problems of these apps: machina's loader takes the first whose name ends in "forum"."""
    missing = [app for app in OVERRIDES if app not in installed]
    errors: list[CheckMessage] = [
        Error(
            f"{app} is not installed, so machina's own classes are used.",
            hint="List it in INSTALLED_APPS in place of machina's app.",
            id="cop_forum.E001",
        )
        for app in missing
    ]
    if not missing and installed.index("forum") < max(installed.index(app) for app in OVERRIDES):
        errors.append(
            Error(
                '"forum" is listed before its overrides, which silently switches them off.',
                hint='List "forum" after every "forum.overrides." app.',
                id="cop_forum.E002",
            )
        )
    if "haystack" in installed:
        errors.append(
            Error(
                "Haystack is installed; the site has one search, Wagtail's.",
                hint='Take "haystack" out of INSTALLED_APPS.',
                id="cop_forum.E003",
            )
        )
    return errors
