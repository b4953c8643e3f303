"""Pictures that people send, drawn anew so that nothing hidden in them is passed on."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000


def redrawn(upload: File, *, kinds: list[str], longest_side: int, into: str = "") -> ContentFile:
    """The picture without the place where it was taken, or anything else it carried.

    ``kinds`` are Pillow's names of those that are read; it stays what it was unless
    ``into`` names another. Raises ValidationError with what to do instead.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            upload.seek(0)
            image = Image.open(upload, formats=kinds)
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("This picture is too large to be shown. Please make it smaller."),
                    code="pixels",
                )
            kind = into or image.format or ""
            image.draft("RGB", (longest_side, longest_side))
            picture = ImageOps.exif_transpose(image)
            picture.thumbnail((longest_side, longest_side))
            return ContentFile(_drawn(picture, kind), name=upload.name)
    except ValidationError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError):
        raise ValidationError(
            _("This picture cannot be read. Please save it again and add it once more."),
            code="content",
        ) from None


def _drawn(picture: Image.Image, kind: str) -> bytes:
    """The picture's first frame, with its colours and nothing else of what it carried."""
    if kind == "JPEG":
        picture = picture.convert("RGB")
    elif picture.mode not in ("RGB", "RGBA", "L", "LA", "P"):
        picture = picture.convert("RGBA")
    clean = picture.copy()
    profile = clean.info.get("icc_profile")
    clean.info = {
        key: value for key, value in clean.info.items() if key in ("transparency", "background")
    }
    options = {"quality": 85} if kind in ("JPEG", "WEBP") else {}
    if profile and kind != "GIF":
        options["icc_profile"] = profile
    drawn = io.BytesIO()
    clean.save(drawn, kind, **options)
    return drawn.getvalue()
