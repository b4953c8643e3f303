"""Files of a form that was previewed or had a mistake, until the next try."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from core.parts import PartAwayError
from forum.overrides.forum_conversation.forum_attachments.cache import (
    FOLDER,
    AttachmentCache,
    cache,
)
from tests.factories.forum import TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, rows
from tests.forum.conftest import client_of


def uploads(**files: bytes) -> MultiValueDict:
    return MultiValueDict(
        {field: [SimpleUploadedFile(f"{field}.pdf", content, "application/pdf")]
         for field, content in files.items()}
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _none_of_other_tests():
    yield
    for key in ("a", "b"):
        cache.delete(key)


def told(files: MultiValueDict) -> dict:
    return {
        field: (file.name, file.content_type, file.read(), file.size)
        for field, file in files.items()
    }


def test_another_host_finds_them():
    """Nothing is in this process, nor in a folder of this machine alone."""
    cache.set("a", uploads(one=b"%PDF one", two=b"%PDF two"))

    assert told(AttachmentCache().get("a")) == {
        "one": ("one.pdf", "application/pdf", b"%PDF one", 8),
        "two": ("two.pdf", "application/pdf", b"%PDF two", 8),
    }
    assert told(AttachmentCache().get("b")) == {}


def test_the_next_try_replaces_them_and_deleting_leaves_others():
    cache.set("b", uploads(one=b"b"))
    cache.set("a", uploads(one=b"first"))
    cache.set("a", uploads(two=b"second"))
    assert list(cache.get("a")) == ["two"]

    cache.delete("a")

    assert not cache.get("a")
    assert list(cache.get("b")) == ["one"]


def test_no_name_tells_whose_they_are():
    cache.set("a", uploads(one=b"x"))

    assert all(len(name) == 64 for name in default_storage.listdir(FOLDER)[1])


def test_only_what_nobody_came_back_for_is_forgotten():
    cache.set("a", uploads(one=b"x"))
    now = timezone.now()
    early = cache.forgotten(now + timedelta(hours=5, minutes=59))
    late = cache.forgotten(now + timedelta(hours=6, minutes=1))

    assert early == []
    assert len(late) >= 1
    cache.forget(late)
    cache.forget(late)
    assert not cache.get("a")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/media/{}", "/documents/{}", "/static/{}", "/{}"])
def test_no_address_leads_to_them(client, address):
    cache.set("a", uploads(one=b"x"))
    (name, *_others) = default_storage.listdir(FOLDER)[1]

    answer = client.get(address.format(f"{FOLDER}/{name}"), follow=True)

    assert (answer.status_code, answer.streaming) != (200, True)
    assert b"PK" not in answer.content


@pytest.mark.django_db
def test_with_the_store_away_words_are_sent_and_words_with_files_come_back(monkeypatch):
    topic, author = TopicFactory(), UserFactory()
    client = client_of(author)
    client.raise_request_exception = False

    def away(*arguments):
        raise PartAwayError

    previewed = {"content": "See the file.", "preview": "1", "attachment-0-file": pdf()}
    page = client.post(reply_url(topic), previewed | rows("attachment", 1)).text
    assert 'name="kept_files"' in page

    monkeypatch.setattr(type(default_storage._wrapped), "open", away)
    claims = {"content": "See the file that I added.", "kept_files": "1"} | rows("attachment", 1)
    assert client.post(reply_url(topic), claims).status_code == 503
    plain = client.post(reply_url(topic), {"content": "Only words."})

    assert plain.status_code == 302
    assert topic.posts.filter(content__icontains="Only words").count() == 1
    assert topic.posts.filter(content__icontains="See the file").count() == 0
