"""The discussions against stock django-machina, on the same rows, database and gunicorn settings.

    make bench-forum                                   10,000, 100,000 and 1,000,000 posts
    make bench-forum ARGS="--sizes 10000 --rounds 1"   a quick look

PostgreSQL is wanted, in DATABASE_URL; a database is made there for each size and kept, so that the
next run need not fill it. All sites run at once and are asked in turn, page by page, so that
whatever else the machine does falls on all alike. Writes docs/performance.md and its charts.
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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench import report  # noqa: E402
from bench.load import Figures, Visit, measure, median  # noqa: E402

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
    "queue": ("moderator",),
}
# What stock machina may still be busy with when nobody waits for it any more.
READ_LAST = {"unread": ("member", "moderator"), "feed": ("member", "visitor")}
POSTED = ("posting into a short topic", "posting into the longest topic")
BARE = "a bare view"
LOOKS = [
    (BARE, "visitor"),
    (BARE, "member"),
    *((page, who) for page, people in READ.items() for who in people),
    *((page, "member") for page in POSTED),
    *((page, who) for page, people in READ_LAST.items() for who in people),
]
POST = {
    "subject": "Re: measured",
    "content": "One **more** post, to see what it costs.",
    "attachment-TOTAL_FORMS": "0",
    "attachment-INITIAL_FORMS": "0",
}


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server = server_named()
    urls = {size: f"{server}/bench_forum_{size}" for size in options.sizes}
    for size, url in urls.items():
        fill(url, size)
    about = report.machine(
        f"the median of {options.rounds} × {options.seconds:g} seconds, after a warm-up"
    )
    seen: dict[tuple, list[Figures]] = {}
    with ExitStack() as open_sites:
        sites = {
            (size, name): open_sites.enter_context(serving(name, url))
            for size, url in urls.items()
            for name in SITES
        }
        for turn in range(options.rounds):
            for page, who in LOOKS:
                for (size, name), site in sites.items():
                    if page == BARE and name != "this site":
                        continue
                    of_this = seen.setdefault((size, name, page, who), [])
                    if any(figures.failed for figures in of_this):
                        continue
                    of_this.append(look(site, page, who, options.seconds))
                    print(f"{turn + 1} {size:>9,} {name:<13} {page:<31} {who:<9}", of_this[-1])
                    sys.stdout.flush()
            about["load average at the end"] = f"{os.getloadavg()[0]:.1f}"
            result = {"about": about, "sizes": _middle(seen)}
            report.write(result)
    print("\n".join(report.bars(result)))


def server_named() -> str:
    """The PostgreSQL server that ``DATABASE_URL`` names."""
    server, _slash, _name = os.environ.get("DATABASE_URL", "").rpartition("/")
    if not server.startswith("postgres"):
        sys.exit("Name a PostgreSQL server in DATABASE_URL: the bench makes databases of its own.")
    return server


def look(site: "Site", page: str, who: str, seconds: float) -> Figures:
    """What a page costs somebody on one of the running sites."""
    cookie = site.places["cookies"].get(who, "")
    if page == BARE:
        return measure(site.port, site.master, Visit("/bare/", cookie), seconds)
    path = site.places["pages"][page]
    if page not in POSTED:
        return measure(site.port, site.master, Visit(path, cookie), seconds)
    form = POST | {"csrfmiddlewaretoken": site.places["csrf"]}
    return measure(site.port, site.master, Visit(path, cookie, form, expected=302), seconds)


def _middle(seen: dict[tuple, list[Figures]]) -> dict[int, dict]:
    """The median of what the rounds found, by size, site, page and who looked."""
    sizes: dict[int, dict] = {}
    for (size, name, page, who), rounds in seen.items():
        pages = sizes.setdefault(size, {}).setdefault(name, {})
        pages.setdefault(page, {})[who] = median(rounds).as_dict()
    return sizes


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=2, help="for each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts")
    return parser.parse_args()


def fill(url: str, size: int) -> None:
    """Make the database, migrate it, and write what is missing of its posts."""
    name = url.rpartition("/")[2]
    environment = _environment(url) | {"DJANGO_SETTINGS_MODULE": "cop_site.settings"}
    made = subprocess.run(
        [SITES["this site"][0] / "python", "-c", MAKE_DATABASE, url.rpartition("/")[0], name],
        check=True, text=True, capture_output=True,
    ).stdout.strip()  # fmt: skip
    if made:
        print(f"{name}: migrating …", flush=True)
    for command in (
        ["manage.py", "release", "-v", "0"],
        ["manage.py", "seed_scale", "--yes", "--posts", str(size), "--tracks", "120000"],
        ["-m", "bench.waiting"],
    ):
        subprocess.run(
            [SITES["this site"][0] / "python", *command],
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


@dataclass(frozen=True)
class Site:
    """A site that is running: where, under which process, and what there is to look at."""

    port: int
    master: int
    places: dict[str, Any]


@contextmanager
def serving(name: str, url: str) -> Iterator[Site]:
    """One of the sites under gunicorn, on one of the databases."""
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
        yield Site(port, process.pid, places)
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
