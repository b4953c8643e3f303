"""Each variable of the environment is looked at before anything starts, and named when wrong."""

import re
from pathlib import Path

import pytest

from cop_site.variables import BY_NAME, VARIABLES, Environment

ROOT = Path(__file__).parents[2]
KEY = "kX3v-9Qm_Zr7Lw2Tn8Yb4Hd6Jf1Gp5Sc0Va-ErUiOqWxMzKtNhByDl"
GOOD = {
    "SECRET_KEY": KEY,
    "SITE_URL": "https://alongside.example.org",
    "DATABASE_URL": "postgres://alongside:password@localhost:5432/alongside",
    "EMAIL_URL": "smtp+tls://name:password@mail.example.org:587",
    "MAIL_FROM": "Alongside <kia.ora@alongside.example.org>",
}
STORE = {"S3_BUCKET": "files", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}


def problems(**changes):
    return Environment(GOOD | changes).problems


def test_nothing_is_wrong_with_what_is_right():
    environment = Environment(GOOD)

    assert (environment.problems, environment.says(), environment.doubts()) == ({}, "", [])


WRONG = [
    ("SECRET_KEY", "change-me-to-fifty-random-characters-of-your-own-making-0123456789", "example"),
    ("SECRET_KEY", "ChangeMe-3v9QmZr7Lw2Tn8Yb4Hd6Jf1Gp5Sc0VaErUiOqWxMzKtNhByDl", "example"),
    ("SECRET_KEY", f"django-insecure-{KEY}", "example"),
    ("SECRET_KEY", "a" * 80, "do not repeat"),
    ("SECRET_KEY", "abcdefghijklmnop" * 5, "do not repeat"),
    ("SECRET_KEY", "short but secret", "at least 50"),
    ("SECRET_KEY_FALLBACKS", f"{KEY},short", "at least 50"),
    ("METRICS_TOKEN", "prometheus", "at least 50"),
    ("METRICS_TOKEN", "ā" + KEY, "letters and digits"),
    ("METRICS_TOKEN", f"{KEY[:30]} {KEY[30:]}", "letters and digits"),
    ("SITE_URL", "alongside.example.org", "https://alongside.example.org"),
    ("SITE_URL", "https://alongside.example.org/community", "scheme and host alone"),
    ("SITE_URL", "https://alongside.example.org?x=1", "scheme and host alone"),
    ("SITE_URL", "https://name@alongside.example.org", "scheme and host alone"),
    ("SITE_URL", "https://alongside.example.org:eighty", "port cannot be read"),
    ("SITE_URL", "ftp://alongside.example.org", "https://alongside.example.org"),
    ("SITE_URL", "https://", "host is missing"),
    ("SITE_URL", "https://kōrero.example.org", "xn--krero-g9a.example.org"),
    ("SITE_URL", "http://alongside.example.org", "must start with https://"),
    ("ALLOWED_HOSTS", "https://alongside.example.org", "names alone"),
    ("ALLOWED_HOSTS", "alongside.example.org:443", "names alone"),
    ("ALLOWED_HOSTS", "alongside.example.org/", "names alone"),
    ("ALLOWED_HOSTS", "*", "write the names"),
    ("ALLOWED_HOSTS", "other.example.org", "add alongside.example.org"),
    ("DATABASE_URL", "foo", "postgres://"),
    ("DATABASE_URL", "mysql://a:b@c/d", "postgres://"),
    ("DATABASE_URL", "postgres://a:b@host", "name of the database"),
    ("DATABASE_URL", "postgres://a:b#c@host/d", "%23"),
    ("DATABASE_URL", "postgres://a:b@host:five/d", "port cannot be read"),
    ("DATABASE_URL", "sqlite:////no/such/folder/db.sqlite3", "folder"),
    ("DATABASE_URL", "sqlite://:memory:", "port cannot be read"),
    ("REDIS_URL", "foo", "redis://"),
    ("REDIS_URL", "redis://localhost:6379/first", "number of a database"),
    ("REDIS_URL", "http://localhost:6379", "redis://"),
    ("EMAIL_URL", "", "No mail can leave"),
    ("EMAIL_URL", "foo", "smtp+tls://"),
    ("EMAIL_URL", "mail.example.org:587", "smtp+tls://"),
    ("EMAIL_URL", "smtp://", "host is missing"),
    ("EMAIL_URL", "smtp://a:b/c@host:25", "port cannot be read"),
    ("EMAIL_PROVIDER", "postmark", "unset this, or EMAIL_URL"),
    ("EMAIL_PROVIDER", "pigeon", "Choose one of: amazon_ses,"),
    ("EMAIL_PROVIDER_OPTIONS", "{'a': 1}", "JSON"),
    ("EMAIL_PROVIDER_OPTIONS", "[1]", "JSON"),
    ("MAIL_FROM", "Alongside", "one address"),
    ("MAIL_FROM", "kia.ora@", "one address"),
    ("SECURITY_CONTACT", "security@example.org", "mailto:"),
    ("SECURITY_CONTACT", "http://example.org/", "mailto:"),
    ("SECURITY_CONTACT", "mailto:somebody", "one address"),
    ("TRUSTED_PROXIES", "abc", "from 0 to 10"),
    ("TRUSTED_PROXIES", "-1", "from 0 to 10"),
    ("TRUSTED_PROXIES", "٣", "in digits"),
    ("PORT", "ten", "from 1 to 65535"),
    ("PORT", "0", "from 1 to 65535"),
    ("PORT", "70000", "from 1 to 65535"),
    ("WEB_CONCURRENCY", "2.5", "whole number"),
    ("WEB_THREADS", "9" * 5000, "whole number"),
    ("LOG_LEVEL", "loud", "Choose one of"),
    ("SITE_TIME_ZONE", "Mars", "Pacific/Auckland"),
    ("SITE_TIME_ZONE", "../../etc/passwd", "Pacific/Auckland"),
    ("TRIAL", "maybe", "1 for yes"),
    ("STAFF_SECOND_STEP", "2", "1 for yes"),
    ("TASKS", "celery", "database, rq"),
    ("PRIVATE_FILES_BY", "magic", "app, x-accel, signed"),
    ("SIGN_UP", "closed", "open, approval, invitation"),
    ("MEDIA_ROOT", "media", "whole path"),
    ("PRIVATE_ROOT", __file__, "not a folder"),
    ("S3_ENDPOINT_URL", "s3.example.org", "https://"),
    ("OIDC_ISSUER", "login.example.org", "https://"),
    ("OIDC_NAME", "Health\x00Service", "invisible"),
    ("SENTRY_DSN", "https://sentry.example.org/1", "Copy it"),
    ("SITE_TIME_ZONE", '"Pacific/Auckland"', "quotation marks"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "hint"), WRONG, ids=[f"{name} {text[:30]}" for name, text, _hint in WRONG]
)
def test_what_is_wrong_is_named_with_what_to_write(name, text, hint):
    found = problems(**{name: text})

    assert list(found) == [name]
    assert hint in found[name]


