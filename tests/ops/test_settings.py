"""Production's settings, each time in a process of their own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEY = "kX3v-9Qm_Zr7Lw2Tn8Yb4Hd6Jf1Gp5Sc0Va-ErUiOqWxMzKtNhByDl"


def example_environment() -> dict[str, str]:
    """What ``.env.example`` sets, with a key of one's own."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return given | {"SECRET_KEY": KEY}


def run(*command: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *arguments, **variables)


def setting(expression: str, **variables: str) -> str:
    """What an expression over the settings says with these variables."""
    done = run_code(f"print({expression})", **variables)
    return done.stdout.strip() or done.stderr


def run_code(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    variables = {"DJANGO_SETTINGS_MODULE": "cop_site.settings"} | example_environment() | variables
    return run("-c", f"from django.conf import settings; {code}", **variables)


def test_the_example_values_pass_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **example_environment())

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (1 silenced).\n",
    ), done.stderr


COMMANDS = [("manage.py", "check", "--deploy"), ("manage.py", "release"), ("-m", "gunicorn")]


@pytest.mark.parametrize("command", COMMANDS, ids=["check", "release", "gunicorn"])
def test_all_that_is_wrong_stops_the_start_in_one_list(command):
    wrong = {"SECRET_KEY": "change-me", "LOG_LEVEL": "loud", "DATABASE_URL": "foo", "EMAIL_URL": ""}

    done = run(*command, **(example_environment() | wrong))

    assert done.returncode == 1
    assert re.findall(r"^  (\w+): ", done.stderr, re.MULTILINE) == [
        *("SECRET_KEY", "DATABASE_URL", "LOG_LEVEL", "EMAIL_URL")
    ]
    assert "Traceback" not in done.stderr


def test_plain_http_is_refused_unless_asked_for():
    variables = example_environment() | {"SITE_URL": "http://alongside.example.org"}

    assert "It must start with https://" in manage("check", **variables).stderr
    assert manage("check", **variables, ALLOW_HTTP="1").returncode == 0


def test_a_misspelt_name_is_told_and_does_not_stop():
    done = manage("check", **example_environment(), LOG_LEVELS="DEBUG")

    assert done.returncode == 0
    assert "LOG_LEVELS is no variable of this site. Is LOG_LEVEL meant?" in done.stderr


def test_a_provider_that_lacks_an_option_is_told_before_the_first_mail():
    done = manage(
        "check", **(example_environment() | {"EMAIL_URL": "", "EMAIL_PROVIDER": "postmark"})
    )

    assert done.returncode == 1
    assert "postmark cannot be used: You must set" in done.stderr


# The same file for each process


