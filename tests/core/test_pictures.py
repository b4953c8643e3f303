"""Pictures look as they were meant, whatever they were written in: checked by pixel."""

import io
import random
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageDraw

from core.pictures import redrawn

TELLING = b"GPSLatitude 41.29 S"


def file(content: bytes, name: str = "kete.png") -> ContentFile:
    return ContentFile(content, name=name)


def written(image: Image.Image, kind: str, name: str = "kete.png", **options) -> ContentFile:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return file(stream.getvalue(), name)


def chunk(name: bytes, content: bytes) -> bytes:
    checked = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checked)


def png(width, rows, *, depth, colour, extra=()) -> ContentFile:
    """A PNG made by hand, of bit depths and colour types that Pillow reads and does not write."""
    header = struct.pack(">IIBBBBB", width, len(rows), depth, colour, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    chunks = [(b"IHDR", header), *extra, (b"IDAT", data), (b"IEND", b"")]
    return file(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks))


def seen(upload, *, longest_side=500, into="") -> Image.Image:
    return Image.open(redrawn(upload, longest_side=longest_side, into=into))


def pixels(image: Image.Image, mode: str) -> list:
    converted = image.convert(mode)
    return [converted.getpixel((x, 0)) for x in range(converted.width)]


def profile(space: bytes, kind: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A colour profile (ICC.1:2010) of these tags, with a white point."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags = {b"wtpt": white, **tags}
    table, body = struct.pack(">I", len(tags)), b""
    begins = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", begins + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    header = struct.pack(">I", begins + len(body)) + b"none" + b"\x02\x40\0\0" + kind
    header += space + (b"Lab " if space == b"CMYK" else b"XYZ ") + b"\0" * 12 + b"acsp"
    header += b"\0" * 28 + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + body


def grey_profile() -> bytes:
    """Of a scanner that writes light as it is (gamma 1)."""
    return profile(b"GRAY", b"scnr", {b"kTRC": b"curv\0\0\0\0" + struct.pack(">I", 0)})


def ink_profile() -> bytes:
    """Of a press whose paper is white, and whose inks are all blue, but for the black one."""
    straight = bytes(range(256))
    paper, blue, black = (255, 128, 128), (82, 207, 20), (0, 128, 128)
    corners = b"".join(
        bytes(black if corner % 2 else blue if corner else paper) for corner in range(16)
    )
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    look_up = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + identity
    return profile(b"CMYK", b"prtr", {b"A2B0": look_up + straight * 4 + corners + straight * 3})


def near(found, meant, by=3) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, meant, strict=True))


def test_sixteen_bits_of_grey_become_the_nearest_of_eight():
    rows = [struct.pack(">6H", 0, 257, 2570, 32896, 40000, 65535)]

    picture = seen(png(6, rows, depth=16, colour=0))

    assert pixels(picture, "L") == [0, 1, 10, 128, 156, 255]


@pytest.mark.parametrize(
    ("depth", "row", "shades"),
    [(1, b"\x40", [0, 255]), (2, b"\x1b", [0, 85, 170, 255]), (4, b"\x0f", [0, 255])],
)
def test_few_shades_of_grey_are_spread_over_all(depth, row, shades):
    assert pixels(seen(png(len(shades), [row], depth=depth, colour=0)), "L") == shades


@pytest.mark.parametrize(
    ("depth", "row", "key", "alphas"),
    [
        (1, b"\x40", 1, [255, 0]),
        (2, b"\x1b", 2, [255, 255, 0, 255]),
        (4, b"\x3f", 3, [0, 255]),
        (8, b"\x03\x55", 0x55, [255, 0]),
        (16, struct.pack(">3H", 2570, 2571, 65535), 2570, [0, 255, 255]),
    ],
)
def test_the_shade_that_shows_through_does(depth, row, key, alphas):
    upload = png(
        len(alphas), [row], depth=depth, colour=0, extra=[(b"tRNS", struct.pack(">H", key))]
    )

    assert [alpha for *_, alpha in pixels(seen(upload), "RGBA")] == alphas


