"""The linking game: who may use every page guesses no better than chance who wrote what.

Fifty worlds of ten people, each of whom writes under their name and without it, whenever it
happens. The attackers read the pages of an administrator, who sees all that any page shows, and
guess by what could tell: numbers in addresses, times, order, labels, and who is seen how often.
"""

import random
import re
from collections import Counter
from datetime import datetime, timedelta
from math import sqrt

import pytest
from django.db import transaction
from django.utils import timezone

from communities import services as communities
from forum import services
from forum.posting import unsent
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory
from tests.factories.people import PersonFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db

WORLDS, PEOPLE, SEALED, NAMED = 50, 10, 30, 12
ARTICLE = re.compile(
    r'<article class="post" id="(\d+)".*?<h2 class="post__name"[^>]*>(.*?)</h2>'
    r'.*?datetime="([^"]+)"',
    re.DOTALL,
)
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())


class Undone(Exception):  # noqa: N818
    """Ends a world."""


class Seen:
    """One message as the page shows it."""

    def __init__(self, key, heading, at):
        self.key, self.at = int(key), datetime.fromisoformat(at)
        self.name = re.sub("<[^>]+>", "", heading.partition("<span")[0]).strip()


def nearest_number(post, named, people):
    return min(named, key=lambda other: abs(other.key - post.key)).name


def nearest_time(post, named, people):
    return min(named, key=lambda other: abs(other.at - post.at)).name


def just_before(post, named, people):
    before = [other for other in named if other.key < post.key]
    return (before or named)[-1].name


def just_after(post, named, people):
    after = [other for other in named if other.key > post.key]
    return (after or named)[0].name


def by_number(post, named, people):
    number = int((re.findall(r"\d+$", post.name) or ["1"])[0])
    return people[(number - 1) % len(people)]


def by_count(post, named, people):
    """Whoever is seen least under their name may be hiding."""
    counted = Counter(other.name for other in named)
    return min(people, key=lambda name: (counted[name], name))


ATTACKS = (nearest_number, nearest_time, just_before, just_after, by_number, by_count)


@pytest.fixture
def play(monkeypatch, admin_user):
    """One world: what each attack guessed rightly, of how many."""
    clock = {"now": BEGINNING}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])
    community = CommunityFactory(title="Night workers")
    room = RoomFactory(audience="communities", communities=[community])
    people = [
        PersonFactory(display_name=f"Person {n}", profile={"role": "peer"}) for n in range(10)
    ]
    for person in people:
        communities.join(community=community, member=person)
    watcher = client_of(admin_user)

    def one(seed):
        chance = random.Random(seed)  # noqa: S311
        clock["now"] = BEGINNING
        topic = services.start_topic(room=room, author=admin_user, subject="Nights", text="How?")
        waiting, truth = [], {}
        sittings = ["sealed"] * SEALED + ["named"] * NAMED
        chance.shuffle(sittings)
        for kind in sittings:
            clock["now"] += timedelta(minutes=chance.expovariate(1 / 12))
            for kept in [each for each in waiting if each.goes_at <= clock["now"]]:
                waiting.remove(kept)
                truth[unsent.send(unsent=kept).pk] = kept.author.display_name
            author = chance.choice(people)
            if kind == "named":
                services.reply(topic=topic, author=author, text="With my name.")
                continue
            way = chance.choice(["number", "role"])
            said = {"forum": room.forum, "topic": topic, "way": way, "text": "Without it."}
            waiting.append(unsent.seal_up(author=author, **said))
        clock["now"] += timedelta(hours=1)
        for kept in waiting:
            truth[unsent.send(unsent=kept).pk] = kept.author.display_name
        return guesses(topic, truth)

    def guesses(topic, truth):
        shown = []
        for page in (1, 2, 3, 4):
            response = watcher.get(topic_url(topic), {"page": page})
            if response.status_code == 200:
                shown += [Seen(*found) for found in ARTICLE.findall(response.text)]
        names = [person.display_name for person in people]
        named = [post for post in shown if post.name in names]
        hits: Counter = Counter()
        for post in shown:
            if post.key in truth:
                hits["all"] += 1
                assert post.name not in names
                for attack in ATTACKS:
                    hits[attack] += attack(post, named, names) == truth[post.key]
        assert hits["all"] == SEALED
        return hits

    return one


def test_no_attack_links_better_than_chance(play):
    total: Counter = Counter()
    for seed in range(WORLDS):
        try:
            with transaction.atomic():
                total += play(seed)
                raise Undone
        except Undone:
            pass

    number = total.pop("all")
    assert number == WORLDS * SEALED
    most = number * (1 / PEOPLE + 3 * sqrt(1 / PEOPLE * (1 - 1 / PEOPLE) / number))
    assert {attack.__name__: hits for attack, hits in total.items() if hits > most} == {}


def test_the_game_would_notice(play, monkeypatch):
    """With the author's own number in the label, the attack by number wins: it can win."""

    def telling(*, author, writers, topic):
        return f"Peer {int(author.display_name.split()[1]) + 1}"

    monkeypatch.setattr("forum.posting.labels.number_label", telling)
    monkeypatch.setattr("forum.posting.labels.role_label", lambda **said: "Peer support worker")
    hits = play(1)

    assert hits[by_number] >= SEALED / 3