def test_all_that_is_wrong_stands_in_one_list():
    said = Environment({"LOG_LEVEL": "loud", "PORT": "ten", "SECRETKEY": KEY}).says()

    assert re.findall(r"^  (\w+)", said, re.MULTILINE) == [
        *("LOG_LEVEL", "PORT", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "SECRETKEY")
    ]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"TASKS": "rq"}, "REDIS_URL"),
        ({"PRIVATE_FILES_BY": "signed"}, "S3_BUCKET"),
        (STORE, "S3_REGION"),
        (STORE | {"S3_REGION": "a", "S3_SECRET_KEY": ""}, "S3_SECRET_KEY"),
        (STORE | {"S3_REGION": "a", "PRIVATE_FILES_BY": "x-accel"}, "PRIVATE_FILES_BY"),
        ({"OIDC_ISSUER": "https://a.example.org", "OIDC_CLIENT_ID": "a"}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, "OIDC_ISSUER"),
    ],
    ids=["rq", "signed", "region", "secret", "x-accel", "client", "issuer"],
)
def test_what_does_not_go_together_is_named_once(changes, name):
    assert list(problems(**changes)) == [name]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SITE_URL", "https://Alongside.example.org:443/", "https://alongside.example.org"),
        ("SITE_URL", " https://alongside.example.org:8443 ", "https://alongside.example.org:8443"),
        ("ALLOWED_HOSTS", ".Example.org, 127.0.0.1,[::1]", [".example.org", "127.0.0.1", "[::1]"]),
        ("STAFF_SECOND_STEP", "Off", False),
        ("STAFF_SECOND_STEP", "", None),
        ("LOG_LEVEL", "warning", "WARNING"),
        ("LOG_LEVEL", "", "INFO"),
        ("SECURITY_CONTACT", "mailto:security@example.org", "mailto:security@example.org"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
        ("DATABASE_URL", "postgresql://a:b%23@[::1]:5432/d", "postgresql://a:b%23@[::1]:5432/d"),
        ("DATABASE_URL", "postgres:///d?host=/run", "postgres:///d?host=/run"),
        ("SECRET_KEY_FALLBACKS", f"{KEY[::-1]}, {KEY}", [KEY[::-1], KEY]),
    ],
)
def test_what_is_right_is_taken(name, text, value):
    environment = Environment(GOOD | {name: text})

    assert (environment.problems, environment[name]) == ({}, value)


