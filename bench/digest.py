"""Digests for everybody: how many members a second, in how many queries; and killed on the way.

    make bench-digest                                          50,000 members
    python bench/digest.py --members 5000                      a quick look
    python bench/digest.py --members 10000 --kills 100         workers are killed meanwhile

On a new SQLite database, or on the empty one that ``DATABASE_URL`` names. Each member belongs to
one of twenty communities and has five new replies in its rooms, and one in a room that they may
not read any more; one in five asked for details. Ends with 1 when letters are written for fewer
than ``--bar`` (500) members a second on PostgreSQL, when anybody was missed, when a second
delivery bore another Message-ID, or when as many as one mail in a thousand went twice.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import mailbox

COMMUNITIES = 20
REPLIES = 5
LONGEST = 1800.0


def fill(count: int) -> None:
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from members.models import User
    from notifications.models import Notification, Preferences
    from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
    from tests.factories.forum import PostFactory, RoomFactory, TopicFactory

    index = CommunityIndexPageFactory()
    places = []
    for number in range(max(2, min(COMMUNITIES, count // 50))):
        community = CommunityFactory(parent=index, title=f"Community {number}")
        room = RoomFactory(name=f"Room {number}", audience="communities", communities=[community])
        posts = [PostFactory(topic=TopicFactory(room=room)) for _reply in range(REPLIES)]
        places.append((community, Group.objects.get(pk=community.group_id), posts))
    Notification.objects.all().delete()
    User.objects.bulk_create(
        [
            User(
                email=f"member-{number}@example.org", display_name=f"Member {number}", password="!"
            )
            for number in range(count)
        ],
        batch_size=1000,
    )
    people = User.objects.filter(email__startswith="member-").order_by("pk")
    due = timezone.now() - timedelta(minutes=1)
    belonging, rows, details = [], [], []
    for place, pk in enumerate(people.values_list("pk", flat=True)):
        community, group, posts = places[place % len(places)]
        elsewhere = places[(place + 1) % len(places)][2][0]
        belonging.append(User.groups.through(user_id=pk, group_id=group.pk))
        for post in [*posts, elsewhere]:
            rows.append(
                Notification(
                    recipient_id=pk,
                    kind="reply_in_topic",
                    about_id=post.pk,
                    community_id=community.pk,
                    topic_id=post.topic_id,
                    how="daily",
                    mail_due_at=due,
                )
            )
        if place % 5 == 0:
            details.append(Preferences(member_id=pk, mail_details=True))
    User.groups.through._default_manager.bulk_create(belonging, batch_size=2000)
    Notification.objects.bulk_create(rows, batch_size=2000)
    Preferences.objects.bulk_create(details, batch_size=2000)


def assemble() -> tuple[float, float, float, int, int]:
    """Make all letters and write them: how long each took, how long 1,000 take to be put into the
    form that a mail server reads, and the queries for 1,000 members."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from notifications.mail.gathering import begin_digests
    from notifications.mail.sending import BATCH, in_full
    from notifications.mail.writing import written
    from notifications.models.letters import Letter
    from work import chunks
    from work.models import LongJob

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.monotonic()
    begin_digests(timezone.now())
    job = LongJob.objects.get()
    with CaptureQueriesContext(connection) as making:
        chunks.step(job.pk, job.chunk)
    job.refresh_from_db()
    chunks.finish(job)
    made = time.monotonic() - began
    began = time.monotonic()
    keys = list(Letter.objects.order_by("pk").values_list("pk", flat=True))
    messages = []
    for start in range(0, len(keys), BATCH):
        messages += [message for _letter, message in written(in_full(keys[start : start + BATCH]))]
    wrote = time.monotonic() - began
    began = time.monotonic()
    for message in messages[:1000]:
        message.message().as_bytes()
    coding = time.monotonic() - began
    with CaptureQueriesContext(connection) as writing:
        for start in range(0, 1000, BATCH):
            written(in_full(keys[start : start + BATCH]))
    return made, wrote, coding, len(making), len(writing)


def measure(count: int, bar: float) -> int:
    from django.db import connection

    from notifications.models.letters import Letter

    made, wrote, coding, of_making, of_writing = assemble()
    rate = count / (made + wrote)
    print(
        f"{connection.vendor}: {count} members, {rate:.0f} a second "
        f"({count / made:.0f} letters made, {count / wrote:.0f} written); "
        f"queries for 1,000 members: {of_making} to make their letters, {of_writing} to write "
        f"them, and one for each letter that leaves; a mail server is handed "
        f"{1000 / coding:.0f} a second at most"
    )
    wrong = []
    if Letter.objects.count() != count:
        wrong.append(f"letters: {Letter.objects.count()}")
    if connection.vendor == "postgresql" and rate < bar:
        wrong.append(f"fewer than {bar:g} a second")
    print("\n".join(wrong) or "One letter for each.")
    return 1 if wrong else 0


def kill(count: int, kills: int, workers_wanted: int) -> int:
    """Let workers make and send all digests, and kill them at random."""
    from django.db import connection
    from django.utils import timezone

    from bench.kill import Workers, kill_at_random
    from notifications.mail import sending
    from notifications.mail.gathering import begin_digests
    from notifications.models.letters import Letter

    # What a killed worker had in hand is taken up after this; and the clock ticks faster.
    batch = sending.BATCH * float(os.environ["MAIL_SERVER_SECONDS"])
    sending.IN_HAND = timedelta(seconds=3 + 3 * batch)
    began = time.monotonic()
    begin_digests(timezone.now())
    workers = Workers(workers_wanted)
    ticking = os.fork() or tick()
    try:
        kill_at_random(workers, kills=kills, total=count)
        while time.monotonic() < began + LONGEST:
            if Letter.objects.count() >= count and not Letter.objects.filter(sent_at=None).exists():
                break
            time.sleep(0.3)
    finally:
        for name in workers.pids:
            workers.end(name, signal.SIGTERM)
        os.kill(ticking, signal.SIGKILL)
        os.waitpid(ticking, 0)
    ids = defaultdict(list)
    for address, identity in mailbox.lines():
        ids[address].append(identity)
    missed = count - len(ids)
    again = sum(len(found) - 1 for found in ids.values())
    others = sum(len(set(found)) - 1 for found in ids.values())
    print(
        f"{connection.vendor}: {kills} kills over {count} digests in "
        f"{time.monotonic() - began:.0f} s; "
        f"missed: {missed}, twice with the same Message-ID: {again - others} "
        f"({(again - others) / count:.3%}), twice with another: {others}"
    )
    wrong = missed or others or again * 1000 >= max(count, 10_000)
    print("Some were missed, or written to twice." if wrong else "Nobody missed.")
    return 1 if wrong else 0


def tick() -> int:
    """The clock, each second."""
    from django.db import connections

    from notifications.mail.tasks import post_what_is_due
    from work.reaper import reap

    connections.close_all()
    random.seed()
    while True:
        time.sleep(1)
        reap()
        post_what_is_due.enqueue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=50_000)
    parser.add_argument("--bar", type=float, default=500, help="members a second")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--server-ms", type=float, default=20, help="until the server says yes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alongside-digest-") as folder:
        return prove(options, folder)


def prove(options: argparse.Namespace, folder: str) -> int:
    mailbox.begin(folder, options.server_ms)
    fill(options.members)
    if options.kills:
        return kill(options.members, options.kills, options.workers)
    return measure(options.members, options.bar)


if __name__ == "__main__":
    sys.exit(main())
