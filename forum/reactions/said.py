"""What one member is shown of the words said to the messages of a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from core.prepared import prepared
from forum.authors import is_named
from forum.reactions.enums import Word
from forum.reactions.models import Reaction
from forum.signing.seals import is_sealed

NAMED = 5
"""People who are named beside one word; of more it is said that there are others."""


@dataclass
class Said:
    """One word, and who said it to one message, for one reader."""

    word: Word
    is_own: bool = False
    names: list[str] = field(default_factory=list)
    """The reader's own comes first. Nobody's, where the message itself has no name."""
    has_others: bool = False
    was_said: bool = False


def said_to(posts: Iterable[Any], reader: Any) -> dict[int, list[Said]]:
    """Every word for each published post, by the posts' keys: one query, none for a visitor.

    Under a message without a name stands what was said, and no names: whoever never says a word
    to it would be the one who wrote it.
    """
    published = {post.pk: post for post in posts if post.approved}
    if not published or not is_named(reader):
        return {}
    found = {key: {word.value: Said(word) for word in Word} for key in published}
    for post, word, member, name, place in _first(reader=reader.pk, posts=list(published)):
        said = found[post][word]
        said.was_said = True
        said.is_own = said.is_own or member == reader.pk
        if is_sealed(published[post]):
            continue
        if place > NAMED:
            said.has_others = True
        else:
            said.names.append(name)
    return {key: list(words.values()) for key, words in found.items()}


@prepared(reader=int, posts=list)
def _first(*, reader: Any, posts: Any) -> QuerySet:
    own_first = Case(When(member=reader, then=Value(0)), default=Value(1))
    place = Window(RowNumber(), partition_by=[F("post"), F("word")], order_by=[own_first, F("pk")])
    said = Reaction.objects.filter(post__in=posts).annotate(place=place)
    said = said.filter(place__lte=NAMED + 1).order_by("post", "word", "place")
    return said.values_list("post", "word", "member", "member__display_name", "place")
