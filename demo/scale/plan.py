"""The plan of what there will be: worked out from the seed alone, so the same everywhere."""

import random
from bisect import bisect
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from forum.posting.markup import stored

END = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=3 * 365)
LONGEST = 1.1
"""How much longer the longest topics are than the rest: at a million posts, one has 100,000."""
BUSIEST = 0.8
WAITS = 1000
"""One reply in so many waits for approval."""

_SPOKEN = (
    "kōrero whānau shift ward listen story tea hope plan team night recovery boundary note "
    "training supervision question answer week morning peer worker nurse group room walk"
)
WORDS = _SPOKEN.split()


@dataclass(frozen=True)
class Size:
    members: int
    communities: int
    topics: int
    posts: int
    seed: int


@dataclass(frozen=True)
class Text:
    raw: str
    rendered: str


@dataclass
class Plan:
    size: Size
    _lengths: list[int] = field(default_factory=list)

    def chance(self, part: str) -> random.Random:
        """Dice of their own for each part, so that one can be written again by itself."""
        return random.Random(f"{self.size.seed} {self.size} {part}")  # noqa: S311  # nosec B311

    @cached_property
    def lengths(self) -> list[int]:
        """How many posts each topic has, the longest first: each at least one."""
        topics, spare = self.size.topics, self.size.posts - self.size.topics
        weights = [1 / (n + 1) ** LONGEST for n in range(topics)]
        share = spare / sum(weights)
        lengths = [1 + int(weight * share) for weight in weights]
        lengths[0] += self.size.posts - sum(lengths)
        return lengths

    @cached_property
    def rooms(self) -> list[int]:
        """The room of each topic, most of them in a few rooms; the longest in the first."""
        ends = list(accumulate(1 / (n + 1) for n in range(self.size.communities)))
        chance = self.chance("rooms")
        return [0, *(bisect(ends, chance.random() * ends[-1]) for _ in self.lengths[1:])]

    @cached_property
    def said(self) -> list[tuple[int, int]]:
        """Every post in the order of time: its moment (microseconds in) and its topic."""
        span, chance = SPAN // timedelta(microseconds=1), self.chance("times")
        moments = []
        for topic, length in enumerate(self.lengths):
            start = int(chance.random() * span * 0.9)
            step = int((span - start) * (chance.random() * 0.9 + 0.1)) // length
            moments += [(start + n * step, topic) for n in range(length)]
        moments.sort()
        return moments

    @cached_property
    def texts(self) -> list[Text]:
        chance = self.chance("texts")
        raw = [
            "\n\n".join(_paragraph(chance) for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))))
            for _ in range(300)
        ]
        return [Text(text, str(stored(text))) for text in raw]

    @cached_property
    def _busy(self) -> list[float]:
        return list(accumulate(1 / (n + 1) ** BUSIEST for n in range(self.size.members)))

    def author(self, chance: random.Random) -> int:
        """An author: a few people write most."""
        return bisect(self._busy, chance.random() * self._busy[-1])

    def belongs(self, community: int) -> range:
        """The members of a community: the first has half of all, the later ones ever fewer."""
        many = max(self.size.members // (community + 2), min(self.size.members, 3))
        return range(community % max(self.size.members - many + 1, 1), self.size.members)[:many]

    def title(self, topic: int) -> str:
        chance = self.chance(f"title {topic}")
        return " ".join(chance.choices(WORDS, k=5)).capitalize() + f" {topic}"

    def waits(self, number: int, is_first: bool) -> bool:
        return number % WAITS == WAITS - 1 and not is_first


def at(moment: int) -> datetime:
    return END - SPAN + timedelta(microseconds=moment)


def _paragraph(chance: random.Random) -> str:
    sentences = [
        " ".join(chance.choices(WORDS, k=chance.randint(5, 14))).capitalize() + "."
        for _ in range(chance.randint(1, 5))
    ]
    if chance.random() < 0.2:
        sentences[0] = f"**{sentences[0]}**"
    if chance.random() < 0.1:
        sentences.append("\n\n- " + "\n- ".join(chance.choices(WORDS, k=3)))
    return " ".join(sentences)
