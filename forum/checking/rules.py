"""What of a message makes it wait, and when somebody has to wait, by a community's choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext
from linkify_it import LinkifyIt

from communities.models import CommunityPage
from core.folding import folded
from core.memo import remembered
from forum.care import help_words
from forum.care.plain import plain
from forum.checking.models import WhyHeld, WritingRules
from forum.signing.models import Unsent
from forum.signing.seals import written_by
from forum.topics.models import Post

NEW = 3
"""Whoever has had fewer messages than this published in a community is new there."""
REPEATED_WITHIN = timedelta(days=1)
SHORT = 20
"""Letters: what is said in fewer is no repetition. “Thank you so much” is said to many."""
LOOKED_THROUGH = 50
"""Own messages of the last day that are compared."""


@dataclass(frozen=True)
class Found:
    """Why a message waits."""

    why: str
    entry: str = ""
    version: int | None = None


def rules_of(community: CommunityPage) -> WritingRules:
    """What is chosen in a community; the defaults until somebody has."""
    kept = WritingRules.objects.filter(community=community).first()
    return kept or WritingRules(community=community)


def rules_in(forum_id: int) -> list[WritingRules]:
    """What is chosen in each community whose room this is: one query for a page."""
    return remembered(("writing rules", forum_id), lambda: _rules_in(forum_id))


def _rules_in(forum_id: int) -> list[WritingRules]:
    found = CommunityPage.objects.filter(rooms__forum=forum_id).select_related("writing_rules")
    return [
        getattr(page, "writing_rules", None) or WritingRules(community=page)
        for page in found.order_by("pk")
    ]


def checks_changes(forum_id: int) -> bool:
    """Whether changes wait where the room checks first: unless each community says otherwise."""
    rules = rules_in(forum_id)
    return not rules or any(each.checks_changes for each in rules)


def why_held(
    rules: Iterable[WritingRules], *, author: Any, text: str, before: str | None = None
) -> Found | None:
    """Why this message of the author's waits; None when it need not.

    ``before`` is what it said, of a change: only what is new in it counts then.
    """
    for each in rules:
        if found := (
            _watched(each, text, before or "")
            or _first_ones(each, author, before)
            or _links(each, author, text, before or "")
            or _repeats(each, author, text, before)
        ):
            return found
    return None


def watched_word(rules: Iterable[WritingRules], text: str) -> Found | None:
    """The watched word in a sealed message: all that may be told of why it waits, as every other
    reason says something of its author."""
    return next((found for each in rules if (found := _watched(each, text, ""))), None)


def why_wait(rules: Iterable[WritingRules], *, author: Any, forum_id: int) -> str:
    """What to tell somebody who wrote here a short while ago; "" where they may go on."""
    minutes = max((each.slow for each in rules), default=0)
    if not minutes:
        return ""
    own = Post.objects.filter(written_by(author), topic__forum=forum_id)
    sent = own.order_by("-created", "-pk").values_list("created", flat=True).first()
    waits = Unsent.objects.filter(author=author, forum=forum_id, goes_at__isnull=False)
    wrote = waits.order_by("-at").values_list("at", flat=True).first()
    last = max(filter(None, (sent, wrote)), default=None)
    left = last + timedelta(minutes=minutes) - timezone.now() if last else timedelta()
    if left <= timedelta():
        return ""
    number = -(-int(left.total_seconds()) // 60) or 1
    return ngettext(
        "This room goes slowly just now, so that everybody is heard. You can send this in "
        "%(number)d minute. Nothing you wrote is lost.",
        "This room goes slowly just now, so that everybody is heard. You can send this in "
        "%(number)d minutes. Nothing you wrote is lost.",
        number,
    ) % {"number": number}


def _watched(rules: WritingRules, text: str, before: str) -> Found | None:
    said, said_before = plain(text), plain(before)
    for entry in help_words.entries(rules.watched):
        one = [plain(entry)]
        if help_words.stands_in(one, said) and not help_words.stands_in(one, said_before):
            return Found(WhyHeld.Why.WATCHED, entry[:100], rules.version)
    return None


def _first_ones(rules: WritingRules, author: Any, before: str | None) -> Found | None:
    if before is not None or not rules.newcomers:
        return None
    if _published(rules, author, rules.newcomers) < rules.newcomers:
        return Found(WhyHeld.Why.NEWCOMER)
    return None


def _links(rules: WritingRules, author: Any, text: str, before: str) -> Found | None:
    if not rules.holds_links or not links_in(text) - links_in(before):
        return None
    return Found(WhyHeld.Why.LINK) if _published(rules, author, NEW) < NEW else None


def _repeats(rules: WritingRules, author: Any, text: str, before: str | None) -> Found | None:
    words = _plainest(text)
    if before is not None or not rules.holds_repeats or len(words) < SHORT:
        return None
    since = timezone.now() - REPEATED_WITHIN
    own = Post.objects.filter(written_by(author), created__gte=since).order_by("-created", "-pk")
    said = (post.content.raw for post in own[:LOOKED_THROUGH])
    return Found(WhyHeld.Why.REPEAT) if any(_plainest(each) == words for each in said) else None


def _published(rules: WritingRules, author: Any, most: int) -> int:
    """How many of the author's messages were published in the community's rooms, up to ``most``."""
    own = Post.objects.filter(written_by(author), approved=True)
    here = own.filter(topic__forum__room__communities=rules.community_id)
    return here.order_by()[:most].count()


def _plainest(text: str) -> str:
    return " ".join(folded(plain(text)).split())


def links_in(text: str) -> set[str]:
    """The addresses of other places in a text, written out or behind words."""
    return {match.url for match in _finder().match(text) or ()}


@lru_cache
def _finder() -> LinkifyIt:
    return LinkifyIt(options={"fuzzy_email": False})
