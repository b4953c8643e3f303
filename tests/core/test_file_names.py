"""A file keeps its name in its own script, and never becomes hidden, nameless or another kind."""

import unicodedata

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from core.files import LONGEST_NAME, clean_name, unguessable
from core.storages import Bucket
from forum import services
from forum.rooms.enums import Audience
from tests.factories.forum import RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.factories.resources import SiteDocumentFactory
from tests.forum.addresses import file_url, topic_url


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ma\u0304ori.pdf", "Māori.pdf"),
        ("ภาษาไทย นี้.pdf", "ภาษาไทย_นี้.pdf"),
        ("हिन्दी.docx", "हिन्दी.docx"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("Tiếng Việt.odt", "Tiếng_Việt.odt"),
        ("ব্যাংক.txt", "ব্যাংক.txt"),
        ("😀.pdf", "😀.pdf"),
        ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
        (".pdf", "file.pdf"),
        ("???.pdf", "file.pdf"),
        ("\u200b\u2060.pdf", "file.pdf"),
        ("...", "file"),
        ("", "file"),
        ("..pdf", "file.pdf"),
        ("report.pdf.", "report.pdf"),
        ("C:\\Users\\Tai\\agenda.PDF", "agenda.PDF"),
        ("../../etc/passwd", "passwd"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("a\x00b\x0bc\r\n.pdf", "ab_c_.pdf"),
        ("\ud800.pdf", "file.pdf"),
        ("Notes v1.2 final", "Notes_v1.2_final"),
        ("Mr. Roe and the long walk", "Mr._Roe_and_the_long_walk"),
        ("O'Brien (2).pdf", "OBrien_2.pdf"),
        ("plan\u00a0\u3000two.pdf", "plan_two.pdf"),
        ("archive.tar.gz", "archive.tar.gz"),
    ],
    ids=ascii,
)
def test_what_a_file_is_called(sent, kept):
    assert clean_name(sent) == kept
    assert clean_name(kept) == kept


@given(st.text(max_size=400), st.sampled_from(["", ".pdf", ".DOCX", ".jpeg"]))
def test_any_name_becomes_one_that_shows_and_fits(name, kind):
    kept = clean_name(f"{name}{kind}")

    assert 0 < len(kept.encode()) <= LONGEST_NAME
    assert not kept.startswith(".")
    assert not set(kept) & set('/\\:*?"<>|\0')
    assert kept.endswith(kind) if kind.isalnum() else True
    assert unicodedata.is_normalized("NFC", kept)
    stored = unguessable("machina/attachments", f"{name}{kind}")
    assert len(stored) < 100
    assert stored.endswith(kind)
    assert not stored.endswith(f"/{kind}") if kind else True


@pytest.mark.parametrize("name", ["Ma\u0304ori.pdf", "ภาษาไทยนี้.pdf", "😀.pdf"])
def test_each_storage_keeps_the_name(name):
    path = default_storage.generate_filename(f"documents/x/{name}")

    stored = default_storage.save(path, ContentFile(b"%PDF"))

    assert stored.endswith(unicodedata.normalize("NFC", name))
    assert Bucket(bucket_name="files").generate_filename(f"x/{name}") == f"x/{clean_name(name)}"


@pytest.mark.django_db
def test_a_file_from_a_mac_comes_back_with_its_macrons(member_client):
    topic = TopicFactory(room=RoomFactory(audience=Audience.MEMBERS))
    first, second = (
        services.reply(topic=topic, author=UserFactory(), text="x", attachments=[pdf(name)])
        for name in ("Ma\u0304ori 😀.pdf", "other.pdf")
    )

    page = member_client.get(topic_url(topic)).content.decode()
    response = member_client.get(file_url(first.attachments.get()))

    response.getvalue()
    assert "Māori_😀.pdf" in page
    assert "filename*=utf-8''M%C4%81ori_%F0%9F%98%80.pdf" in response["Content-Disposition"]
    assert second.attachments.get().filename == "other.pdf"


@pytest.mark.django_db
def test_a_document_is_found_at_an_address_with_its_name(client):
    document = SiteDocumentFactory(file=ContentFile(b"%PDF", name="ภาษาไทย Ma\u0304ori.pdf"))

    response = client.get(document.url)

    response.getvalue()
    assert document.filename == "ภาษาไทย_Māori.pdf"
    assert response.status_code == 200
