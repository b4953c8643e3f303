"""The site's settings, with what differs under test and nothing else."""

import os
import tempfile
from pathlib import Path

os.environ["TRIAL"] = "1"

from cop_site.settings import *  # noqa: F403
from core import logs

DEBUG = TRIAL = False
SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["localhost", "testserver", "127.0.0.1"]
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []},
}
DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="alongside-media-")
PRIVATE_ROOT = tempfile.mkdtemp(prefix="alongside-private-")
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if redis := os.environ.get("REDIS_URL"):
    # Each worker its own database, to clear between tests.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{redis.rpartition('/')[0]}/{worker}"  # noqa: F405
if SQLITE:  # noqa: F405
    # A file, so that threads meet the locks that processes meet in production.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": str(Path(tempfile.gettempdir()) / f"alongside-test-{os.getpid()}.sqlite3")
    }
FORUM_POSTING_PACE = False
LOGGING = logs.configuration(json=False, level="ERROR")
