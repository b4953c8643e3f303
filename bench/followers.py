"""Posting where 5,000 people follow the topic, against posting where nobody does; and what telling
them takes.

    make bench-followers                               200 posts each, 5,000 and 50,000 followers
    python bench/followers.py --posts 20 --followers 500 2000    a quick look

On a new SQLite database, or on the empty one that ``DATABASE_URL`` names. The posts are written in
turn through the page's own view. Ends with 1 when posting among followers takes more than 1.2 × as
long (p50), or when telling the larger number takes more than 1.2 × the memory.
"""

import argparse
import statistics
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.alone import begin

BAR = 1.2


def followed_topic(room: Any, followers: int) -> Any:
    from members.models import User
    from tests.factories.forum import PostFactory, TopicFactory

    topic = TopicFactory(room=room)
    PostFactory(topic=topic)
    people = User.objects.bulk_create(
        [
            User(email=f"follower-{topic.pk}-{nr}@example.org", display_name="F", password="!")
            for nr in range(followers)
        ],
        batch_size=1000,
    )
    through = type(topic).subscribers.through
    through._default_manager.bulk_create(
        [through(topic_id=topic.pk, user_id=person.pk) for person in people], batch_size=1000
    )
    return topic


def posting(topics: list[Any], posts: int) -> list[float]:
    """The median of seconds that a post into each of the topics took."""
    from django.test import Client
    from django.urls import reverse

    from tests.factories.members import UserFactory

    client = Client()
    client.force_login(UserFactory())
    took: list[list[float]] = [[] for _topic in topics]
    for nr in range(posts + 5):
        for place, topic in enumerate(topics):
            names = [topic.forum.slug, topic.forum_id, topic.slug, topic.pk]
            path = reverse("forum_conversation:post_create", args=names)
            began = time.perf_counter()
            answer = client.post(path, {"subject": "Re", "content": f"Words of post {nr}."})
            if nr >= 5:
                took[place].append(time.perf_counter() - began)
            if answer.status_code != 302:
                sys.exit(f"Posting answered {answer.status_code}.")
    return [statistics.median(times) for times in took]


def telling(topic: Any) -> tuple[int, float, int]:
    """Work off what one post ordered: how many are told, in how many seconds, and the most
    memory (bytes) that it held at once."""
    from django_tasks_db.models import DBTaskResult

    from notifications.models import Notification
    from tests.factories.forum import PostFactory
    from tests.queues import work_off

    DBTaskResult.objects.all().delete()
    Notification.objects.all().delete()
    PostFactory(topic=topic)
    began = time.perf_counter()
    tracemalloc.start()
    work_off()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    told = Notification.objects.filter(topic_id=topic.pk, kind="reply_in_topic").count()
    return told, time.perf_counter() - began, most


def measure(posts: int, followers: list[int]) -> int:
    from django.db import connection

    from tests.factories.forum import RoomFactory

    room = RoomFactory(name="Followed", audience="members")
    alone, some, many = (followed_topic(room, number) for number in (0, *followers))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    without, among = posting([alone, some], posts)
    print(
        f"{connection.vendor}: posting among {followers[0]} followers takes "
        f"{among / without:.2f} × what it takes without "
        f"(p50 of {posts} each: {among * 1000:.0f} and {without * 1000:.0f} ms)"
    )
    telling(some)  # what is loaded once is not what telling takes
    found = [telling(topic) for topic in (some, many)]
    for told, seconds, most in found:
        print(f"{told} told in {seconds:.1f} s (traced), {most / 2**20:.1f} MiB at most")
    (few_told, _few_seconds, few_most), (many_told, _many_seconds, many_most) = found
    wrong = []
    if among > without * BAR:
        wrong.append("Posting among followers is slower.")
    if (few_told, many_told) != tuple(followers):
        wrong.append("Somebody was not told.")
    if many_most > few_most * BAR:
        wrong.append("Memory grows with the followers.")
    print("\n".join(wrong) or "Both hold.")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=200)
    parser.add_argument("--followers", type=int, nargs=2, default=[5_000, 50_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alongside-followers-") as folder:
        begin("bench.site_settings", folder)
        from django.core.management import call_command

        call_command("sync_roles", verbosity=0)
        return measure(options.posts, options.followers)


if __name__ == "__main__":
    sys.exit(main())