@pytest.mark.parametrize("depth", [8, 16])
def test_the_colour_that_shows_through_does(depth):
    form, by = (">9B", 1) if depth == 8 else (">9H", 257)
    row = struct.pack(form, *(sample * by for sample in (200, 30, 30, 30, 200, 30, 30, 30, 200)))
    key = struct.pack(">3H", *(sample * by for sample in (30, 200, 30)))

    picture = seen(png(3, [row], depth=depth, colour=2, extra=[(b"tRNS", key)]))

    assert pixels(picture, "RGBA") == [(200, 30, 30, 255), (30, 200, 30, 0), (30, 30, 200, 255)]


def test_grey_with_sixteen_bits_of_alpha_keeps_both():
    row = struct.pack(">4H", 25700, 65535, 25700, 32896)

    assert pixels(seen(png(2, [row], depth=16, colour=4)), "LA") == [(100, 255), (100, 128)]


def test_a_palette_keeps_its_colours_and_what_shows_through():
    colours = bytes((200, 30, 30, 30, 200, 30, 30, 30, 200))
    extra = [(b"PLTE", colours), (b"tRNS", bytes((255, 0, 128)))]

    picture = seen(png(3, [b"\x1b"[:1]], depth=2, colour=3, extra=extra))
    small = seen(png(600, [bytes(600)] * 2, depth=8, colour=3, extra=extra), longest_side=60)

    assert pixels(picture, "RGBA") == [(200, 30, 30, 255), (30, 200, 30, 0), (30, 30, 200, 128)]
    assert small.size == (60, 1)
    assert pixels(small, "RGBA")[30] == (200, 30, 30, 255)


def test_light_that_is_written_as_it_is_does_not_get_darker():
    extra = [(b"gAMA", struct.pack(">I", 100_000))]

    picture = seen(png(3, [bytes((0, 55, 255))], depth=8, colour=0, extra=extra))
    usual = seen(png(1, [b"\x37"], depth=8, colour=0, extra=[(b"gAMA", struct.pack(">I", 45_455))]))

    assert pixels(picture, "L") == [0, round(255 * (55 / 255) ** (1 / 2.2)), 255]
    assert pixels(usual, "L") == [55]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_shows_through_becomes_white_in_a_photo_and_not_black(kind):
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((20, 0, 39, 19), fill=(200, 30, 30, 255))

    photo = seen(written(image, kind), into="JPEG")

    assert photo.mode == "RGB"
    assert near(photo.getpixel((5, 10)), (255, 255, 255))
    assert near(photo.getpixel((32, 10)), (200, 30, 30), by=12)


def test_half_of_a_shade_is_half_white_in_a_photo():
    assert near(
        pixels(seen(written(Image.new("LA", (1, 1), (0, 128)), "PNG"), into="JPEG"), "L"), [127]
    )


@pytest.mark.parametrize(
    ("ink", "meant"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (88, 0, 253)),
        ((0, 255, 0, 0), (88, 0, 253)),
        ((0, 0, 0, 255), (0, 0, 0)),
    ],
)
def test_printers_colours_are_worked_out_by_their_profile(ink, meant):
    upload = written(Image.new("CMYK", (16, 16), ink), "JPEG", icc_profile=ink_profile())

    picture = seen(upload)

    assert picture.mode == "RGB"
    assert "icc_profile" not in picture.info
    assert near(picture.getpixel((8, 8)), meant, by=4)


