"""The store and the mail server are away, or say nothing: who waits for them, and who does not."""

import time
from contextlib import suppress
from smtplib import SMTPConnectError, SMTPDataError, SMTPServerDisconnected
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage, get_connection
from django.test import RequestFactory

from bench import stand_ins
from core import store
from core.files import file_response
from tests.queues import in_the_database
from tests.watch import Watch
from work import delivery
from work.parts import Part, PartAwayError
from work.tasks import deliver_email

# The store


@pytest.fixture
def s3(monkeypatch):
    quick = store.PATIENCE.merge(store.Config(connect_timeout=0.5, read_timeout=0.5))
    monkeypatch.setattr(store, "PATIENCE", quick)
    monkeypatch.setattr(store, "STORE", Part("store of files", rest=0.2))
    with stand_ins.Store() as server:
        server.storage = store.Store(
            bucket_name="files", endpoint_url=f"http://127.0.0.1:{server.port}",
            region_name="x", access_key="a", secret_key="b", file_overwrite=False,
            addressing_style="path",
        )  # fmt: skip
        yield server


def test_the_store_keeps_gives_and_forgets(s3):
    name = s3.storage.save("a.txt", ContentFile(b"words"))

    assert s3.storage.open(name).read() == b"words"
    assert (s3.storage.size(name), s3.storage.exists(name)) == (5, True)
    s3.storage.delete(name)
    assert not s3.storage.exists(name)
    with pytest.raises(FileNotFoundError):
        s3.storage.open(name)
    assert not store.STORE.is_away


@pytest.mark.parametrize("trouble", ["hangs", "fails"])
def test_a_store_in_trouble_is_away_for_each_question(s3, trouble):
    getattr(s3, trouble).set()
    questions = [
        lambda: s3.storage.open("a.txt"),
        lambda: s3.storage.save("b.txt", ContentFile(b"words")),
        lambda: s3.storage.exists("a.txt"),
        lambda: s3.storage.size("a.txt"),
        lambda: s3.storage.listdir("a"),
        lambda: s3.storage.get_modified_time("a.txt"),
        lambda: s3.storage.delete_now("a.txt"),
    ]
    with Watch() as watch:
        for ask in questions:
            store.STORE._ask_after = 0.0
            with pytest.raises(PartAwayError):
                ask()

    assert watch.seconds < 7 * 0.5 + 2


def test_a_store_that_hangs_is_asked_once_and_then_left_alone(s3):
    s3.hangs.set()
    with Watch() as watch:
        for _request in range(20):
            with pytest.raises(PartAwayError):
                s3.storage.open("a.txt")

    assert watch.seconds < 1.5
    s3.hangs.clear()
    time.sleep(0.25)
    s3.storage.save("a.txt", ContentFile(b"words"))


def test_only_half_of_the_threads_wait_for_the_store(s3, monkeypatch):
    monkeypatch.setattr(store, "WAIT", 0.05)
    s3.hangs.set()
    waits: list[float] = []

    def ask():
        with Watch() as watch, suppress(PartAwayError):
            s3.storage.exists("a.txt")
        waits.append(watch.seconds)

    threads = [Thread(target=ask) for _thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(seconds > 0.4 for seconds in waits) == 2


@pytest.mark.django_db
def test_a_file_deleted_while_the_store_is_away_goes_when_it_is_back(
    s3, settings, django_capture_on_commit_callbacks
):
    from django_tasks_db.models import DBTaskResult

    s3.storage.save("photo.jpg", ContentFile(b"a face"))
    s3.fails.set()
    with in_the_database(settings), django_capture_on_commit_callbacks(execute=True):
        s3.storage.delete("photo.jpg")

    row = DBTaskResult.objects.get()
    assert row.task_path == "core.tasks.delete_from_the_store"
    assert row.args_kwargs["args"] == ["photo.jpg"]
    assert s3.objects


def test_a_file_that_is_away_is_not_taken_for_gone(s3):
    s3.fails.set()
    stored = type("Stored", (), {"name": "a.pdf", "storage": s3.storage})()

    with pytest.raises(PartAwayError):
        file_response(
            RequestFactory().get("/"), stored, filename="a.pdf", content_type="application/pdf"
        )


# The mail server


@pytest.fixture
def smtp(settings):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    with stand_ins.MailServer() as server:
        settings.EMAIL_PORT = server.port
        yield server


def send(subject: str = "Your code") -> int:
    return EmailMessage(
        subject, "123456", "a@example.org", ["b@example.org"],
        connection=get_connection("work.delivery.Delivery"),
    ).send()  # fmt: skip


def test_mail_is_delivered(smtp):
    assert send() == 1
    assert b"Subject: Your code" in smtp.received[0]
    assert not delivery.MAIL.is_away


def test_a_hanging_mail_server_is_waited_for_once_and_other_work_goes_on(smtp):
    smtp.hangs.set()
    with Watch() as watch:
        for _mail in range(20):
            with pytest.raises((OSError, SMTPServerDisconnected)):
                send()
    assert watch.seconds < 1.5

    smtp.hangs.clear()
    delivery.MAIL._ask_after = time.monotonic()
    assert send() == 1
    assert not delivery.MAIL.is_away


@pytest.mark.parametrize(
    "error", [SMTPDataError(554, b"no"), SMTPServerDisconnected("over this one"), ValueError()]
)
def test_a_server_that_refuses_one_mail_is_not_away(monkeypatch, error):
    def refuse(messages):
        raise error

    mail = delivery.Delivery()
    monkeypatch.setattr(mail.backend, "send_messages", refuse)
    with pytest.raises(type(error)):
        mail.send_messages([])

    assert not delivery.MAIL.is_away


@pytest.mark.parametrize(
    "error",
    [
        SMTPConnectError(554, b"no service here"),
        SMTPConnectError(421, b"too many"),
        TimeoutError(),
        ConnectionRefusedError(),
    ],
    ids=repr,
)
def test_mail_for_a_server_that_is_away_is_not_given_up(monkeypatch, settings, error):
    def unreached(backend, messages):
        raise error

    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", unreached)

    with pytest.raises(PartAwayError) as raised:
        deliver_email.call(
            subject="Code", text="x", html="", sender="a@example.org",
            to=["b@example.org"], headers={},
        )  # fmt: skip

    assert raised.value.__cause__ is error
    assert delivery.MAIL.is_away
