"""The demo's documents and pictures."""

from django.core.files.base import ContentFile
from wagtail.models import Collection

from demo import data
from demo.loader.section import Demo, Section, demo_users
from resources.models import SiteDocument, SiteImage

COLLECTION = "Demo"


def _exists() -> bool:
    return SiteDocument.objects.filter(uploaded_by_user__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    collection = Collection.objects.filter(name=COLLECTION).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=COLLECTION)
    for entry in data.documents():
        document = SiteDocument.objects.create(
            title=entry["title"],
            file=_file("documents", entry["file"]),
            collection=collection,
            uploaded_by_user=demo.coordinator,
        )
        document.get_file_size()
        document.get_file_hash()
    for entry in data.pictures():
        picture = SiteImage.objects.create(
            title=entry["title"],
            description=entry["description"],
            file=_file("pictures", entry["file"]),
            collection=collection,
            uploaded_by_user=demo.coordinator,
        )
        picture.get_file_size()
        picture.get_file_hash()
    return f"{len(data.documents())} documents, {len(data.pictures())} pictures"


def _file(folder: str, name: str) -> ContentFile:
    return ContentFile(data.path_of(folder, name).read_bytes(), name=name)


def _remove() -> None:
    for kind in (SiteDocument, SiteImage):
        for upload in kind.objects.filter(uploaded_by_user__in=demo_users()):
            upload.delete()
    for collection in Collection.objects.filter(name=COLLECTION, numchild=0):
        if not SiteDocument.objects.filter(collection=collection).exists() and (
            not SiteImage.objects.filter(collection=collection).exists()
        ):
            collection.delete()


SECTION = Section("Documents and pictures", _exists, _write, _remove)