@pytest.mark.parametrize("name", [each.name for each in VARIABLES])
def test_nothing_that_was_written_is_repeated(name):
    said = Environment(GOOD | {name: "hunter2\x00/#@:hunter2"}).says()

    assert name in said
    assert "hunter2" not in said


# Secrets from files


def test_a_secret_may_stand_in_a_file_with_a_line_end(tmp_path):
    file = tmp_path / "key"
    file.write_bytes(b"\xef\xbb\xbf" + KEY.encode() + b"\r\n\n")

    environment = Environment(GOOD | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(file)})

    assert (environment.problems, environment["SECRET_KEY"]) == ({}, KEY)


@pytest.mark.parametrize("name", [each.name for each in VARIABLES if each.secret])
def test_each_secret_may_and_what_is_no_secret_may_not(name, tmp_path):
    file = tmp_path / "empty"
    file.write_text("\n")

    assert f"{name}_FILE names is empty" in problems(**{name: "", f"{name}_FILE": str(file)})[name]
    assert "Only secrets" in problems(SIGN_UP_FILE=str(file))["SIGN_UP"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", "folder"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, content):
    file = tmp_path / "key"
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)

    found = problems(SECRET_KEY="", SECRET_KEY_FILE=str(file))

    assert found == {"SECRET_KEY": "The file that SECRET_KEY_FILE names cannot be read."}


def test_a_secret_comes_from_one_place(tmp_path):
    assert "not both" in problems(EMAIL_URL_FILE=str(tmp_path / "url"))["EMAIL_URL"]


def test_two_lines_are_no_key(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n{KEY}\n")

    assert "line end" in problems(SECRET_KEY="", SECRET_KEY_FILE=str(file))["SECRET_KEY"]


# What may be meant otherwise


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SECRETKEY", "SECRET_KEY"),
        ("ALLOWED_HOST", "ALLOWED_HOSTS"),
        ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
        ("S3_BUCKET_NAME", "S3_BUCKET"),
        ("S3_ENDPOINT", "S3_ENDPOINT_URL"),
        ("REDISURL", "REDIS_URL"),
        ("OIDC_CLIENT", "OIDC_CLIENT_ID"),
    ],
)
def test_a_misspelt_name_is_told_with_the_near_one(name, meant):
    given = {key: text for key, text in GOOD.items() if key != meant}

    doubts = Environment({"TRIAL": "1"} | given | {name: "x"}).doubts()

    assert f"{name} is no variable of this site. Is {meant} meant?" in doubts


@pytest.mark.parametrize(
    "name",
    ["PATH", "HOME", "EMAIL", "REDIS_PORT_6379_TCP", "DJANGO_SETTINGS_MODULE", "PGPASSWORD",
     "WEB_MEMORY", "LOGNAME", "XDG_SESSION_ID", "SENTRY_RELEASE"],
)  # fmt: skip
def test_what_is_for_others_is_passed_over(name):
    assert Environment(GOOD | {name: "x"}).doubts() == []


def test_a_name_is_no_misspelling_of_one_that_is_set():
    assert Environment(GOOD | {"DATABASE_URL_OLD": "x"}).doubts() == []


@pytest.mark.parametrize(
    ("changes", "word"), [({"TRIAL": "1"}, "never in production"), ({"EMAIL_URL": "consolemail://"},
    "no mail reaches anybody")],
)  # fmt: skip
def test_what_belongs_on_a_desk_is_told_in_production(changes, word):
    (doubt,) = Environment(GOOD | changes).doubts()

    assert word in doubt


# Told to whoever sets them


def test_the_example_lists_every_variable_and_no_other():
    text = (ROOT / ".env.example").read_text()
    listed = re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", text, re.MULTILINE)

    assert sorted(name for name, _value in listed) == sorted(BY_NAME)
    for name, value in listed:
        default = BY_NAME[name].default
        assert name in ("TRUSTED_PROXIES", "TRIAL", "DEBUG", "ALLOW_HTTP", "OIDC_NAME") or (
            not default or value == default
        ), name


def table() -> str:
    """The table of all variables as ``docs/operations.md`` has it."""
    rows = ["| variable | default | what it is for |", "|---|---|---|"]
    for each in VARIABLES:
        default = f"`{each.default}`" if each.default else each.otherwise
        default = "**needed**" if each.needed or each.name == "EMAIL_URL" else default
        secret = " (S)" if each.secret else ""
        rows.append(f"| `{each.name}`{secret} | {default} | {each.what} |")
    return "\n".join(rows)


def test_operations_lists_every_variable_with_its_default():
    assert table() in (ROOT / "docs/operations.md").read_text(), f"Put this there:\n\n{table()}"
