"""Files of a form that was previewed or had a mistake, until the next try."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from forum.files.unsent import FOLDER, AttachmentCache, cache
from tests.factories.forum import PostFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, rows, start_url, topic_url
from tests.forum.asked_store import AskedStore
from tests.forum.conftest import client_of
from work.parts import PartAwayError


def uploads(**files: bytes) -> MultiValueDict:
    return MultiValueDict(
        {field: [SimpleUploadedFile(f"{field}.pdf", content, "application/pdf")]
         for field, content in files.items()}
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _none_of_other_tests(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


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


@pytest.fixture
def asked(settings):
    """What the store is asked for, in order."""
    backend = "tests.forum.asked_store.AskedStore"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": backend}}
    AskedStore.asked.clear()
    return AskedStore.asked


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["reply", "topic", "change", "change of a topic"])
def test_a_form_that_is_opened_asks_the_store_nothing(asked, form):
    topic = TopicFactory()
    post = PostFactory(topic=topic)
    pages = {
        "reply": reply_url(topic),
        "topic": start_url(topic.forum.room),
        "change": edit_url(post),
        "change of a topic": topic_url(topic, None, "topic_update"),
    }
    author = topic.poster if "topic" in form else post.poster

    assert client_of(author).get(pages[form]).status_code == 200
    assert asked == []


@pytest.mark.django_db
def test_words_alone_ask_the_store_nothing_previewed_mistaken_or_sent(asked):
    topic = TopicFactory()
    client = client_of(UserFactory())
    no_files = rows("attachment", 3)

    for words in ({"content": ""}, {"content": "Tea", "preview": "1"}, {"content": "Tea"}):
        client.post(reply_url(topic), words | no_files)

    assert topic.posts.count() == 2
    assert asked == []


@pytest.mark.django_db
def test_a_file_that_is_sent_at_once_is_stored_once_and_kept_nowhere_else(asked):
    topic = TopicFactory()
    sent = {"content": "See the file.", "attachment-0-file": pdf()} | rows("attachment", 1)

    assert client_of(UserFactory()).post(reply_url(topic), sent).status_code == 302

    assert [way for way, _name in asked] == ["save"]
    assert not any(name.startswith(FOLDER) for _way, name in asked)


@pytest.mark.django_db
def test_a_previewed_file_is_kept_once_read_where_it_is_named_and_taken_away_once(asked):
    topic = TopicFactory()
    client = client_of(UserFactory())
    words = {"content": "See the file."} | rows("attachment", 1)

    client.post(reply_url(topic), words | {"preview": "1", "attachment-0-file": pdf()})
    assert [way for way, _name in asked] == ["exists", "save"]
    asked.clear()
    client.post(reply_url(topic), words | {"preview": "1", "kept_files": "1"})
    assert [way for way, _name in asked] == ["open"]
    asked.clear()
    client.post(reply_url(topic), words | {"kept_files": "1"})

    assert [(way, name.partition("/")[0]) for way, name in asked] == [
        ("open", FOLDER),
        ("save", "machina"),
        ("delete", FOLDER),
    ]
    assert topic.posts.last().attachments.count() == 1


@pytest.mark.django_db
def test_a_file_of_a_preview_that_was_given_up_joins_no_other_try(asked):
    """And the next file that is previewed takes its place."""
    topic = TopicFactory()
    client = client_of(UserFactory())
    words = {"content": "Words."} | rows("attachment", 1)
    given_up = words | {"preview": "1", "attachment-0-file": pdf("given-up.pdf")}
    client.post(reply_url(topic), given_up)

    assert "given-up.pdf" not in client.get(reply_url(topic)).text
    client.post(reply_url(topic), words)
    assert topic.posts.last().attachments.count() == 0

    other = client.post(reply_url(topic), given_up | {"attachment-0-file": pdf("other.pdf")})
    assert "other.pdf" in other.text
    client.post(reply_url(topic), words | {"content": "With it.", "kept_files": "1"})
    assert [each.filename for each in topic.posts.last().attachments.all()] == ["other.pdf"]


@pytest.mark.django_db
def test_of_two_kept_files_one_left_out_is_kept_no_longer(asked):
    topic = TopicFactory()
    client = client_of(UserFactory())
    two = {"attachment-0-file": pdf("one.pdf"), "attachment-1-file": pdf("two.pdf")}
    preview = {"content": "Words.", "preview": "1"} | rows("attachment", 2)
    client.post(reply_url(topic), preview | two)

    without = preview | {"kept_files": ["1", "1"], "attachment-0-DELETE": "on"}
    client.post(reply_url(topic), without)
    client.post(reply_url(topic), {"content": "Words.", "kept_files": "1"} | rows("attachment", 2))

    assert [each.filename for each in topic.posts.last().attachments.all()] == ["two.pdf"]


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
