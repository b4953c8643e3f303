"""Production's settings, each time in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def example_environment() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        **variables,
    }
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_values_pass_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **example_environment())

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "EMAIL_URL"])
def test_a_missing_variable_is_named(name):
    variables = example_environment()
    del variables[name]

    done = manage("check", **variables)

    assert done.returncode == 1
    assert f"Set the environment variable {name}, for example {name}=" in done.stderr


def test_plain_http_is_refused_unless_asked_for():
    variables = example_environment() | {"SITE_URL": "http://alongside.example.org"}

    assert "SITE_URL must start with https://" in manage("check", **variables).stderr
    assert manage("check", **variables, ALLOW_HTTP="1").returncode == 0


def test_no_migration_is_missing():
    done = manage("makemigrations", "--check", "--dry-run", TRIAL="1")

    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr


def test_no_setting_is_read_that_the_example_does_not_list():
    text = (ROOT / ".env.example").read_text()
    source = (ROOT / "cop_site" / "settings.py").read_text()
    source += (ROOT / "cop_site" / "environment.py").read_text()
    read = {
        word.split('"')[1]
        for marker in ("env.str(", "env.bool(", "env.int(", "env.list(", "env.json(", "required(")
        for part in source.split(marker)[1:]
        if (word := part.strip()[:60]).startswith('"')
    }

    assert sorted(name for name in read if name not in text) == []
