"""Many people write into one topic, and a web process is killed: is anything lost or doubled?

    make bench-proof                                  40 writers and 10 readers for 60 seconds
    python bench/proof.py --seconds 10 --writers 12   shorter

On a new SQLite database, or on the empty one that ``DATABASE_URL`` names. Ends with 1 when a reply
that was acknowledged is missing or stands there twice, when a counter is wrong, when anything was
answered with 5xx, or when the server has complained.
"""

import argparse
import io
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.alone import begin  # noqa: E402

CSRF = "f" * 32
COMPLAINTS = ("Traceback", "database is locked", "deadlock detected")


@dataclass
class Seen:
    """What the clients saw. A list takes a new entry from many threads without harm."""

    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


@dataclass
class Client:
    """One person's browser: a session, and a connection that is opened anew when it breaks."""

    port: int
    session: str
    seen: Seen

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> int | None:
        """The answer's status, or None when the connection broke before there was one."""
        headers = {"Cookie": f"session={self.session}; csrf={CSRF}"}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields | {"csrfmiddlewaretoken": CSRF})
        began = time.monotonic()
        try:
            self.connection.request("POST" if body else "GET", path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self.connection.close()
            return None
        self.seen.statuses.append(answer.status)
        self.seen.seconds.append(time.monotonic() - began)
        return answer.status


def write(client: Client, path: str, name: str, over: threading.Event) -> None:
    number = 0
    while not over.is_set():
        number += 1
        text = f"{name} says {number}."
        form = {"subject": "Re: Everybody at once", "content": text}
        status = client.ask(path, form)
        if status == 302:
            client.seen.acknowledged.append(text)
        elif status is None:
            client.seen.unanswered.append(text)


def read(client: Client, paths: list[str], over: threading.Event) -> None:
    while not over.is_set():
        for path in paths:
            client.ask(path)


def people(count: int, label: str) -> list[str]:
    """That many new members; the keys of their sessions."""
    from django.test import Client as Door

    from members.models import User

    keys = []
    for number in range(count):
        door = Door()
        door.force_login(
            User.objects.create_user(
                email=f"{label}-{number}@example.org", display_name=f"{label} {number}"
            )
        )
        keys.append(door.cookies["session"].value)
    return keys


def conversation() -> Any:
    """A room for everybody with one topic."""
    from forum import services
    from forum.rooms.enums import Audience
    from members.models import User

    starter = User.objects.create_user(email="starter@example.org", display_name="Starter")
    room = services.open_room(name="Everybody", audience=Audience.MEMBERS)
    return services.start_topic(
        room=room, author=starter, subject="Everybody at once", text="Go.", approved=True
    )


def faults(topic: Any, seen: Seen, console: str) -> list[str]:
    """What is wrong with what the clients were told, what is stored, and what was counted."""
    from forum.rooms.models import Forum
    from forum.topics.models import Post, Topic

    topic = Topic.objects.get(pk=topic.pk)
    room = Forum.objects.get(pk=topic.forum_id)
    posts = Post.objects.filter(topic=topic)
    stored = Counter(post.content.raw for post in posts.only("content"))
    known = {*seen.acknowledged, *seen.unanswered, "Go."}
    last = posts.order_by("created", "pk").last()
    assert last is not None
    checks = {
        "acknowledged and not stored": set(seen.acknowledged) - set(stored),
        "stored twice": {text for text, times in stored.items() if times > 1},
        "stored and never sent": set(stored) - known,
        "answered with 5xx": {status for status in seen.statuses if status >= 500},
        "neither shown nor stored": {s for s in seen.statuses if s not in (200, 302)},
        "complaints on the console": {words for words in COMPLAINTS if words in console},
    }
    counts = {
        "posts of the topic": (topic.posts_count, sum(stored.values())),
        "posts of the room": (room.direct_posts_count, sum(stored.values())),
        "last post's time": (topic.last_post_on, last.created),
        "last post of the room": (room.last_post_on, last.created),
    }
    wrong = [f"{name}: {sorted(map(str, found))[:5]}" for name, found in checks.items() if found]
    wrong += [f"{name}: {told} instead of {true}" for name, (told, true) in counts.items()
              if told != true]  # fmt: skip
    if not seen.acknowledged:
        wrong.append("nothing was acknowledged")
    return wrong


def workers_of(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(pid) for pid in children.split()]


def serve(port: int, console: Path) -> subprocess.Popen[bytes]:
    """gunicorn with two processes of four threads, ready."""
    environment = os.environ | {"PORT": str(port), "WEB_CONCURRENCY": "2", "WEB_THREADS": "4"}
    with console.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"],
            cwd=PROJECT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    probe = Client(port, "", Seen())
    for _attempt in range(300):
        if probe.ask("/healthz") == 200:
            return server
        time.sleep(0.2)
    server.kill()
    raise SystemExit(f"The site does not start:\n{console.read_text()[-3000:]}")


def run(
    server: subprocess.Popen[bytes], clients: list[threading.Thread], over: threading.Event,
    seconds: float,
) -> None:  # fmt: skip
    """Let them write and read for that long; kill a web process when half of the time is over."""
    for client in clients:
        client.start()
    time.sleep(seconds / 2)
    os.kill(workers_of(server.pid)[0], signal.SIGKILL)
    time.sleep(seconds / 2)
    over.set()
    for client in clients:
        client.join(90)
    server.terminate()
    server.wait(60)


def told(seen: Seen, seconds: float) -> str:
    times = statistics.quantiles(seen.seconds, n=20)
    return (
        f"{len(seen.acknowledged)} replies acknowledged in {seconds:.0f} s, "
        f"{len(seen.unanswered)} without an answer (the process was killed), "
        f"{len(seen.statuses) - len(seen.acknowledged)} pages read; "
        f"p50 {times[9]:.2f} s, p95 {times[18]:.2f} s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=40)
    parser.add_argument("--readers", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alongside-load-") as folder:
        return prove(options, Path(folder))


def prove(options: argparse.Namespace, folder: Path) -> int:
    """Run it with what is stored in files kept in *folder*; the status to end with."""
    begin("bench.load_settings", str(folder))
    from django.core.management import call_command
    from django.db import connection
    from django.urls import reverse

    from tests.browser.site import free_port

    call_command("release", no_static=True, verbosity=0, stdout=io.StringIO())
    port, topic, over, seen = free_port(), conversation(), threading.Event(), Seen()
    place = [topic.forum.slug, topic.forum_id, topic.slug, topic.pk]
    reply = reverse("forum_conversation:post_create", args=place)
    pages = [reverse("forum_conversation:topic", args=place), "/forum/"]
    clients = [
        threading.Thread(target=write, args=(Client(port, key, seen), reply, f"Nr {nr}", over))
        for nr, key in enumerate(people(options.writers, "writer"))
    ] + [
        threading.Thread(target=read, args=(Client(port, key, seen), pages, over))
        for key in people(options.readers, "reader")
    ]
    console = folder / "console.txt"
    run(serve(port, console), clients, over, options.seconds)
    print(f"{connection.vendor}: {told(seen, options.seconds)}")
    wrong = faults(topic, seen, console.read_text(errors="replace"))
    print("\n".join(wrong) or "Nothing lost, nothing doubled, every counter true.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
