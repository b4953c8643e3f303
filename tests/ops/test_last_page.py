"""Whatever is raised, the page that is shown has help now on it."""

import json
from io import BytesIO

import pytest
from botocore.exceptions import ReadTimeoutError
from bs4 import BeautifulSoup
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from redis.exceptions import TimeoutError as RedisTimeoutError
from requests.exceptions import ConnectTimeout

from cop_site import errors, urls
from cop_site.wsgi import WithLastPage
from core import help_now, last_page
from work.parts import PartAwayError, is_away, only_reads

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
raised: list[Exception] = []


def breaks(request: HttpRequest) -> HttpResponse:
    raise raised[0]


urlpatterns = [path("breaks/", breaks), *urls.urlpatterns]
here = override_settings(ROOT_URLCONF=__name__)
READ_ONLY = InternalError("cannot execute UPDATE in a read-only transaction")


@pytest.fixture(autouse=True)
def _nothing_known(settings, tmp_path):
    settings.PRIVATE_ROOT = str(tmp_path)
    help_now._last_known.clear()
    yield
    help_now._last_known.clear()


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def broken(client: Client, error: Exception, **posted: str) -> HttpResponse:
    raised[:] = [error]
    with here:
        return client.post("/breaks/", posted) if posted else client.get("/breaks/")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("the connection is closed"), 503),
        (InterfaceError("connection already closed"), 503),
        (READ_ONLY, 503),
        (OperationalError("attempt to write a readonly database"), 503),
        (RedisTimeoutError(), 503),
        (ReadTimeoutError(endpoint_url="s3"), 503),
        (ConnectTimeout(), 503),
        (PartAwayError("The store of files is away"), 503),
        (IntegrityError("unique"), 500),
        (InternalError("something of ours"), 500),
        (OSError("no space left on device"), 500),
        (KeyError("a slip"), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
@pytest.mark.django_db
def test_away_is_503_to_come_again_and_a_slip_of_ours_500(visitor, error, status):
    response = broken(visitor, error)

    assert response.status_code == status
    assert response.get("Retry-After") == ("30" if status == 503 else None)
    assert ("no-store" in response["Cache-Control"]) == (status == 503)
    assert response["X-Request-ID"]
    assert response["Content-Security-Policy"]


def test_what_came_of_a_part_that_is_away_is_known_by_its_cause():
    try:
        try:
            raise OperationalError
        except OperationalError as error:
            raise KeyError from error
    except KeyError as error:
        caused = error

    assert is_away(caused)
    assert not is_away(KeyError())
    assert not is_away(None)


def test_only_a_refusal_to_write_is_read_only():
    assert only_reads(READ_ONLY)
    assert not only_reads(OperationalError("the connection is closed"))
    assert not only_reads(ValueError("read-only transaction"))


def test_a_page_while_a_part_is_away_asks_the_database_for_nothing(visitor):
    """It has no access here: a question would be an error."""
    response = broken(visitor, OperationalError())

    assert response.status_code == 503
    assert b"We are here again soon" in response.content
    assert b'href="tel:1737"' in response.content


@pytest.mark.parametrize("template", ["503_bare.html", "500_bare.html", "500.html"])
def test_an_error_page_that_fails_itself_is_replaced(visitor, monkeypatch, template):
    """As when no host has static files, or the cache's table is missing."""
    raised_by_template = ValueError("Missing staticfiles manifest entry")

    def fail(*arguments, **more):
        raise raised_by_template

    monkeypatch.setattr("cop_site.errors.render", fail)
    monkeypatch.setattr("django.template.base.Template.render", fail)

    response = broken(visitor, OperationalError() if template.startswith("503") else KeyError())

    assert response.status_code == int(template[:3])
    assert b'href="tel:111"' in response.content
    assert response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("error", "status"), [(KeyError("slip"), "500"), (OperationalError("gone"), "503")]
)
def test_what_no_page_caught_is_the_last_page_too(error, status):
    told = []

    def application(environ, start_response):
        raise error

    body = b"".join(
        WithLastPage(application)(
            {"wsgi.input": BytesIO()}, lambda *arguments: told.append(arguments)
        )
    )

    (line, headers, _info), names = told[0], dict(told[0][1])
    assert line.startswith(status)
    assert int(names["Content-Length"]) == len(body)
    assert ("Retry-After" in names) == (status == "503")
    assert b'href="tel:1737"' in body
    assert b"slip" not in body
    assert len(headers) == len(names)


