"""What the environment says, in the shapes that settings want. Every variable: ``.env.example``."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

NO_TRACKING = {
    "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
    # A provider that cannot track need not be told not to.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "REQUESTS_TIMEOUT": 15,
}

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")


def required(name: str, example: str) -> str:
    """A variable that production cannot do without; says its name and an example if it is unset."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"Set the environment variable {name}, for example {name}={example} "
            "(all variables: .env.example). For a trial on your own machine set TRIAL=1."
        )
    return value


def database() -> dict[str, Any]:
    """PostgreSQL by ``DATABASE_URL``, else SQLite in the project's folder."""
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR}/db.sqlite3"
    settings = env.db_url_config(url)
    if settings["ENGINE"] != "django.db.backends.sqlite3":
        if settings["ENGINE"] == "django.db.backends.postgresql":
            settings["ENGINE"] = "core.postgresql"
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
    if not (url := env.str("REDIS_URL", default="")):
        return {"default": table}
    in_place = table | {"KEY_FUNCTION": "core.caches.as_it_is"}
    return {"default": {"BACKEND": "core.caches.SharedCache", "LOCATION": url}, "table": in_place}


def tasks() -> dict[str, Any]:
    """Where work waits, by ``TASKS``: in the database alone, or with Redis (RQ) to wake workers."""
    way, queues = env.str("TASKS", default="database"), ["default", "mail"]
    if way == "database":
        return {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": queues}
    if way != "rq":
        raise ImproperlyConfigured("TASKS must be database or rq.")
    if not (url := env.str("REDIS_URL", default="")):
        raise ImproperlyConfigured("TASKS=rq needs a Redis: set REDIS_URL.")
    backend = "core.work.redis_queue.RedisBackend"
    return {"BACKEND": backend, "QUEUES": queues, "OPTIONS": {"url": url}}


def file_storage() -> dict[str, Any]:
    """An S3-compatible bucket by ``S3_BUCKET``, else the media folder."""
    bucket = env.str("S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "core.store.Store",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": required("S3_ACCESS_KEY", "…"),
            "secret_key": required("S3_SECRET_KEY", "…"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


def private_files_by() -> str:
    """Who sends a file's bytes once this site has said yes: ``core.files`` knows the ways."""
    way, bucket = env.str("PRIVATE_FILES_BY", default="app"), env.str("S3_BUCKET", default="")
    if way not in ("app", "x-accel", "signed"):
        raise ImproperlyConfigured("PRIVATE_FILES_BY must be app, x-accel or signed.")
    if way == "x-accel" and bucket:
        raise ImproperlyConfigured(
            "PRIVATE_FILES_BY=x-accel needs the files on this machine: use app or signed."
        )
    if way == "signed" and not bucket:
        raise ImproperlyConfigured("PRIVATE_FILES_BY=signed needs a store: set S3_BUCKET.")
    return way


def files_origin() -> str:
    """Where pictures come from when not from this site, for the content security policy."""
    if private_files_by() != "signed":
        return ""
    return env.str("S3_ENDPOINT_URL", default="") or "https://*.amazonaws.com"


def mail(*, trial: bool) -> dict[str, Any]:
    """Django's ``EMAIL_*`` settings with the delivering backend as ``DELIVERY_BACKEND``."""
    if "EMAIL_URL" in env:
        settings = env.email_url("EMAIL_URL")
        backend = settings.pop("EMAIL_BACKEND")
        chosen = {key: value for key, value in settings.items() if key.startswith("EMAIL_")}
        # A server that says nothing must not keep a worker for ever.
        return chosen | {"DELIVERY_BACKEND": backend, "EMAIL_TIMEOUT": 15}
    if "EMAIL_PROVIDER" in env:
        return {
            "DELIVERY_BACKEND": f"anymail.backends.{env.str('EMAIL_PROVIDER')}.EmailBackend",
            "ANYMAIL": NO_TRACKING | env.json("EMAIL_PROVIDER_OPTIONS", default={}),
        }
    if not trial:
        required("EMAIL_URL", "smtp+tls://name:password@mail.example.org:587")
    return {"DELIVERY_BACKEND": "django.core.mail.backends.console.EmailBackend"}


def mail_events_from() -> str:
    """The provider that may tell what became of mail: only one that shares a secret with us."""
    if "EMAIL_URL" in env or "EMAIL_PROVIDER" not in env:
        return ""
    options = env.json("EMAIL_PROVIDER_OPTIONS", default={})
    return env.str("EMAIL_PROVIDER") if options.get("WEBHOOK_SECRET") else ""


def sign_up() -> str:
    """How one becomes a member, by ``SIGN_UP``; anybody makes an account without it."""
    ways = ("open", "approval", "invitation")
    way = env.str("SIGN_UP", default="open")
    if way not in ways:
        raise ImproperlyConfigured(f"SIGN_UP is one of: {', '.join(ways)}.")
    return way


def sign_in_providers() -> dict[str, Any]:
    """OpenID Connect sign-in by ``OIDC_ISSUER``, for allauth; none without it."""
    issuer = env.str("OIDC_ISSUER", default="")
    if not issuer:
        return {}
    app = {
        "provider_id": "oidc",
        "name": env.str("OIDC_NAME", default="your organisation"),
        "client_id": required("OIDC_CLIENT_ID", "alongside"),
        "secret": required("OIDC_CLIENT_SECRET", "…"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
