"""Each part is killed and frozen under two hosts: what do a visitor and a member see, how long
does it take, and does work go on by itself?

    make bench-away

Starts a PostgreSQL and a Redis of its own, a store, a mail server, and the whole site twice, as two
hosts would (``manage.py serve``, TASKS=rq). SIGKILL, then SIGSTOP, falls on each part in turn; the
store and the mail server stop listening, then say nothing. Prints a table, and ends with 1 where a
page came without help now, none came within 30 seconds, or the site did not go on by itself.
Needs the programs of PostgreSQL and of Redis.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import stand_ins

LONGEST = 30.0
HELP = b'aria-label="Help now"'
STORE_RESTS = 21.0
"""Seconds after which nobody leaves the store alone any more for how it was before."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what: Callable[[], object], seconds: float = 90.0) -> float:
    """How long it took; infinite when it did not happen."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if what():
                return time.monotonic() - began
        except Exception:
            pass
        time.sleep(0.25)
    return float("inf")


def family(pid: int) -> list[int]:
    """The process and all that came of it."""
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            children += family(int(stat.parent.name))
    return [pid, *children]


class Server:
    """A program of its own that can be killed, frozen, thawed and started again."""

    def __init__(self, command: list[str], answers: Callable[[], object]) -> None:
        self.command, self.answers = command, answers
        self.start()

    def start(self) -> None:
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            self.command, stdout=quiet, stderr=quiet, start_new_session=True
        )
        if wait_for(self.answers) == float("inf"):
            raise SystemExit(f"{self.command[0]} did not start")

    def send(self, number: int) -> None:
        for pid in family(self.process.pid):
            os.kill(pid, number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send(signal.SIGCONT)


def postgresql(folder: Path, port: int) -> Server:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    initdb = shutil.which("initdb") or (str(found[-1] / "initdb") if found else "")
    if not initdb:
        raise SystemExit("PostgreSQL's programs are not here.")
    data = folder / "postgresql"
    data.mkdir()
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    as_user = user if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(data, "postgres")
        folder.chmod(0o755)
    make = [initdb, "-D", str(data), "-A", "trust", "-U", "alongside", "-E", "UTF8", "--no-locale"]
    subprocess.run([*as_user, *make], check=True, stdout=subprocess.DEVNULL)
    run = [str(Path(initdb).with_name("postgres")), "-D", str(data), "-p", str(port)]
    run += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    run += ["-c", "fsync=off", "-c", "full_page_writes=off"]  # killed, but not the machine

    def answers() -> bool:
        import psycopg

        with psycopg.connect(f"postgresql://alongside@127.0.0.1:{port}/postgres"):
            return True

    return Server([*as_user, *run], answers)


@dataclass
class Seen:
    """What one person saw of one address."""

    status: int
    seconds: float
    help_now: bool

    def __str__(self) -> str:
        told = "" if self.help_now else ", no help now"
        return f"{self.status or 'nothing'} in {self.seconds:.1f} s{told}"


def look(url: str, cookie: str) -> Seen:
    began = time.monotonic()
    request = urllib.request.Request(url, headers={"Cookie": f"session={cookie}"} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=LONGEST + 15) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    except OSError:
        status, body = 0, b""
    return Seen(status, time.monotonic() - began, HELP in body)


@dataclass
class Site:
    hosts: list[str]
    member: str
    mail: stand_ins.MailServer
    faults: list[str] = field(default_factory=list)

    def pages(self) -> dict[str, list[str]]:
        return {
            "visitor": [f"{host}/" for host in self.hosts],
            "member": [f"{host}/forum/" for host in self.hosts],
        }

    def see(self, name: str) -> list[str]:
        """The slowest of both hosts at first, and of both a moment later."""
        cells = []
        for person, urls in self.pages().items():
            cookie = self.member if person == "member" else ""
            first = max((look(url, cookie) for url in urls), key=lambda seen: seen.seconds)
            again = max((look(url, cookie) for url in urls), key=lambda seen: seen.seconds)
            cells.append(f"{first}; then {again}")
            if name.startswith("store"):
                picture = look(self.hosts[0] + self.picture(), cookie)
                cells[-1] += f"; a picture {picture.status} in {picture.seconds:.1f} s"
            for seen in (first, again):
                if not seen.help_now or not seen.status or seen.seconds > LONGEST:
                    self.faults.append(f"{name}, {person}: {seen}")
        return cells

    def picture(self) -> str:
        from resources.models import SiteRendition

        return SiteRendition.objects.first().url

    def is_well(self) -> bool:
        return all(
            look(url, self.member).status == 200 for urls in self.pages().values() for url in urls
        )

    def works(self, name: str) -> float:
        """Seconds until a mail that is ordered now has come."""
        from django.core.mail import send_mail
        from django.db import connections

        subject = f"mail after {name} {time.monotonic()}"

        def ordered() -> bool:
            connections.close_all()
            return bool(send_mail(subject, "Hello", None, ["member@example.org"]))

        waited = wait_for(ordered)
        return waited + wait_for(
            lambda: any(subject.encode() in mail for mail in list(self.mail.received)), 150
        )


def prepare(variables: dict[str, str]) -> str:
    """The demo in the database, and the key of a member's session."""
    os.environ.update(variables)
    import django

    django.setup()
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command

    from members.models import User

    call_command("release", verbosity=0)
    call_command("seed_demo", verbosity=0)
    user = User.objects.filter(is_superuser=False, is_active=True, groups=None).first()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="alongside-away-") as folder:
        return prove(Path(folder))