@pytest.fixture
def checkout(tmp_path) -> Path:
    """The site in a folder of its own, whose ``.env`` nobody else reads."""
    for each in ROOT.iterdir():
        if each.name not in ("cop_site", ".env", ".git", "gunicorn.conf.py", "manage.py"):
            (tmp_path / each.name).symlink_to(each)
    shutil.copytree(ROOT / "cop_site", tmp_path / "cop_site")
    for name in ("gunicorn.conf.py", "manage.py"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def lines_of(variables: dict[str, str]) -> str:
    return "".join(f"{name}={text}\n" for name, text in variables.items())


def test_gunicorn_reads_the_file_that_the_others_read(checkout):
    numbers = {"PORT": "8765", "WEB_CONCURRENCY": "3", "WEB_THREADS": "5"}
    (checkout / ".env").write_text(lines_of(example_environment() | numbers))

    shown = run("-m", "gunicorn", "--print-config", folder=checkout)

    told = dict(line.split(" = ", 1) for line in shown.stdout.splitlines() if " = " in line)
    told = {name.strip(): value.strip() for name, value in told.items()}
    assert told["bind"] == "['0.0.0.0:8765']", shown.stderr
    assert (told["workers"], told["threads"], told["forwarded_allow_ips"]) == ("3", "5", "['*']")


def test_what_is_set_where_a_process_starts_goes_before_the_file(checkout):
    (checkout / ".env").write_text(lines_of(example_environment() | {"PORT": "8765"}))

    shown = run("-m", "gunicorn", "--print-config", folder=checkout, PORT="8766")

    assert "'0.0.0.0:8766'" in shown.stdout, shown.stderr


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"SECRET_KEY: secret-word\n", "Line 1 of .env must be NAME=value"),
        (b"PORT=8000\n\n secret-word\n", "Line 3 of .env must be NAME=value"),
        (b"\xff\xfeP\x00O\x00R\x00T\x00", ".env cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_start(checkout, content, hint):
    (checkout / ".env").write_bytes(content)

    done = run("manage.py", "check", folder=checkout)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert hint in done.stderr
    assert "secret-word" not in done.stderr


# What settings make of them

STORE = {"S3_BUCKET": "files", "S3_ACCESS_KEY": "k", "S3_SECRET_KEY": "s"}
SIGNED = STORE | {"PRIVATE_FILES_BY": "signed"}
AMAZON = {"S3_REGION": "ap-southeast-2"}


@pytest.mark.parametrize(
    ("store", "origin"),
    [
        (AMAZON, "https://files.s3.ap-southeast-2.amazonaws.com"),
        ({"S3_REGION": "us-east-1"}, "https://files.s3.amazonaws.com"),
        (AMAZON | {"S3_BUCKET": "my.files"}, "https://s3.ap-southeast-2.amazonaws.com"),
        ({"S3_ENDPOINT_URL": "https://s3.example.org"}, "https://s3.example.org"),
        ({"S3_ENDPOINT_URL": "http://10.0.0.1:9000"}, "http://10.0.0.1:9000"),
    ],
    ids=["region", "oldest region", "dots", "another store", "inside"],
)
def test_a_signed_address_is_of_the_version_and_host_that_the_store_takes(store, origin):
    code = (
        "import django; django.setup(); "
        "from django.core.files.storage import default_storage as s; "
        "print(s.url('a b.jpg', expire=60)); print(settings.CONTENT_SECURITY_POLICY)"
    )

    done = run_code(code, **(SIGNED | store))

    address, policy = done.stdout.splitlines()
    assert address.startswith(f"{origin}/"), done.stderr
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in address
    assert f"%2F{store.get('S3_REGION', 'us-east-1')}%2Fs3%2Faws4_request" in address
    assert f"'{origin}'" in policy


@pytest.mark.parametrize(
    ("variables", "contact"),
    [
        ({}, "mailto:kia.ora@alongside.example.org"),
        ({"MAIL_FROM": ""}, "mailto:kia.ora@alongside.example.org"),
        ({"SECURITY_CONTACT": "https://example.org/report"}, "https://example.org/report"),
    ],
    ids=["where mail comes from", "nobody named", "named"],
)
def test_a_weakness_is_told_to_an_address_that_is_there(variables, contact):
    assert setting("settings.SECURITY_CONTACT", **variables) == contact


def test_a_key_of_before_is_still_believed_and_no_other(tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"{KEY[::-1]}\n")
    sign = "__import__('django.core.signing').core.signing.dumps('word')"
    signed = setting(sign, SECRET_KEY=KEY[::-1])
    unsign = f"__import__('django.core.signing').core.signing.loads({signed!r})"

    assert setting(unsign, SECRET_KEY_FALLBACKS_FILE=str(file)) == "word"
    assert "BadSignature" in setting(unsign)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+tls://a%40b:c%2Fd@mail.example.org:587", ["mail.example.org", 587, "a@b", "c/d"]),
        ("smtp://localhost:1025", ["localhost", 1025, None, None]),
    ],
)
def test_a_mail_server_is_told_as_it_is_written(url, expected):
    names = "HOST", "PORT", "HOST_USER", "HOST_PASSWORD"
    told = ", ".join(f"settings.EMAIL_{name}" for name in names)

    said = setting(f"__import__('json').dumps([{told}])", EMAIL_URL=url)

    assert [each or None for each in json.loads(said)] == expected


def test_no_migration_is_missing():
    done = manage("makemigrations", "--check", "--dry-run", TRIAL="1")

    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr
