"""Files that were sent with a preview or with a form that had a mistake, kept for the next try.

Beside all other files, so that the next try may reach another host; no address leads to them.
"""

import hashlib
import json
import zipfile
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from machina.apps.forum_conversation.forum_attachments.cache import (
    AttachmentCache as MachinaAttachmentCache,
)

from work.parts import PartAwayError

KEPT_FOR = 6 * 3600
"""Seconds; as long as somebody may sit over a post."""
FOLDER = "unsent"
INDEX = "index.json"


class AttachmentCache(MachinaAttachmentCache):
    """Keeps name and content of each file, by the name of its field; one archive for each key."""

    def set(self, key: str, files: Any) -> None:
        """Keep the files in place of earlier ones: a store gives a second file another name."""
        index = []
        packed = ContentFile(b"")
        with zipfile.ZipFile(packed, "w") as archive:
            for number, (field, upload) in enumerate(files.items()):
                upload.seek(0)
                archive.writestr(str(number), upload.read())
                upload.seek(0)
                index.append([field, upload.name, upload.content_type])
            archive.writestr(INDEX, json.dumps(index))
        if default_storage.exists(_place(key)):
            self.delete(key)
        default_storage.save(_place(key), packed)

    def get(self, key: str) -> MultiValueDict:
        """The kept files. Raises ``PartAwayError`` where nobody can say whether there are any."""
        files: MultiValueDict = MultiValueDict()
        with (
            suppress(FileNotFoundError),
            default_storage.open(_place(key)) as packed,
            zipfile.ZipFile(packed) as archive,
        ):
            for number, (field, name, kind) in enumerate(json.loads(archive.read(INDEX))):
                files[field] = SimpleUploadedFile(name, archive.read(str(number)), kind)
        return files

    def delete(self, key: str) -> None:
        """Delete the files now if that can be; else they go with those that are forgotten."""
        _delete(_place(key))

    def forgotten(self, now: datetime) -> list[str]:
        """The paths of files that nobody came back for in time."""
        try:
            _folders, names = default_storage.listdir(FOLDER)
        except FileNotFoundError:
            return []
        return [place for name in names if _age(place := f"{FOLDER}/{name}", now) > KEPT_FOR]

    def forget(self, places: list[str]) -> None:
        for place in places:
            _delete(place)


def _place(key: str) -> str:
    return f"{FOLDER}/{hashlib.sha256(key.encode()).hexdigest()}"


def _age(place: str, now: datetime) -> float:
    """The file's age in seconds; 0 for one that somebody else has taken away meanwhile."""
    try:
        return (now - default_storage.get_modified_time(place)).total_seconds()
    except FileNotFoundError:
        return 0.0


def _delete(place: str) -> None:
    """Delete now or never: later the place may hold newer files."""
    with suppress(PartAwayError):
        getattr(default_storage, "delete_now", default_storage.delete)(place)


cache = AttachmentCache()
