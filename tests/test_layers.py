"""Layers where import-linter cannot look: templates, and modules that are found by their name."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from core.hooks import HOOKS
from tests.test_architecture import ROOT, tracked

TEMPLATES = ROOT / "templates"
OWNERS = {
    "account": "members",
    "allauth": "members",
    "blocks": "core",
    "board_base.html": "forum",
    "components": "core",
    "mfa": "members",
    "partials": "forum",
    "socialaccount": "members",
    "styleguide": "cop_site",
    "usersessions": "members",
}
"""Whose a folder is that does not bear an app's name; pages of the whole site are the frame's."""

LOADED = re.compile(r"{% load (?:[^%]* from )?([^%]+) %}")
NAMED = re.compile(r"""{% (?:include|extends) "([^"]+)\"""")

REGISTERS = {
    "also_shown", "annotates_person", "belonging_alone", "exported", "fellows", "grant",
    "held_otherwise", "keep", "keeps_from_writing", "leads_elsewhere", "part", "receiver",
    "register", "repeat", "scopes", "section", "stands_at_the_foot", "step", "working_days",
}  # fmt: skip
"""What registers something when its module is imported."""
FOUND_OTHERWISE = {"wagtail_hooks", "templatetags", "models"}


def layers() -> list[set[str]]:
    """From the top down, as pyproject has them for imports."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    rows = contracts["contracts"][0]["layers"]
    return [set(row.split(" | ")) for row in rows]


RANK = {app: rank for rank, row in enumerate(layers()) for app in row}


def owner(template: str) -> str | None:
    """The app that a template belongs to; None for one that takes the place of a library's."""
    first = template.split("/")[0]
    if first.startswith("forum_"):
        return "forum"
    if first in OWNERS:
        return OWNERS[first]
    if "/" not in template:
        return "frame"
    return first if first in RANK else None


def libraries() -> dict[str, str]:
    paths = [path.relative_to(ROOT) for path in tracked("*/templatetags/*.py")]
    return {path.stem: path.parts[0] for path in paths if path.stem != "__init__"}


def used_by(text: str, known: dict[str, str]) -> set[tuple[str, str]]:
    """What a template loads, includes and extends, each with its app."""
    loaded = {name for names in LOADED.findall(text) for name in names.split()}
    used = {(name, known[name]) for name in loaded if name in known}
    return used | {(name, app) for name in NAMED.findall(text) if (app := owner(name))}


@pytest.fixture(scope="module")
def templates() -> list[Path]:
    found = tracked("templates/*")
    if not found:
        pytest.skip("not a git checkout")
    return found


def test_templates_use_what_lies_below_them_and_nothing_of_a_sibling(templates):
    known = libraries()
    upwards = [
        f"{name} uses {thing} of {app}"
        for path in templates
        if (own := owner(name := str(path.relative_to(TEMPLATES))))
        for thing, app in used_by(path.read_text(), known)
        if app != own and RANK[app] <= RANK[own]
    ]

    assert upwards == []


def test_the_reading_of_templates_would_find_an_arrow_upwards():
    text = '{% extends "base.html" %}{% load i18n forum_tags %}{% include "events/_row.html" %}'

    used = used_by(text, libraries())

    assert used == {("base.html", "frame"), ("forum_tags", "forum"), ("events/_row.html", "events")}


def test_what_registers_something_is_found_by_its_name():
    """Whoever forgets to import it has a rule that never runs (``core.hooks``)."""
    hidden = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("*.py")
        if (place := path.relative_to(ROOT)).parts[0] in RANK
        and not {"tests", "migrations", *FOUND_OTHERWISE}.intersection(place.with_suffix("").parts)
        and place.stem not in HOOKS
        for name in registered_in(path)
    ]

    assert hidden == []


def registered_in(path: Path) -> list[str]:
    """Names of what a module calls, or decorates with, that registers something."""
    tree = ast.parse(path.read_text())
    calls = [
        decorator for node in tree.body for decorator in getattr(node, "decorator_list", [])
    ] + [node.value for node in tree.body if isinstance(node, ast.Expr)]
    named = [call.func if isinstance(call, ast.Call) else call for call in calls]
    return [node.id for node in named if isinstance(node, ast.Name) and node.id in REGISTERS]


def test_every_hook_is_imported_when_the_site_starts():
    """In a process of its own: here the tests have imported them."""
    wanted = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in tracked("*.py")
        if path.stem in HOOKS and path.relative_to(ROOT).parts[0] in RANK
    }
    asked = "import django, sys; django.setup(); print(*sys.modules)"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "cop_site.settings", "TRIAL": "1", "PATH": ""},
    )

    assert wanted - set(done.stdout.split()) == set()
    assert len(wanted) > 40


def test_the_docs_list_every_hook():
    text = (ROOT / "docs/architecture.md").read_text()

    assert [name for name in HOOKS if f"`{name}.py`" not in text] == []


WALK = re.compile(r"^\*\*([^*]+)\*\* \((\d+)(?: files)?\): (.*?)\n\n", re.MULTILINE | re.DOTALL)


def test_the_walks_in_the_docs_lead_over_files_that_are_there():
    text = (ROOT / "docs/architecture.md").read_text()
    walks = {
        name: (int(number), set(re.findall(r"`([\w/]+\.(?:py|txt))`", way)))
        for name, number, way in WALK.findall(text)
    }

    assert [
        file for _number, files in walks.values() for file in files if not (ROOT / file).is_file()
    ] == []
    assert {name: number for name, (number, files) in walks.items() if number != len(files)} == {}
    assert list(walks) == [
        "A reply, to its digest",
        "A request to join, to its room",
        "A query, to its results",
        "An announcement, to its letters",
    ]
    assert walks["A reply, to its digest"][0] <= 18
