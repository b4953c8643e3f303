"""A backup as docs/operations.md has it, made while people post: what is restored is what was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg.sql import SQL, Identifier

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs/operations.md").read_text()
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
PATH = os.pathsep.join([*map(str, reversed(BINARIES)), os.environ["PATH"]])


def on_the_page(command: str) -> str:
    assert command in PAGE
    return command


def program(name: str) -> str:
    return shutil.which(name, path=PATH) or pytest.skip(f"{name} is not installed here")


def run(*command: str | Path, **more) -> str:
    done = subprocess.run(  # noqa: S603
        command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False, **more
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture
def environment(database_url, tmp_path) -> dict[str, str]:
    media = tmp_path / "media"
    media.mkdir()
    own = {"TRIAL": "1", "DATABASE_URL": database_url, "MEDIA_ROOT": str(media)}
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | own


@contextmanager
def people_posting(environment):
    """Yields how to wait for the post of a number; whoever posts is killed in the end."""
    posting = subprocess.Popen(
        [sys.executable, "-m", "tests.ops.posting"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )

    def wait_for(number: int) -> None:
        while int(posting.stdout.readline()) < number:
            pass

    try:
        yield wait_for
    finally:
        posting.kill()
        posting.communicate()


def assert_well(environment, names: list[str], media: Path) -> None:
    """Counters are right, no file is missing, and there are some."""
    assert len(names) > 2
    assert [name for name in names if not (media / name).is_file()] == []
    run(sys.executable, "manage.py", "repair_forum_counters", "--check", env=environment)


# PostgreSQL


EVERYTHING = """SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))
FROM {} t"""


def sums(asked) -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has and a checksum over all that stands in them."""
    asked.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'")
    return {
        table: asked.execute(SQL(EVERYTHING).format(Identifier(table))).fetchone()
        for (table,) in asked.fetchall()
    }


def test_what_postgresql_restores_is_what_was_there_at_the_dump(
    database_url, environment, tmp_path
):
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL is no PostgreSQL's")
    dump, copy, media = (tmp_path / name for name in ("dump", "copy", "media"))
    dumping = on_the_page("pg_dump --format=custom").split()
    restoring = on_the_page("pg_restore --no-owner --dbname").split()
    with people_posting(environment) as wait_for:
        wait_for(10)
        with closing(psycopg.connect(database_url)) as looking:
            looking.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            asked = looking.cursor()
            (snapshot,) = asked.execute("SELECT pg_export_snapshot()").fetchone()
            (last,) = asked.execute("SELECT max(id) FROM forum_conversation_post").fetchone()
            wait_for(last + 3)
            of_the_dump = [f"--snapshot={snapshot}", f"--file={dump}", database_url]
            run(program(dumping[0]), *dumping[1:], *of_the_dump)
            before = sums(asked)
        shutil.copytree(media, copy)
        wait_for(last + 6)
    with closing(psycopg.connect(database_url)) as looking:
        later = sums(looking.cursor())

    shutil.rmtree(media)
    name = urlsplit(database_url).path.strip("/")
    with closing(psycopg.connect(database_url, dbname="postgres", autocommit=True)) as ordering:
        ordering.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        ordering.execute(f'CREATE DATABASE "{name}"')
    run(program(restoring[0]), *restoring[1:], database_url, str(dump))
    shutil.copytree(copy, media)

    with closing(psycopg.connect(database_url)) as looking:
        asked = looking.cursor()
        assert sums(asked) == before
        files = asked.execute("SELECT file FROM forum_attachments_attachment").fetchall()
    posts = "forum_conversation_post"
    assert 10 <= before[posts][0] <= later[posts][0] - 5
    assert_well(environment, [file for (file,) in files], media)


# SQLite


def test_what_sqlite_restores_is_whole_and_what_was_there_at_the_copy(
    database_url, environment, tmp_path
):
    if connection.vendor != "sqlite":
        pytest.skip("DATABASE_URL is no SQLite's")
    live = Path(database_url.removeprefix("sqlite:///"))
    backup, copy, media = (tmp_path / name for name in ("copy.sqlite3", "copy", "media"))
    command = on_the_page('sqlite3 db.sqlite3 ".backup copy.sqlite3"').split('"')[1]
    with people_posting(environment) as wait_for:
        wait_for(10)
        run(program("sqlite3"), live, command.replace("copy.sqlite3", str(backup)))
        shutil.copytree(media, copy)
        with closing(sqlite3.connect(backup)) as looking:
            (last,) = looking.execute("SELECT max(id) FROM forum_conversation_post").fetchone()
        wait_for(last + 5)
    everything = "SELECT id, content, created, poster_id FROM forum_conversation_post ORDER BY id"
    with closing(sqlite3.connect(live)) as looking:
        later = looking.execute(everything).fetchall()

    shutil.rmtree(media)
    for path in live.parent.glob(f"{live.name}*"):
        path.unlink()
    shutil.copyfile(backup, live)
    shutil.copytree(copy, media)

    with closing(sqlite3.connect(live)) as looking:
        assert looking.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert looking.execute("PRAGMA foreign_key_check").fetchall() == []
        restored = looking.execute(everything).fetchall()
        files = looking.execute("SELECT file FROM forum_attachments_attachment").fetchall()
    assert 10 <= len(restored) <= len(later) - 5
    assert restored == later[: len(restored)]
    assert_well(environment, [file for (file,) in files], media)
