"""Files that wait with their words: each comes back, and what is gone is told."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory

from members.models import KeptFile, KeptForm
from members.sending import fields, keys
from members.sending.kept import Kept
from tests.factories.forum import pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url
from tests.sending.forms import form_in, open_form
from tests.sending.people import come_back, end_session

pytestmark = pytest.mark.django_db


def kept_with(*files: tuple[str, str]) -> Kept:
    """A kept form with a file for each field and name; what is in it is its name."""
    form = KeptForm.objects.create(member=UserFactory(), path="/x/", fields="[]", why="session")
    for field, name in files:
        file = KeptFile(form=form, field=field, name=name, content_type="text/plain")
        file.file.save(name, SimpleUploadedFile(name, name.encode()))
    return Kept(form)


def sent(**data):
    return RequestFactory().post("/x/", data)


def told(request):
    return {
        field: [(file.name, file.read().decode(), file.content_type) for file in files]
        for field, files in request.FILES.lists()
    }


def text(*names):
    return [(name, name, "text/plain") for name in names]


def ticked(kept, *names):
    return {fields.LEAVE_OUT: [file.pk for file in kept.files if file.name in names]}


def test_all_files_of_one_field_come_back_in_their_order():
    kept = kept_with(("files", "b.txt"), ("photo", "p.txt"), ("files", "a.txt"), ("files", "c.txt"))
    request = sent()

    assert kept.attach(request) == []

    assert told(request) == {"files": text("b.txt", "a.txt", "c.txt"), "photo": text("p.txt")}


def test_files_of_one_name_in_one_field_all_come_back():
    request = sent()

    kept_with(("files", "a.txt"), ("files", "a.txt")).attach(request)

    assert told(request) == {"files": text("a.txt", "a.txt")}


def test_what_is_chosen_now_replaces_all_of_its_field_and_nothing_of_another():
    kept = kept_with(("files", "a.txt"), ("files", "b.txt"), ("photo", "p.txt"))
    request = sent(files=[SimpleUploadedFile(name, name.encode()) for name in ("new", "newer")])

    kept.attach(request)

    names = {field: [file.name for file in files] for field, files in request.FILES.lists()}
    assert names == {"files": ["new", "newer"], "photo": ["p.txt"]}


def test_one_of_several_in_a_field_is_left_out_and_the_others_stay(
    django_capture_on_commit_callbacks,
):
    kept = kept_with(("files", "a.txt"), ("files", "b.txt"), ("files", "c.txt"))
    left_out = kept.files[1].file.name
    request = sent(**ticked(kept, "b.txt"))

    with django_capture_on_commit_callbacks(execute=True):
        kept.attach(request)

    assert told(request) == {"files": text("a.txt", "c.txt")}
    assert [file.name for file in kept.files] == ["a.txt", "c.txt"]
    assert not default_storage.exists(left_out)
    assert all(default_storage.exists(file.file.name) for file in kept.files)


def test_nobody_leaves_out_a_file_of_another_form():
    other = kept_with(("files", "other.txt"))

    kept_with(("files", "a.txt")).attach(sent(**ticked(other, "other.txt")))

    assert KeptFile.objects.filter(name="other.txt").exists()


@pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 5000, "\0"])
def test_an_odd_tick_leaves_out_nothing(odd):
    request = sent(**{fields.LEAVE_OUT: odd})

    kept_with(("files", "a.txt")).attach(request)

    assert told(request) == {"files": text("a.txt")}


@pytest.mark.django_db(transaction=True)
def test_a_file_left_out_stays_in_the_store_while_its_row_may_come_back():
    kept = kept_with(("files", "a.txt"))
    name = kept.files[0].file.name

    with transaction.atomic():
        kept.attach(sent(**ticked(kept, "a.txt")))
        assert not KeptFile.objects.exists()
        transaction.set_rollback(True)

    assert KeptFile.objects.get().file.name == name
    assert default_storage.exists(name)


def test_a_file_that_is_gone_is_named_and_the_others_come_back():
    kept = kept_with(("files", "a.txt"), ("files", "b.txt"), ("photo", "p.txt"))
    default_storage.delete(kept.files[0].file.name)
    request = sent()

    assert kept.attach(request) == ["a.txt"]
    assert told(request) == {"files": text("b.txt"), "photo": text("p.txt")}


@pytest.fixture
def back(topic, browser):
    """The form as Ana finds it again, with two files."""
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    files = {"attachment-0-file": pdf("one.pdf"), "attachment-1-file": pdf("two.pdf")}
    where, page = come_back(browser, form.send(browser, content="Two files", **files))
    return form_in(page, where)


def lose(name):
    default_storage.delete(KeptFile.objects.get(name=name).file.name)


def test_the_form_comes_back_with_what_remains_and_with_what_was_changed(topic, browser, back):
    lose("one.pdf")

    led = back.send(browser, content="Two files, I hope")

    assert (led.status_code, led.url) == (302, back.address)
    assert topic.posts.count() == 1
    page = browser.get(led.url)
    form = form_in(page, led.url)
    assert "We could not keep one.pdf." in page.content.decode()
    assert form.data["content"] == "Two files, I hope"
    assert "Leave out two.pdf" in form.text
    assert "one.pdf" not in form.text
    first, second = form.send(browser), form.send(browser)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    post = topic.posts.get(content="Two files, I hope")
    assert [each.filename for each in post.attachments.all()] == ["two.pdf"]
    assert not KeptForm.objects.exists()


def test_with_every_file_gone_the_words_remain(topic, browser, back):
    lose("one.pdf")
    lose("two.pdf")

    page = browser.get(back.send(browser).url)

    text = page.content.decode()
    assert "We could not keep one.pdf." in text
    assert "We could not keep two.pdf." in text
    form = form_in(page, back.address)
    assert "Files that we kept" not in form.text
    assert form.send(browser).status_code == 302
    assert topic.posts.get(content="Two files").attachments.count() == 0


def test_a_file_that_is_gone_and_left_out_or_replaced_stops_nothing(topic, browser, back):
    one = KeptFile.objects.get(name="one.pdf")
    lose("one.pdf")
    lose("two.pdf")

    changed = {"kept_leave_out": [one.pk], "attachment-1-file": pdf("three.pdf")}
    back.send(browser, **changed)

    post = topic.posts.get(content="Two files")
    assert [each.filename for each in post.attachments.all()] == ["three.pdf"]


def test_a_second_press_is_answered_like_the_first_that_took_the_files_with_it(
    topic, browser, back, ana
):
    """The second found its rows before the first had removed them."""
    first = back.send(browser)
    form = KeptForm.objects.create(
        token=keys.digest(browser.cookies["kept"].value),
        member=ana,
        path=back.address,
        fields="[]",
        key=back.data["form_key"],
        why="session",
    )
    KeptFile.objects.create(form=form, field="attachment-0-file", name="one.pdf", file="kept/gone")

    second = back.send(browser)

    assert (second.status_code, second.url) == (302, first.url)
    assert topic.posts.count() == 2


def test_files_of_a_preview_come_back_with_the_words(topic, browser):
    form = open_form(browser, reply_url(topic))
    preview = form.send(browser, content="A file", preview="1", **{"attachment-0-file": pdf()})
    again = form_in(preview, reply_url(topic))
    end_session(browser)

    where, page = come_back(browser, again.send(browser))
    form = form_in(page, where)

    assert "We kept the files that you chose before" in form.text
    assert form.send(browser).status_code == 302
    assert topic.posts.get(content="A file").attachments.count() == 1


def test_files_of_a_preview_that_are_gone_are_told_and_the_words_stay(topic, browser):
    form = open_form(browser, reply_url(topic))
    preview = form.send(browser, content="A file", preview="1", **{"attachment-0-file": pdf()})
    again = form_in(preview, reply_url(topic))
    for name in default_storage.listdir("unsent")[1]:
        default_storage.delete(f"unsent/{name}")

    page = again.send(browser)
    told = form_in(page, reply_url(topic))

    assert "We could not keep your files." in page.content.decode()
    assert (told.data["content"], topic.posts.count()) == ("A file", 1)
    assert told.send(browser).status_code == 302
    assert topic.posts.get(content="A file").attachments.count() == 0
