"""The site's pictures and documents, wherever on it they are used."""

from pathlib import PurePath
from typing import ClassVar

from django.db import DatabaseError, models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
)

from core.files import unguessable
from work.parts import PartAwayError, is_away


class SiteImage(AbstractImage):
    """A picture, with the words that stand for it when it is not seen."""

    description = models.CharField(
        "alternative text",
        max_length=255,
        help_text="What the picture shows and why it is here, for people who do not see it.",
    )

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "image"

    @property
    def default_alt_text(self) -> str:
        return self.description

    def get_upload_to(self, filename: str) -> str:
        return unguessable("original_images", filename)

    def create_rendition(self, filter: Filter) -> "SiteRendition":  # noqa: A002
        """Make a size; one that fails while a part is away is a picture missing, not a page."""
        try:
            return super().create_rendition(filter)
        except (PartAwayError, DatabaseError) as error:
            if not is_away(error):
                raise
            raise SourceImageIOError(str(error)) from error


class SiteRendition(AbstractRendition):
    """A picture in one size, at an address that asks who may see it (``resources.views``)."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="resources_one_rendition"
            )
        ]

    @property
    def url(self) -> str:
        return reverse("media", args=[self.file.name])

    def get_upload_to(self, filename: str) -> str:
        return unguessable("images", filename)


FILE_KINDS = {
    "csv": "Table (CSV)",
    "docx": "Word",
    "epub": "E-book",
    "odp": "Slides (ODP)",
    "ods": "Spreadsheet (ODS)",
    "odt": "Text (ODT)",
    "pdf": "PDF",
    "pptx": "PowerPoint",
    "rtf": "Text (RTF)",
    "txt": "Plain text",
    "xlsx": "Excel",
}


def document_path(document: "SiteDocument", filename: str) -> str:
    return unguessable("documents", filename)


class SiteDocument(AbstractDocument):
    """A file to read or download; its collection says who may.

    Lists show ``kind`` and ``file_size``, which ask neither the database nor the storage.
    """

    file = models.FileField(upload_to=document_path)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"

    @property
    def kind(self) -> str:
        """What sort of file this is, in a word or two."""
        extension = PurePath(str(self.file.name)).suffix.lstrip(".").lower()
        return FILE_KINDS.get(extension, extension.upper())
