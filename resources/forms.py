"""Forms of the library's pictures, in the editors' screens."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.pictures import redrawn

LONGEST_SIDE = 4096


class PictureField(WagtailImageField):
    """Pictures, drawn anew: sizes of them are shown to everybody, with all that they carry.

    What was sent is written over, for the screen that adds several at a time keeps that
    itself until their descriptions are there.
    """

    def to_python(self, data: UploadedFile | None) -> Any:
        if data:
            self.check_image_file_size(data)
            drawn = redrawn(data, longest_side=LONGEST_SIDE)
            data.seek(0)
            data.truncate()
            data.write(drawn.read())
            data.seek(0)
            data.name, data.size = drawn.name, drawn.size
        return super().to_python(data)


class SiteImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared: a form for several at a time leaves the file out.
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=file.label, required=file.required, widget=file.widget
            )
