"""What is asked for, what is locked and what is installed are the same."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SITE: list[str] = PROJECT["project"]["dependencies"]
TOOLS: list[str] = PROJECT["dependency-groups"]["dev"]
EXACT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==([0-9][A-Za-z0-9.!+-]*)")
LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def name_of(asked: str) -> str:
    """The one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", asked)[0]).lower()


def locked(file: str) -> dict[str, str]:
    return dict(LOCKED.findall((ROOT / file).read_text()))


LOCK = locked("requirements.txt")
LOCK_WITH_TOOLS = locked("requirements-dev.txt")


@pytest.mark.parametrize("asked", [*SITE, *TOOLS])
def test_each_package_is_asked_for_in_one_version(asked):
    assert EXACT.fullmatch(asked), f"pyproject.toml: write {asked} as name==version"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_what_the_site_asks_for_is_locked(file):
    lock = locked(file)
    other = {
        asked: lock.get(name_of(asked), "nothing")
        for asked in SITE
        if lock.get(name_of(asked)) != EXACT.fullmatch(asked)[2]
    }

    assert other == {}, f"{file} holds something else: run make lock"


def test_what_its_tests_ask_for_is_locked():
    other = {
        asked: LOCK_WITH_TOOLS.get(name_of(asked), "nothing")
        for asked in TOOLS
        if LOCK_WITH_TOOLS.get(name_of(asked)) != EXACT.fullmatch(asked)[2]
    }

    assert other == {}, "requirements-dev.txt holds something else: run make lock"


def test_the_tests_run_with_what_the_site_runs_with():
    other = {
        name: (at, LOCK_WITH_TOOLS.get(name, "nothing"))
        for name, at in LOCK.items()
        if LOCK_WITH_TOOLS.get(name) != at
    }

    assert other == {}, "requirements.txt and requirements-dev.txt differ: run make lock"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_each_locked_package_has_a_hash_and_names_no_place(file):
    text = (ROOT / file).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert [each.split()[0] for each in packages if "--hash=sha256:" not in each] == []
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", text) == []


def test_what_is_installed_is_what_is_locked():
    other = {}
    for name, at in LOCK_WITH_TOOLS.items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "nothing"
        if installed != at:
            other[name] = f"locked {at}, installed {installed}"

    assert other == {}, "install what is locked: pip install --no-deps -r requirements-dev.txt"