def test_what_answers_is_passed_on_untouched():
    assert WithLastPage(lambda environ, start_response: [b"hello"])({}, None) == [b"hello"]


def test_the_last_page_has_the_band_that_was_shown_last():
    help_now.help_now(HelpSettings("Need <help>?", [("Ring us", "tel:1"), ("Or come by", "")]))

    html = last_page.html(away=True)

    assert "Need &lt;help&gt;?" in html
    assert '<a href="tel:1">Ring us</a>' in html
    assert "Or come by" in html
    assert "1737" not in html


def test_a_process_that_starts_while_the_database_is_away_shows_this_machines_last_band():
    help_now.help_now(HelpSettings("Need help?", [("Ring us", "tel:1")]))
    help_now._last_known.clear()

    assert help_now.last_known() == help_now.HelpNow("Need help?", (("Ring us", "tel:1"),))


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"text": 1}', '{"text": "a", "lines": [1]}'])
def test_a_kept_band_that_cannot_be_read_is_passed_over(settings, kept):
    help_now._file().write_text(kept)

    assert help_now.last_known() == help_now.NEW_ZEALAND


def test_a_folder_that_cannot_be_written_breaks_no_page(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.PRIVATE_ROOT = str(tmp_path / "file" / "below")

    assert help_now.help_now(HelpSettings("Need help?", []))


def test_a_band_that_did_not_change_is_not_written_again(settings):
    help_now.help_now(HelpSettings("Need help?", []))
    written = json.loads(help_now._file().read_text())
    help_now._file().write_text("touched")
    help_now.help_now(HelpSettings("Need help?", []))

    assert written == {"text": "Need help?", "lines": []}
    assert help_now._file().read_text() == "touched"


class HelpSettings:
    def __init__(self, text, lines):
        self.help_text = text
        self.help_lines = [
            type("Line", (), {"label": label, "link": link})() for label, link in lines
        ]


# What somebody was sending

WORDS = "A long day, and words that took me an hour.\nAnd <b>more</b> of them."


def test_words_that_could_not_be_saved_come_back_to_be_sent_again(visitor):
    response = broken(visitor, READ_ONLY, subject="Roster questions", content=WORDS, poll="2")

    html = response.content.decode()
    assert "nothing can be saved" in html
    assert "words that took me an hour.\nAnd &lt;b&gt;more&lt;/b&gt; of them.</textarea>" in html
    assert '<input type="hidden" name="poll" value="2">' in html
    assert '<form class="prose" method="post" action="/breaks/">' in html
    assert 'name="csrfmiddlewaretoken"' in html


@pytest.mark.parametrize(
    "words", [WORDS, f"\n\n{WORDS}", f"\\n{WORDS}", "\u05e9\u05dc\u05d5\u05dd " * 9]
)
def test_they_come_back_letter_for_letter_in_their_own_direction(visitor, words):
    html = broken(visitor, OperationalError(), content=words).content.decode()

    field = BeautifulSoup(html, "html.parser").find("textarea")
    assert field.text.removeprefix("\n") == words  # The first line end is no part of the words.
    assert field["dir"] == "auto"


def test_a_form_from_elsewhere_is_not_given_back():
    """Sent again from our page, it would be taken for ours."""
    request = RequestFactory().post("/breaks/", {"content": WORDS})

    response = errors._away(request, OperationalError())

    assert response.status_code == 503
    assert "Send it again" not in response.content.decode()


@pytest.mark.parametrize(
    "posted",
    [
        {"login": "tai@example.org", "password": "a long password with spaces"},
        {"code": "123 456", "next": "/a/long/address/of/a/page/"},
        {"new_secret": "some words in it"},
        {"choice": "3"},
    ],
    ids=["password", "code", "secret", "no words"],
)
def test_a_form_without_words_or_with_a_secret_is_not_shown(visitor, posted):
    response = broken(visitor, OperationalError(), **posted)

    html = response.content.decode()
    assert "Send it again" not in html
    assert "spaces" not in html
    assert "Wait a minute, then try again." in html


def test_a_form_with_files_says_that_they_did_not_come_back(visitor, tmp_path):
    picture = tmp_path / "a.txt"
    picture.write_text("x")
    raised[:] = [OperationalError()]
    with here, picture.open() as file:
        response = visitor.post("/breaks/", {"content": WORDS, "file": file})

    assert "Files that you added did not come with it" in response.content.decode()