def prove(folder: Path) -> int:
    ports = {name: free_port() for name in ("postgresql", "redis", "a", "b")}
    database = postgresql(folder, ports["postgresql"])
    redis = Server(
        ["redis-server", "--port", str(ports["redis"]), "--save", "", "--dir", str(folder)],
        lambda: socket.create_connection(("127.0.0.1", ports["redis"]), 1).close() or True,
    )
    store, mail = stand_ins.Store().__enter__(), stand_ins.MailServer().__enter__()
    variables = {
        "TRIAL": "1",
        "DJANGO_SETTINGS_MODULE": "cop_site.settings",
        "DATABASE_URL": f"postgres://alongside@127.0.0.1:{ports['postgresql']}/postgres",
        "REDIS_URL": f"redis://127.0.0.1:{ports['redis']}/0",
        "TASKS": "rq",
        "S3_BUCKET": "files",
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{store.port}",
        "S3_REGION": "x",
        "S3_ACCESS_KEY": "a",
        "S3_SECRET_KEY": "b",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "PRIVATE_ROOT": str(folder / "private"),
        "WEB_CONCURRENCY": "2",
    }
    member = prepare(variables)
    hosts = [
        Server(
            [sys.executable, "manage.py", "serve", "--port", str(ports[host])],
            lambda host=host: look(f"http://127.0.0.1:{ports[host]}/", "").status == 200,
        )
        for host in ("a", "b")
    ]
    site = Site([f"http://127.0.0.1:{ports[host]}" for host in ("a", "b")], member, mail)
    cases: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("PostgreSQL killed", database.kill, database.start),
        ("PostgreSQL frozen", database.freeze, database.thaw),
        ("Redis killed", redis.kill, redis.start),
        ("Redis frozen", redis.freeze, redis.thaw),
        ("store fails", store.fails.set, store.fails.clear),
        ("store frozen", store.hangs.set, store.hangs.clear),
        ("mail server frozen", mail.hangs.set, mail.hangs.clear),
        ("a host killed", hosts[0].process.kill, hosts[0].start),
    ]
    try:
        print("| what happened | visitor | member | pages well again | work goes on |")
        print("|---|---|---|---|---|", flush=True)
        for name, breaks, mends in cases:
            run(site, name, breaks, mends)
    finally:
        for host in hosts:
            host.process.send_signal(signal.SIGTERM)
        for host in hosts:
            host.process.wait()
        for server in (redis, database):
            server.kill()
    print("\n".join(site.faults) or "Help now on each page, and all went on by itself.")
    return 1 if site.faults else 0


def run(site: Site, name: str, breaks: Callable[[], object], mends: Callable[[], object]) -> None:
    site.is_well()
    if name.startswith("store"):
        time.sleep(STORE_RESTS)
    breaks()
    if name == "a host killed":
        cells = ["(not asked)", "(not asked)"]
    else:
        time.sleep(0.5)
        cells = site.see(name)
    mends()
    well, works = wait_for(site.is_well), site.works(name)
    if max(well, works) == float("inf"):
        site.faults.append(f"{name}: it did not go on by itself")
    print(f"| {name} | {' | '.join(cells)} | {well:.0f} s | {works:.0f} s |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
