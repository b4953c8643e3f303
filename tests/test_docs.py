"""What the documents tell to type exists, and what they point to is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from people.facts import FACTS

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "docs/security.md").read_text()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def document(request) -> Path:
    return request.param


def test_each_make_target_it_names_exists(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", document.read_text(), re.MULTILINE))

    assert named - targets == set()


def test_each_management_command_it_names_exists(document):
    named = set(re.findall(r"manage\.py ([a-z_]+)", document.read_text()))

    assert named - set(get_commands()) - {"test"} == set()


def test_each_management_command_of_operations_is_run_by_a_test():
    named = set(re.findall(r"manage\.py ([a-z_]+)", (ROOT / "docs/operations.md").read_text()))
    tests = "\n".join(path.read_text() for path in sorted((ROOT / "tests").rglob("*.py")))
    run = re.compile(
        r"(?:call_command|command|manage|started|run)\(\s*(?:\"manage\.py\", )?\"([a-z_]+)\""
    )

    # The browser tests run serve, by a function of their own.
    assert named - set(run.findall(tests)) - {"serve"} == set()


def test_each_file_it_links_to_is_there(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_each_variable_that_operations_names_is_in_the_example():
    text = (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})`", text))

    assert [name for name in named if name not in (ROOT / ".env.example").read_text()] == []


def test_each_finding_has_a_test_and_a_fix_that_exist():
    findings = re.findall(r"^\| (?!finding|---)(.+?) \| (.+?) \| (.+?) \|$", SECURITY, re.MULTILINE)
    tests = re.compile(r"`([\w/]+\.py)::(test_\w+)`")

    assert len(findings) >= 60
    assert [finding for finding, _fix, test in findings if not tests.search(test)] == []
    missing = [
        f"{path}::{name}"
        for path, name in tests.findall(SECURITY)
        if not re.search(rf"^def {name}\(", read_test(path), re.MULTILINE)
    ]
    assert missing == []
    named = {
        path for _finding, fix, _test in findings for path in re.findall(r"`([\w/]+\.py)`", fix)
    }
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


def read_test(path: str) -> str:
    found = ROOT / "tests" / path
    return found.read_text() if found.is_file() else ""


def test_each_finding_of_the_review_is_there():
    numbered = [int(number) for number in re.findall(r"^\| S(\d+) ", SECURITY, re.MULTILINE)]

    assert numbered == list(range(1, 18))


def test_each_fact_about_people_has_its_row_in_the_privacy_document():
    words = {"host": "work, and", "areas": "area", "working_days": "days they work on"}
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs/privacy.md").read_text(), re.MULTILINE)

    missing = [
        fact.name for fact in FACTS if words.get(fact.name, fact.name) not in " / ".join(rows)
    ]
    assert missing == []


def test_the_readme_has_the_two_commands():
    text = (ROOT / "README.md").read_text()

    assert "make run" in text
    assert "make test" in text
