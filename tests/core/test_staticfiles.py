"""A page keeps its looks while a release goes round, and is a page without them."""

import pytest
from django.contrib.staticfiles import storage
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import RequestFactory, override_settings

from core import staticfiles

OTHER = "0123456789ab"

pytestmark = pytest.mark.xdist_group("collected static files")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """This release's files, as they are collected in production."""
    root = tmp_path_factory.mktemp("static")
    with in_production(root):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def in_production(root):
    return override_settings(
        STATIC_ROOT=str(root),
        WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_USE_FINDERS=False,
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "core.staticfiles.StaticFilesStorage"},
        },
    )


def asked(path: str):
    middleware = staticfiles.StaticFilesMiddleware(lambda request: None)
    return middleware(RequestFactory().get(path))


def text_of(response) -> str:
    text = b"".join(response.streaming_content).decode()
    response.file_to_stream.close()
    return text


def test_this_releases_file_is_kept_for_ever(collected):
    with in_production(collected):
        url = storage.staticfiles_storage.url("css/site.css")
        response = asked(url)

        assert staticfiles.HASH.search(url)
        assert "immutable" in response["Cache-Control"]
        text_of(response)


def test_an_address_that_was_asked_for_is_not_another_releases(collected, tmp_path):
    with in_production(collected):
        here = storage.staticfiles_storage.url("css/site.css")
    with in_production(tmp_path):
        there = storage.staticfiles_storage.url("css/site.css")

    assert staticfiles.HASH.search(here)
    assert there == "/static/css/site.css"


def test_in_development_too_a_page_asks_for_one_sheet_and_always_has_the_newest():
    response = asked("/static/css/site.css")

    assert response["Content-Type"].startswith("text/css")
    assert response["Cache-Control"] == "no-cache"
    text = response.content.decode()
    assert "@import" not in text
    assert text == staticfiles.joined(FileSystemStorage("static"), "css/site.css")


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        (f"css/site.{OTHER}.css", "@layer"),
        (f"js/site.{OTHER}.js", "data-"),
        (f"img/mark.{OTHER}.svg", "<svg"),
    ],
)
def test_another_releases_file_is_this_releases_of_that_name_kept_by_nobody(collected, name, holds):
    with in_production(collected):
        response = asked(f"/static/{name}")

        assert response["Cache-Control"] == "no-store"
        text = text_of(response)
        assert holds in text
        assert "@import" not in text


def test_a_host_on_which_nothing_was_collected_serves_the_sources(tmp_path, caplog):
    staticfiles._tell_once.cache_clear()
    (tmp_path / "empty").mkdir()
    with in_production(tmp_path / "empty"):
        assert storage.staticfiles_storage.url("css/site.css") == "/static/css/site.css"
        response = asked("/static/css/site.css")

        assert response["Cache-Control"] == "no-store"
        assert "@import" in text_of(response)
        assert storage.staticfiles_storage.problem().startswith("not collected")
        storage.staticfiles_storage.url("css/site.css")
    assert len([line for line in caplog.messages if "css/site.css" in line]) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/css/none.css",
        f"/static/css/none.{OTHER}.css",
        "/static/",
        "/static/css",
        "/static/../manage.py",
        "/static//etc/passwd",
        "/static/css/../../manage.py",
        "/about/",
    ],
)
def test_what_no_release_has_is_left_to_the_site(collected, path):
    with in_production(collected):
        assert asked(path) is None


def test_collected_files_that_are_lost_are_a_problem(collected, tmp_path):
    with in_production(collected):
        assert storage.staticfiles_storage.problem() == ""
        name = storage.staticfiles_storage.hashed_files["css/site.css"]
        kept = (collected / name).read_bytes()
        (collected / name).unlink()
        try:
            problem = storage.staticfiles_storage.problem()
        finally:
            (collected / name).write_bytes(kept)

    assert problem == "1 files lost: run manage.py release on this host"
