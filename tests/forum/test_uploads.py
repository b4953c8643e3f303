"""Which files are kept, and in what form."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forum.files.uploads import MAX_SIZE, accepted
from tests.factories.forum import archive, pdf, photograph
from tests.watch import Effort

ODT = b"application/vnd.oasis.opendocument.text"


def office(name="plan.docx", **more):
    return archive(name, {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"} | more)


def picture(kind, name, mode="RGB"):
    drawn = io.BytesIO()
    Image.new(mode, (20, 10)).save(drawn, kind)
    return SimpleUploadedFile(name, drawn.getvalue())


@pytest.mark.parametrize(
    "upload",
    [
        pdf(),
        pdf("AGENDA.PDF"),
        office(),
        archive("notes.odt", {"mimetype": ODT, "content.xml": b"<x/>"}),
        SimpleUploadedFile("words.txt", "Tēnā koe".encode()),
        SimpleUploadedFile("words.csv", "a,b\n1,é".encode("cp1252")),
        SimpleUploadedFile("words.rtf", b"{\\rtf1 hi}"),
        picture("PNG", "a.png", "RGBA"),
        picture("GIF", "a.gif", "P"),
        picture("WEBP", "a.webp"),
        picture("JPEG", "a.jpeg"),
        picture("PNG", "grey.png", "LA"),
    ],
    ids=lambda upload: upload.name,
)
def test_documents_and_pictures_are_kept(upload):
    assert accepted(upload).size > 0


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("page.html", b"<script>alert(1)</script>"),
        SimpleUploadedFile("drawing.svg", b"<svg onload=alert(1)>"),
        SimpleUploadedFile("tool.exe", b"MZ"),
        SimpleUploadedFile("shell.php", b"<?php"),
        SimpleUploadedFile("no-extension", b"%PDF-1.7"),
        SimpleUploadedFile("agenda.pdf.html", b"%PDF-1.7"),
        SimpleUploadedFile("agenda.pdf", b"<html><script>"),
        SimpleUploadedFile("kete.png", b"<svg onload=alert(1)>"),
        SimpleUploadedFile("kete.png", b"\x89PNG\r\n\x1a\n broken"),
        SimpleUploadedFile("words.txt", b"MZ\0\0"),
        SimpleUploadedFile("plan.docx", b"PK\x03\x04 broken"),
        office("plan.pptx"),
        office(**{"word/vbaProject.bin": b"macro"}),
        archive("notes.odt", {"mimetype": b"application/x-other", "content.xml": b""}),
        archive("notes.odt", {"content.xml": b""}),
        SimpleUploadedFile("big.pdf", b"%PDF-1.7" + b"0" * MAX_SIZE),
        SimpleUploadedFile(".pdf", b"x"),
    ],
    ids=lambda upload: upload.name,
)
def test_other_files_and_pretenders_are_refused(upload):
    with pytest.raises(ValidationError):
        accepted(upload)


def test_a_photograph_keeps_nothing_of_where_it_was_taken():
    kept = Image.open(accepted(photograph(size=(4000, 3000))))

    assert dict(kept.getexif()) == {}
    assert "exif" not in kept.info
    assert max(kept.size) == 2560


def test_a_picture_that_would_fill_the_memory_is_refused_at_once():
    drawn = io.BytesIO()
    Image.new("1", (9000, 9000)).save(drawn, "PNG")

    with Effort() as effort, pytest.raises(ValidationError, match="too large"):
        accepted(SimpleUploadedFile("bomb.png", drawn.getvalue()))

    assert effort.yardsticks < 200


def test_an_archive_that_would_fill_the_disk_is_refused_at_once():
    bomb = office(**{"word/media/zeros.bin": b"\0" * 101 * 1024 * 1024})
    assert bomb.size < MAX_SIZE

    with Effort() as effort, pytest.raises(ValidationError):
        accepted(bomb)

    assert effort.yardsticks < 200


def test_a_picture_under_another_kinds_name_is_kept_as_what_it_is():
    kept = accepted(picture("PNG", "Ma\u0304ori.jpg"))

    assert (kept.name, Image.open(kept).format) == ("Māori.png", "PNG")
