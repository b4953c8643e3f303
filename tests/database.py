"""A migrated SQLite database kept between test runs: migrations take most of half a minute."""

import fcntl
import hashlib
import inspect
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def migrated(folder: Path) -> Path:
    """A database in *folder* with the present migrations; the first process to ask makes it."""
    kept = folder / f"{_key()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            _migrate(folder / "unfinished.sqlite3").rename(kept)
    return kept


def _key() -> str:
    """The same for the same migrations."""
    digest = hashlib.sha256()
    migrations = MigrationLoader(None).disk_migrations
    for name, migration in sorted(migrations.items()):
        digest.update(repr(name).encode())
        digest.update(Path(inspect.getfile(type(migration))).read_bytes())
    return digest.hexdigest()[:16]


def _migrate(path: Path) -> Path:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    return path
