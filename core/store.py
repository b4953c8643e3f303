"""The S3-compatible store, which may hang: it holds up some of a process' threads, never all."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from core.tasks import delete_from_the_store
from work.parts import Part, PartAwayError
from work.queue import enqueue

STORE = Part("store of files", rest=20.0)
PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 1})
PLACES = threading.BoundedSemaphore(max(1, int(os.environ.get("WEB_THREADS") or 4) // 2))
"""Half of the threads may wait for the store; the others answer what needs no file."""
WAIT = 1.0
"""Seconds for one of those places to become free."""


class Store(S3Storage):
    """A storage that raises ``PartAwayError`` when the store is away or has no place free."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config: Config = self.client_config.merge(PATIENCE)
        self.transfer_config = TransferConfig(use_threads=False, num_download_attempts=1)

    def _open(self, name: str, mode: str = "rb") -> Any:
        """Open the file with all that is in it, so that no answer breaks off in the middle."""
        with _asked():
            file = super()._open(name, mode)
            return file.open() if "r" in mode else file

    def _save(self, name: str, content: Any) -> str:
        with _asked():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        """Delete the file at once, or as soon as the store is back: it may not stay there."""
        try:
            self.delete_now(name)
        except PartAwayError:
            enqueue(delete_from_the_store, name)

    def delete_now(self, name: str) -> None:
        with _asked():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _asked():
            return super().exists(name)

    def listdir(self, name: str) -> Any:
        with _asked():
            return super().listdir(name)

    def size(self, name: str) -> int:
        with _asked():
            return super().size(name)

    def get_modified_time(self, name: str) -> Any:
        with _asked():
            return super().get_modified_time(name)


@contextmanager
def _asked() -> Iterator[None]:
    if not PLACES.acquire(timeout=WAIT):
        raise PartAwayError("The store of files is busy")
    try:
        with STORE.asked(BotoCoreError, HTTPError, _ServerError), _told_apart():
            yield
    finally:
        PLACES.release()


class _ServerError(Exception):
    """The store says that it cannot, just now."""


@contextmanager
def _told_apart() -> Iterator[None]:
    """Raise ``_ServerError`` where the store fails; it also says no: not there, not yours."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        if status >= 500 or status == 429:
            raise _ServerError from error
        raise
