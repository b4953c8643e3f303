"""The discussions against stock django-machina, on the same rows, database and gunicorn settings.

    make bench-forum                                   10,000, 100,000 and 1,000,000 posts
    make bench-forum ARGS="--sizes 10000 --seconds 2"  a quick look

PostgreSQL is wanted, in DATABASE_URL; a database is made there for each size and kept, so that the
next run need not fill it. Writes docs/performance.md and its charts.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench import report  # noqa: E402
from bench.load import Figures, Visit, measure  # noqa: E402

SITES = {
    "this site": (PROJECT / ".venv/bin", "bench.site_settings"),
    "stock machina": (PROJECT / "bench/.venv/bin", "bench.stock.settings"),
}
EVERYBODY = ("visitor", "member", "moderator")
READ = {
    "index": EVERYBODY,
    "room": EVERYBODY,
    "topic": EVERYBODY,
    "last page of the longest topic": EVERYBODY,
    "unread": ("member", "moderator"),
    "queue": ("moderator",),
    "feed": ("visitor", "member"),
}
POSTED = ("posting into a short topic", "posting into the longest topic")
POST = {
    "subject": "Re: measured",
    "content": "One **more** post, to see what it costs.",
    "attachment-TOTAL_FORMS": "0",
    "attachment-INITIAL_FORMS": "0",
}


def main() -> None:
    options = _options()
    server, _slash, _name = os.environ.get("DATABASE_URL", "").rpartition("/")
    if not server.startswith("postgres"):
        sys.exit("Name a PostgreSQL server in DATABASE_URL: the bench makes databases of its own.")
    result: dict[str, Any] = {"about": report.machine(options.seconds), "sizes": {}}
    for size in options.sizes:
        url = f"{server}/bench_forum_{size}"
        fill(url, size)
        result["sizes"][size] = {
            name: measured(name, url, options.seconds) for name in options.sites
        }
        result["about"]["load average at the end"] = f"{os.getloadavg()[0]:.1f}"
        report.write(result)
    print("\n".join(report.bars(result)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=5, help="for each measurement")
    parser.add_argument("--sites", nargs="+", default=list(SITES), choices=list(SITES))
    return parser.parse_args()


def fill(url: str, size: int) -> None:
    """Make the database, migrate it, and write what is missing of its posts."""
    name = url.rpartition("/")[2]
    environment = _environment(url)
    made = subprocess.run(
        [SITES["this site"][0] / "python", "-c", MAKE_DATABASE, url.rpartition("/")[0], name],
        check=True, text=True, capture_output=True,
    ).stdout.strip()  # fmt: skip
    if made:
        print(f"{name}: migrating …", flush=True)
    for command in (
        ["release", "-v", "0"],
        ["seed_scale", "--yes", "--posts", str(size), "--tracks", "120000"],
    ):
        subprocess.run(
            [SITES["this site"][0] / "python", "manage.py", *command],
            cwd=PROJECT, env=environment, check=True,
        )  # fmt: skip
    subprocess.run([SITES["this site"][0] / "python", "-c", PROFILES, url], check=True, cwd=PROJECT)


MAKE_DATABASE = """
import sys, psycopg
server, name = sys.argv[1:]
with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(f'CREATE DATABASE "{name}"')
        print("made")
"""
# Stock machina keeps one for whoever posted; and nothing shall be left for autovacuum to do.
PROFILES = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    connection.execute(
        "INSERT INTO forum_member_forumprofile (user_id, posts_count) "
        "SELECT poster_id, count(*) FROM forum_conversation_post WHERE poster_id IS NOT NULL "
        "GROUP BY 1 ON CONFLICT DO NOTHING")
    connection.execute("VACUUM ANALYZE")
"""


def measured(name: str, url: str, seconds: float) -> dict[str, dict[str, dict]]:
    """Every page, by who looks at it."""
    found: dict[str, dict[str, dict]] = {}
    with serving(name, url) as (port, master, places):

        def look(page: str, who: str, visit: Visit) -> None:
            figures: Figures = measure(port, master, visit, seconds)
            found.setdefault(page, {})[who] = figures.as_dict()
            print(
                f"  {name:<14} {page:<32} {who:<10} {figures.per_second:>8.1f}/s "
                f"p50 {figures.p50:>8.1f} p95 {figures.p95:>8.1f} ms, CPU {figures.cpu:>7.1f} ms, "
                f"{figures.queries} queries {figures.failed}",
                flush=True,
            )

        if name == "this site":
            look("a bare view", "visitor", Visit("/bare/"))
            look("a bare view", "member", Visit("/bare/", places["cookies"]["member"]))
        for page, people in READ.items():
            for who in people:
                cookie = places["cookies"].get(who, "")
                look(page, who, Visit(places["pages"][page], cookie))
        for page in POSTED:
            form = POST | {"csrfmiddlewaretoken": places["csrf"]}
            cookie = places["cookies"]["member"]
            look(page, "member", Visit(places["pages"][page], cookie, form, expected=302))
    return found


@contextmanager
def serving(name: str, url: str):
    """The site under gunicorn: its port, its master's process and the places to look at."""
    binaries, settings = SITES[name]
    port = _free_port()
    environment = _environment(url) | {"DJANGO_SETTINGS_MODULE": settings, "PORT": str(port)}
    environment["PYTHONPATH"] = str(PROJECT)
    places = json.loads(
        subprocess.run(
            [binaries / "python", "-W", "ignore", "-m", "bench.places"],
            cwd=PROJECT, env=environment, check=True, text=True, stdout=subprocess.PIPE,
        ).stdout.splitlines()[-1]
    )  # fmt: skip
    process = subprocess.Popen(
        [binaries / "gunicorn", "--config", "bench/gunicorn.py"], cwd=PROJECT, env=environment
    )
    try:
        _wait_for(port, process)
        yield port, process.pid, places
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _environment(url: str) -> dict[str, str]:
    """As in production, on this machine alone."""
    return os.environ | {
        "DATABASE_URL": url,
        "TRIAL": "0",
        "ALLOW_HTTP": "1",
        "SITE_URL": "http://127.0.0.1",
        "SECRET_KEY": "only for this bench, and long enough to be let through: 0123456789",
        "EMAIL_URL": "consolemail://",
        "LOG_LEVEL": "ERROR",
    }


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        if process.poll() is not None:
            sys.exit("The site did not start.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/forum/", timeout=30)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
