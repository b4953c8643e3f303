"""Pictures that people send, drawn anew so that nothing hidden in them is passed on.

What is seen stays: shades, colours and what shows through, by the PNG specification (third
edition: sample depth 13.12, transparency 11.3.1, gamma 13.13) and the colour profile (ICC.1).
"""

import io
import struct
import warnings
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageMath, ImageOps

from core.files import clean_name

MAX_PIXELS = 40_000_000
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
"""What Pillow calls the kinds that are read, and how the name of such a file ends."""
PLAIN_GAMMA = 1 / 2.2
"""How light is written where a picture does not say otherwise."""
_SPACES = {"L": "GRAY", "LA": "GRAY", "RGB": "RGB", "RGBA": "RGB", "P": "RGB", "CMYK": "CMYK"}
_UNREADABLE = (
    *(OSError, ValueError, SyntaxError, EOFError, MemoryError, RuntimeError, struct.error),
    *(TypeError, KeyError, IndexError, ArithmeticError, Image.DecompressionBombError),
)
"""What Pillow raises for content that is broken, wherever in it."""


def redrawn(upload: File, *, longest_side: int, into: str = "") -> ContentFile:
    """The picture without the place where it was taken, or anything else it carried.

    It is what its content says, whatever its name says, and is named so; ``into`` draws it
    as another of ``EXTENSIONS``. Raises ValidationError with what to do instead.
    """
    try:
        with warnings.catch_warnings():
            # Of bombs, which are measured here, and of what is broken beside the picture.
            warnings.simplefilter("ignore")
            upload.seek(0)
            image = Image.open(upload, formats=list(EXTENSIONS))
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("This picture is too large to be shown. Please make it smaller."),
                    code="pixels",
                )
            # A camera that keeps several pictures in one JPEG is told apart by Pillow.
            kind = into or ("JPEG" if image.format == "MPO" else image.format or "")
            image.draft(None, (longest_side, longest_side))
            picture = _small(_in_eight_bits(image), longest_side)
            return ContentFile(
                _drawn(picture, kind), name=_named(clean_name(upload.name or ""), kind)
            )
    except ValidationError:
        raise
    except _UNREADABLE:
        raise ValidationError(
            _("This picture cannot be read. Please save it again and add it once more."),
            code="content",
        ) from None


def size_of(file: Any) -> tuple[int, int] | None:
    """Width and height of a picture; None for what is none. The file is left at its beginning."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file.seek(0)
            return Image.open(file, formats=list(EXTENSIONS)).size
    except _UNREADABLE:
        return None
    finally:
        file.seek(0)


def _named(name: str, kind: str) -> str:
    path = PurePath(name)
    says = path.suffix.removeprefix(".").lower()
    if says == EXTENSIONS[kind] or (says, kind) == ("jpeg", "JPEG"):
        return name
    return f"{path.stem}.{EXTENSIONS[kind]}"


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The first frame, upright, each channel in 8 bits, what shows through as a channel.

    A palette is kept where its colours are what is seen.
    """
    tiles = getattr(image, "tile", ())
    rawmode = str(tiles[0][3]) if tiles and image.format == "PNG" else ""
    picture = _upright(image)
    see_through = picture.info.pop("transparency", None)
    gamma = picture.info.get("gamma")
    if "icc_profile" in picture.info or "srgb" in picture.info:
        gamma = None
    if picture.mode.startswith("I"):
        picture = _from_sixteen_bits(picture, see_through)
    elif picture.mode == "P":
        # A palette says itself what shows through, and has no light that is written otherwise.
        if see_through is not None:
            picture.info["transparency"] = see_through
        if gamma or (picture.palette and picture.palette.mode == "RGBA"):
            picture = picture.convert("RGBA")
    elif picture.mode in ("1", "L"):
        picture = picture.convert("L")
        if isinstance(see_through, int):
            # Of 1, 2 or 4 bits, the file names the sample as it is written.
            see_through *= {"L;2": 85, "L;4": 17}.get(rawmode, 1)
            alpha = picture.point([0 if shade == see_through else 255 for shade in range(256)])
            picture = _with(picture, alpha)
    elif picture.mode == "RGB" and isinstance(see_through, tuple):
        if "16" in rawmode:
            see_through = tuple(sample >> 8 for sample in see_through)
        picture.info["transparency"] = see_through
        picture = picture.convert("RGBA")
    if gamma and abs(gamma - PLAIN_GAMMA) > 0.01:
        picture = _in_plain_light(picture, gamma)
    return picture


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _UNREADABLE:
        image.load()  # What stands beside the picture is broken, and perhaps the picture is not.
        return image.copy()