@pytest.mark.parametrize("broken", [b"", b"no profile", grey_profile()])
def test_printers_colours_without_a_profile_that_fits_are_taken_plainly(broken):
    upload = written(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG", icc_profile=broken)

    picture = seen(upload)

    assert "icc_profile" not in picture.info
    assert near(picture.getpixel((8, 8)), (0, 255, 255), by=4)


def test_grey_keeps_its_profile_only_where_it_stays_grey():
    grey = written(Image.new("L", (16, 16), 55), "PNG", icc_profile=grey_profile())
    jpeg = written(Image.new("L", (16, 16), 55), "JPEG", "a.jpg", icc_profile=grey_profile())

    for kept in (seen(grey), seen(jpeg), seen(grey, into="JPEG")):
        assert (kept.mode, kept.info["icc_profile"]) == ("L", grey_profile())
        assert near([kept.getpixel((8, 8))], [55])
    worked_out = seen(grey, into="WEBP")
    assert "icc_profile" not in worked_out.info
    assert near(worked_out.convert("RGB").getpixel((8, 8)), (128, 128, 128), by=6)


def test_colours_keep_a_profile_of_colours_and_lose_any_other():
    fits = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (4, 4), (10, 20, 30))

    assert seen(written(image, "PNG", icc_profile=fits)).info["icc_profile"] == fits
    assert "icc_profile" not in seen(written(image, "PNG", icc_profile=grey_profile())).info


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_taken_sideways_stands_upright_and_tells_nothing(kind):
    image = Image.new("RGB", (40, 20), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 9, 19), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = TELLING.decode()

    kept = redrawn(written(image, kind, exif=exif), longest_side=500)

    content = kept.read()
    picture = Image.open(io.BytesIO(content)).convert("L")
    assert TELLING not in content
    assert picture.size == (20, 40)
    assert (picture.getpixel((10, 3)) < 40, picture.getpixel((10, 35)) > 200) == (True, True)


def test_what_stands_beside_a_picture_may_be_broken():
    upload = written(Image.new("RGB", (4, 4), "red"), "PNG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")

    assert pixels(seen(upload), "RGB")[0] == (255, 0, 0)


def test_several_pictures_in_one_jpeg_are_the_first_of_them():
    first, second = Image.new("RGB", (20, 20), "red"), Image.new("RGB", (20, 20), "blue")

    kept = redrawn(
        written(first, "MPO", "IMG_1.JPG", save_all=True, append_images=[second]), longest_side=500
    )

    assert kept.name == "IMG_1.JPG"
    assert Image.open(kept).format == "JPEG"
    assert near(Image.open(kept).getpixel((9, 9)), (254, 0, 0))


@pytest.mark.parametrize(
    ("kind", "name", "named"),
    [
        ("PNG", "scan.jpg", "scan.png"),
        ("JPEG", "scan.png", "scan.jpg"),
        ("JPEG", "SCAN.JPEG", "SCAN.JPEG"),
        ("WEBP", "from the web.jpg", "from_the_web.webp"),
        ("GIF", "wave.png", "wave.gif"),
        ("AVIF", "phone.jpg", "phone.avif"),
        ("PNG", ".jpg", "file.png"),
        ("PNG", "", "file.png"),
    ],
)
def test_a_picture_is_what_its_content_says_and_is_named_so(kind, name, named):
    kept = redrawn(written(Image.new("RGB", (4, 4), "red"), kind, name), longest_side=500)

    assert kept.name == named
    assert Image.open(kept).format == kind


def test_colours_of_a_gif_stay_as_they_are():
    image = Image.new("P", (3, 1))
    image.putpalette([200, 30, 30, 30, 200, 30, 30, 30, 200])
    for x in range(3):
        image.putpixel((x, 0), x)

    picture = seen(written(image, "GIF", transparency=1))

    assert pixels(picture, "RGBA") == [(200, 30, 30, 255), (30, 200, 30, 0), (30, 30, 200, 255)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_broken_content_is_refused_in_words_or_read(kind):
    chance = random.Random(f"broken {kind}")  # noqa: S311
    image = Image.effect_noise((64, 64), 60).convert("RGB")
    whole = written(image, kind).read()
    refused = 0
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            redrawn(file(bytes(broken[: chance.randint(20, len(broken))])), longest_side=32)
        except ValidationError:
            refused += 1
    assert refused > 0
