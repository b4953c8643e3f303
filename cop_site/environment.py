"""What the environment says, in the shapes that settings want. Every variable: ``variables.py``."""

import os
import re
import sys
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from cop_site.variables import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

NO_TRACKING = {
    "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
    # A provider that cannot track need not be told not to.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "REQUESTS_TIMEOUT": 15,
}


def read_file(file: Path) -> str:
    """Take what this file sets and the process does not; says which line it cannot read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        return f"{file.name} cannot be read: is it text (UTF-8), and may this process open it?"
    for number, line in enumerate(lines, 1):
        if line and not re.match(r"#|(export )?\w+=", line):
            return f"Line {number} of {file.name} must be NAME=value, or begin with #."
    environ.Env.read_env(file)
    return ""


_trouble = read_file(BASE_DIR / ".env")
env = Environment(os.environ)


def stop_if_wrong() -> None:
    """End the process, before anything is started, with all that is wrong in one list."""
    if said := _trouble or env.says():
        sys.exit(said)


def database() -> dict[str, Any]:
    """PostgreSQL by ``DATABASE_URL``, else SQLite in the project's folder."""
    url = env["DATABASE_URL"] or f"sqlite:///{BASE_DIR}/db.sqlite3"
    settings = environ.Env.db_url_config(url)
    if settings["ENGINE"] != "django.db.backends.sqlite3":
        if settings["ENGINE"] == "django.db.backends.postgresql":
            settings["ENGINE"] = "work.postgresql"
        return settings | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;"
    return settings | {
        # Reconnecting costs more than most queries do.
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def shared_caches() -> dict[str, dict[str, Any]]:
    """Redis by ``REDIS_URL``, else a table: every process must see the same cache.

    The table is asked while Redis is away. Django's own limit of 300 entries would throw
    away counts of tries at signing in that still hold.
    """
    table = {
        "BACKEND": "core.caches.TableCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
    if not (url := env["REDIS_URL"]):
        return {"default": table}
    in_place = table | {"KEY_FUNCTION": "core.caches.as_it_is"}
    return {"default": {"BACKEND": "core.caches.SharedCache", "LOCATION": url}, "table": in_place}


def tasks() -> dict[str, Any]:
    """Where work waits, by ``TASKS``: in the database alone, or with Redis (RQ) to wake workers."""
    queues = ["default", "mail"]
    if env["TASKS"] == "database":
        return {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": queues}
    backend = "work.redis_queue.RedisBackend"
    return {"BACKEND": backend, "QUEUES": queues, "OPTIONS": {"url": env["REDIS_URL"]}}


def file_storage() -> dict[str, Any]:
    """An S3-compatible bucket by ``S3_BUCKET``, else the media folder."""
    if not env["S3_BUCKET"]:
        return {"BACKEND": "core.storages.Folder"}
    return {
        "BACKEND": "core.storages.Bucket",
        "OPTIONS": {
            "bucket_name": env["S3_BUCKET"],
            "endpoint_url": env["S3_ENDPOINT_URL"] or None,
            "region_name": env["S3_REGION"] or None,
            "access_key": env["S3_ACCESS_KEY"],
            "secret_key": env["S3_SECRET_KEY"],
            # The only way that Amazon still takes; without the region in the host, it redirects,
            # and what was signed for the other host is refused.
            "signature_version": "s3v4",
            "addressing_style": None if env["S3_ENDPOINT_URL"] else "virtual",
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


def files_origin() -> str:
    """The origin of pictures that are not from this site, for the content security policy."""
    if env["PRIVATE_FILES_BY"] != "signed":
        return ""
    if env["S3_ENDPOINT_URL"]:
        return str(env["S3_ENDPOINT_URL"])
    region = env["S3_REGION"]
    host = "s3.amazonaws.com" if region == "us-east-1" else f"s3.{region}.amazonaws.com"
    # A name with dots has no certificate as a host.
    return f"https://{host}" if "." in env["S3_BUCKET"] else f"https://{env['S3_BUCKET']}.{host}"


def mail() -> dict[str, Any]:
    """Django's ``EMAIL_*`` settings with the delivering backend as ``DELIVERY_BACKEND``."""
    if env["EMAIL_PROVIDER"]:
        return {
            "DELIVERY_BACKEND": f"anymail.backends.{env['EMAIL_PROVIDER']}.EmailBackend",
            "ANYMAIL": NO_TRACKING | env["EMAIL_PROVIDER_OPTIONS"],
        }
    settings = environ.Env.email_url_config(env["EMAIL_URL"] or "consolemail://")
    backend = settings.pop("EMAIL_BACKEND")
    chosen = {key: value for key, value in settings.items() if key.startswith("EMAIL_")}
    # A server that says nothing must not keep a worker for ever.
    return chosen | {"DELIVERY_BACKEND": backend, "EMAIL_TIMEOUT": 15}


def mail_from() -> str:
    """Who mail comes from, by ``MAIL_FROM``."""
    return (
        env["MAIL_FROM"]
        or f"Alongside <kia.ora@{urlsplit(env['SITE_URL']).hostname or 'localhost'}>"
    )


def mail_events_from() -> str:
    """The provider that may tell what became of mail: only one that shares a secret with us."""
    return env["EMAIL_PROVIDER"] if env["EMAIL_PROVIDER_OPTIONS"].get("WEBHOOK_SECRET") else ""


def security_contact() -> str:
    """Whom to tell of a weakness: an address that is there, for mail comes from it."""
    return env["SECURITY_CONTACT"] or f"mailto:{parseaddr(mail_from())[1]}"


def sign_in_providers() -> dict[str, Any]:
    """OpenID Connect sign-in by ``OIDC_ISSUER``, for allauth; none without it."""
    if not env["OIDC_ISSUER"]:
        return {}
    app = {
        "provider_id": "oidc",
        "name": env["OIDC_NAME"],
        "client_id": env["OIDC_CLIENT_ID"],
        "secret": env["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": env["OIDC_ISSUER"]},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
