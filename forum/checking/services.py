"""Choosing how writing works in a community, and keeping why something waits."""

from typing import Any

from django.db import transaction

from communities.models import CommunityPage
from forum.checking.models import WhyHeld, WritingRules
from forum.checking.rules import Found


@transaction.atomic
def choose_rules(*, community: CommunityPage, **chosen: Any) -> WritingRules:
    """Let writing work so in the community's rooms from now on; what waits already, waits on.

    Another list of watched words is another version; chosen again, nothing changes.
    """
    WritingRules.objects.get_or_create(community=community)
    rules = WritingRules.objects.select_for_update().get(community=community)
    if chosen.get("watched", rules.watched) != rules.watched:
        rules.version += 1
    for name, value in chosen.items():
        setattr(rules, name, value)
    rules.save()
    return rules


def note_why_held(*, post: Any, found: Found | None) -> None:
    """Keep why this message, or a change of it, waits; None: for no reason of its own."""
    if found is None:
        WhyHeld.objects.filter(post=post).delete()
        return
    kept = {"why": found.why, "entry": found.entry, "version": found.version}
    WhyHeld.objects.update_or_create(post=post, defaults=kept)