def _from_sixteen_bits(picture: Image.Image, see_through: object) -> Image.Image:
    wide = picture.convert("I")
    # Of 65,535 shades the nearest of 255.
    grey = wide.point(lambda sample: sample * (1 / 257) + 0.5).convert("L")
    grey.info = picture.info
    if not isinstance(see_through, int):
        return grey
    alpha = ImageMath.lambda_eval(
        lambda shades: shades["convert"]((shades["wide"] != see_through) * 255, "L"), wide=wide
    )
    return _with(grey, alpha)


def _with(grey: Image.Image, alpha: Image.Image) -> Image.Image:
    merged = Image.merge("LA", (grey, alpha))
    merged.info = grey.info
    return merged


def _in_plain_light(picture: Image.Image, gamma: float) -> Image.Image:
    bent = [round(255 * (shade / 255) ** (PLAIN_GAMMA / gamma)) for shade in range(256)]
    straight = list(range(256))
    curves = [straight if band == "A" else bent for band in picture.getbands()]
    return picture.point([shade for curve in curves for shade in curve])


def _small(picture: Image.Image, longest_side: int) -> Image.Image:
    if max(picture.size) <= longest_side:
        return picture
    if picture.mode == "P":
        # Colours between those of a palette are not in it.
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((longest_side, longest_side))
    return picture


def _drawn(picture: Image.Image, kind: str) -> bytes:
    """The picture with its colours and nothing else of what it carried."""
    picture, profile = _with_its_profile(picture, grey=kind in ("JPEG", "PNG"))
    if kind == "JPEG" and picture.has_transparency_data:
        picture = _on_white(picture)
    if kind == "JPEG" and picture.mode == "P":
        picture = picture.convert("RGB")
    if kind not in ("JPEG", "PNG") and picture.mode == "LA":
        picture = picture.convert("RGBA")
    clean = picture.copy()
    clean.info = {
        key: value for key, value in clean.info.items() if key in ("transparency", "background")
    }
    options: dict[str, Any] = {} if kind in ("GIF", "PNG") else {"quality": 85}
    if profile and kind != "GIF":
        options["icc_profile"] = profile
    drawn = io.BytesIO()
    clean.save(drawn, kind, **options)
    return drawn.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    seen = picture.convert("RGBA" if picture.mode in ("P", "RGB") else picture.mode)
    flat = seen.mode.removesuffix("A")
    white = Image.new(flat, seen.size, "white")
    white.paste(seen.convert(flat), mask=seen.getchannel("A"))
    return white


def _with_its_profile(picture: Image.Image, *, grey: bool) -> tuple[Image.Image, bytes | None]:
    """The picture in grey or red, green and blue, and the profile that fits it, if it has one.

    Where a profile is of another kind than what is written, its colours are worked out.
    """
    written = picture.info.get("icc_profile")
    fits = picture.mode in _SPACES and (grey or not picture.mode.startswith("L"))
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(written)) if written else None
        if profile and profile.profile.xcolor_space.strip() == _SPACES.get(picture.mode):
            if fits and picture.mode != "CMYK":
                return picture, written
            if picture.mode in ("CMYK", "L"):
                plain = ImageCms.createProfile("sRGB")
                worked_out = ImageCms.profileToProfile(picture, profile, plain, outputMode="RGB")
                return worked_out or picture, None
    except (ImageCms.PyCMSError, *_UNREADABLE):
        pass  # A profile that cannot be read says nothing.
    if picture.mode not in _SPACES or picture.mode == "CMYK":
        picture = picture.convert("RGB")
    return picture, None
