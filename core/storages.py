"""Where files are stored: in the media folder, or in a bucket. Each keeps names as they are."""

from django.core.files.storage import FileSystemStorage, Storage

from core.files import clean_name
from core.store import Store


class _NamesInTheirOwnScript(Storage):
    def get_valid_name(self, name: str) -> str:
        """The cleaned name, in its own script: Django's own way takes the marks off letters."""
        return clean_name(name)


class Folder(_NamesInTheirOwnScript, FileSystemStorage):
    pass


class Bucket(_NamesInTheirOwnScript, Store):
    pass
