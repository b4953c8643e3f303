"""Opening a community, and what stands on top of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from communities.enums import JoinPolicy, Visibility
from communities.models import CommunityPage, JoinRule, Notice
from communities.signals import community_opened
from members.models import User


@transaction.atomic
def open_community(
    *,
    parent: Page,
    title: str,
    purpose: str,
    owner: User | None = None,
    live: bool = True,
    join_policy: str = JoinPolicy.OPEN,
    visibility: str = Visibility.PUBLIC,
    rules: tuple[dict[str, Any], ...] | list[dict[str, Any]] = (),
    **fields: Any,
) -> CommunityPage:
    """A new community under the list of communities, with its groups, published unless told not to.

    ``rules`` are the clauses of its rule (``role``, ``area``, ``team_has_peer_workers``);
    ``fields`` are further fields of the page (``slug``, ``lead``, ``who_for``,
    ``ground_rules`` …). Raises ValidationError when one of them does not fit.
    """
    community = CommunityPage(
        title=title, purpose=purpose, owner=owner, live=live, join_policy=join_policy, **fields
    )
    community.rules = [JoinRule(**rule) for rule in rules]  # type: ignore[misc]
    community.wished_visibility = visibility
    parent.add_child(instance=community)
    community.wished_visibility = None
    revision = community.save_revision(user=owner)
    if live:
        revision.publish(user=owner)
        community.refresh_from_db()
    community_opened.send(sender=CommunityPage, community=community)
    return community


def set_colour(*, community: CommunityPage, colour: str) -> None:
    """Give the community this colour, everywhere at once: it is part of no version of its page."""
    CommunityPage.objects.filter(pk=community.pk).update(colour=colour)


@transaction.atomic
def pin_notice(*, community: CommunityPage, text: str, by: User) -> Notice | None:
    """Put a short text on top of the community's page and rooms; an empty one takes it away."""
    text = text.strip()
    if not text:
        Notice.objects.filter(community=community).delete()
        return None
    notice, _created = Notice.objects.update_or_create(
        community=community,
        defaults={"text": text, "pinned_by": by, "pinned_at": timezone.now()},
    )
    return notice


def take_down_notices(*, by: User) -> int:
    """Take away the notices that this person had pinned, wherever; how many that was."""
    return Notice.objects.filter(pinned_by=by).delete()[0]
