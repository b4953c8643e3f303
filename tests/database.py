"""A migrated database to copy, made once: migrations take most of half a minute.

On SQLite it is a file kept between test runs; on PostgreSQL a database that stays on the server.
"""

import fcntl
import hashlib
import inspect
import shutil
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

PREFIX = "alongside_test_migrated_"


def copy(folder: Path, name: str) -> None:
    """Make a migrated database called *name*; *folder* keeps what processes and runs share."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "sqlite":
            shutil.copyfile(_kept_file(folder), name)
        else:
            _order(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(_kept_database())}")


def drop(name: str) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        own = Path(name)
        for path in own.parent.glob(f"{own.name}*"):
            path.unlink()
    else:
        _order(f"DROP DATABASE {_quoted(name)} WITH (FORCE)")


def _kept_file(folder: Path) -> Path:
    kept = folder / f"{_key()}.sqlite3"
    if not kept.exists():
        for old in folder.glob("*.sqlite3*"):
            old.unlink()
        unfinished = folder / "unfinished.sqlite3"
        _migrate(str(unfinished))
        unfinished.rename(kept)
    return kept


def _kept_database() -> str:
    kept = f"{PREFIX}{_key()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        there = [name for (name,) in cursor.fetchall() if name.startswith(PREFIX)]
    if kept not in there:
        for old in there:
            _order(f"DROP DATABASE {_quoted(old)} WITH (FORCE)")
        unfinished = f"{PREFIX}in_part"
        _order(f"CREATE DATABASE {unfinished}")
        _migrate(unfinished)
        _order(f"ALTER DATABASE {unfinished} RENAME TO {_quoted(kept)}")
    return kept


def _order(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _key() -> str:
    """The same for the same migrations."""
    digest = hashlib.sha256()
    migrations = MigrationLoader(None).disk_migrations
    for name, migration in sorted(migrations.items()):
        digest.update(repr(name).encode())
        digest.update(Path(inspect.getfile(type(migration))).read_bytes())
    return digest.hexdigest()[:16]


def _migrate(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
