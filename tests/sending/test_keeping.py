"""What is kept is kept for one person, for a while, and within bounds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.retention import rule
from members.models import KeptFile, KeptForm, User
from members.sending import KEPT_FOR
from members.sending.kept import COOKIE, MOST
from members.services import close_account
from tests.factories.forum import TopicFactory, pdf
from tests.forum.addresses import reply_url, start_url
from tests.sending.forms import form_in, open_form
from tests.sending.people import account, come_back, end_session, sign_in

pytestmark = pytest.mark.django_db


def test_somebody_else_on_the_same_browser_never_sees_them(topic, browser):
    other = account(email="other@example.org")
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    led = form.send(browser, content="Between Ana and me", **{"attachment-0-file": pdf("a.pdf")})
    where, page = come_back(browser, led, email="other@example.org")

    assert where == reply_url(topic)
    assert "Between Ana" not in page.content.decode()
    assert "a.pdf" not in page.content.decode()
    form_in(page, where).send(browser, content="Mine", kept_form="1")
    post = topic.posts.get(content="Mine")
    assert (post.poster, post.attachments.count()) == (other, 0)
    assert KeptForm.objects.get().path == reply_url(topic)


def test_another_browser_of_the_same_person_holds_nothing(topic, browser, ana):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    form.send(browser, content="Kept here")
    elsewhere = Client()
    elsewhere.force_login(ana)

    assert open_form(elsewhere, reply_url(topic)).data["content"] == ""


def test_a_page_of_somebody_who_was_here_before_is_kept_for_them_alone(topic, browser):
    account(email="other@example.org")
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    sign_in(browser, "/accounts/login/", email="other@example.org")

    answer = form.send(browser, content="Ana's own")

    assert answer.status_code == 403
    assert "for that person alone" in answer.content.decode()
    assert "own" not in open_form(browser, reply_url(topic)).data["content"]
    end_session(browser)
    sign_in(browser, "/accounts/login/")
    assert open_form(browser, reply_url(topic)).data["content"] == "Ana's own"


def test_a_forged_form_is_not_kept(topic, browser):
    answer = browser.post(reply_url(topic), {"content": "Forged", "form_key": "0" * 64})

    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()
    assert not KeptForm.objects.exists()


def test_passwords_and_the_accounts_own_forms_are_never_kept(browser):
    form = open_form(browser, reverse("account_name"))
    end_session(browser)
    led = form.send(browser, display_name="Anahera")
    browser.post(reply_url(TopicFactory()), form.data | {"password1": "x", "content": "y"})

    assert led.url.startswith("/accounts/login/")
    assert not KeptForm.objects.exists()


def test_what_a_script_sends_is_not_kept(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    browser.post(form.address, form.data | {"content": "x"}, headers={"accept": "application/json"})

    assert not KeptForm.objects.exists()


def test_the_account_of_a_closed_person_keeps_nothing(topic, browser, ana):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    ana.is_active = False
    ana.save()

    form.send(browser, content="Who?")

    assert not KeptForm.objects.exists()


def test_nobody_fills_the_disk(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    for n in range(40):
        path = f"{reply_url(topic)}?n={n}" if n < 3 else reply_url(TopicFactory())
        browser.post(path, form.data | {"content": f"Words {n}"})

    assert KeptForm.objects.count() == MOST
    assert "Words 29" in KeptForm.objects.latest("pk").fields


def test_an_hour_later_they_are_gone_with_their_files(topic, browser):
    for n in range(2):
        form = open_form(browser, reply_url(topic) if n else start_url(topic.forum.room))
        end_session(browser)
        led = form.send(browser, content=f"Words {n}", **{"attachment-0-file": pdf("a.pdf")})
        if not n:
            come_back(browser, led)
    old, young = KeptForm.objects.order_by("pk")
    KeptForm.objects.filter(pk=old.pk).update(at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    sign_in(browser, "/accounts/login/")

    assert open_form(browser, old.path).data["content"] == ""
    assert open_form(browser, young.path).data["content"] == "Words 1"


@pytest.mark.django_db(transaction=True)
def test_the_purge_takes_files_from_the_store(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    form.send(browser, content="Words", **{"attachment-0-file": pdf("a.pdf")})
    name = KeptFile.objects.get().file.name
    assert default_storage.exists(name)
    assert Client().get(f"/media/{name}").status_code == 404

    assert rule("kept").remove(timezone.now()) == 0
    assert default_storage.exists(name)
    KeptForm.objects.update(at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    assert rule("kept").remove(timezone.now()) == 1
    assert not default_storage.exists(name)
    assert not KeptFile.objects.exists()


def test_the_cookie_is_for_the_server_alone_and_for_an_hour(topic, browser):
    form = open_form(browser, reply_url(topic))
    assert COOKIE not in browser.cookies
    end_session(browser)
    form.send(browser, content="Words")

    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
    assert KeptForm.objects.get().token != cookie.value


def test_large_files_of_somebody_whose_session_ended_are_kept(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    large = SimpleUploadedFile("big.txt", b"a" * 3_000_000, "text/plain")

    where, back = come_back(
        browser, form.send(browser, content="x", **{"attachment-0-file": large})
    )

    assert "big.txt" in form_in(back, where).text


def test_large_files_of_strangers_are_not_read_again_and_again(topic):
    stranger = Client(enforce_csrf_checks=True)
    stranger.get("/accounts/login/")
    body, kind = b" " * 3_000_000, "multipart/form-data; boundary=b"

    answers = [stranger.generic("POST", reply_url(topic), body, kind) for _time in range(12)]

    assert [each.status_code for each in answers[10:]] == [413, 413]
    assert 413 not in [each.status_code for each in answers[:10]]


def test_a_page_without_the_cookie_asks_the_database_nothing_more(topic, browser):
    with_none = browser.get(reply_url(topic))

    assert COOKIE not in with_none.cookies
    assert "kept_form" not in with_none.content.decode()


def test_an_account_that_is_closed_takes_its_words_and_files_with_it_and_nobody_elses(
    topic, browser, ana, coordinator, django_capture_on_commit_callbacks
):
    tai = Client(enforce_csrf_checks=True)
    tai.force_login(account(email="tai@example.org"))
    for client, name in ((browser, "ana"), (tai, "tai")):
        for page in (reply_url(topic), start_url(topic.forum.room)):
            form = open_form(client, page)
            end_session(client)
            files = {f"attachment-{n}-file": pdf(f"{name}-{n}.pdf") for n in range(2)}
            form.send(client, content=f"Of {name}", **files)
            client.force_login(User.objects.get(email=f"{name}@example.org"))
    stored = [(file.name, file.file.name) for file in KeptFile.objects.all()]
    assert len(stored) == 8

    with django_capture_on_commit_callbacks() as callbacks:
        close_account(user=ana, by=coordinator)
    assert all(default_storage.exists(place) for _name, place in stored)
    for callback in callbacks:
        callback()

    assert {(form.member.email, form.path) for form in KeptForm.objects.all()} == {
        ("tai@example.org", reply_url(topic)),
        ("tai@example.org", start_url(topic.forum.room)),
    }
    there = [name for name, place in stored if default_storage.exists(place)]
    assert sorted(there) == ["tai-0.pdf", "tai-0.pdf", "tai-1.pdf", "tai-1.pdf"]


def test_when_closing_fails_words_and_files_are_still_there(
    topic, browser, ana, coordinator, django_capture_on_commit_callbacks
):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    form.send(browser, content="Mine", **{"attachment-0-file": pdf("a.pdf")})
    User.objects.filter(pk=ana.pk).update(is_superuser=True)

    with pytest.raises(ValidationError), django_capture_on_commit_callbacks(execute=True):
        close_account(user=ana, by=coordinator)

    assert default_storage.exists(KeptFile.objects.get().file.name)
    assert KeptForm.objects.get().member == ana
