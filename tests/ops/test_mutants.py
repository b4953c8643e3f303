"""``make mutants``: what is changed, what is asked, and that the sources stay as they are."""

from pathlib import Path

import pytest

from bench.mutants import known
from bench.mutants.changes import Change, possible, rendered, sample
from bench.mutants.copies import Copy
from bench.mutants.table import TESTS

ROOT = Path(__file__).resolve().parents[2]

SOURCE = '''
@transaction.atomic
def close(*, member):
    """Words."""
    logger.info("Closing %s", member)
    own = Letter.objects.filter(member=member)
    own.delete()
    return _("Closed")
'''


def changed(operator: str) -> set[tuple[str, ...]]:
    module, found = possible(SOURCE)
    made = (rendered(module, each) for each in found[operator])
    return {Change("x.py", operator, SOURCE, after).lines for after in made}


def test_each_module_and_each_test_of_the_table_is_there():
    named = {*TESTS, *(test for tests in TESTS.values() for test in tests)}

    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_each_known_change_can_still_be_made():
    for path, lines in known.reasons(known.FILE.read_text()):
        source = {line.strip() for line in (ROOT / path).read_text().splitlines()}
        gone = {line[2:] for line in lines if line[0] in "-="}
        assert gone - source == set(), path


@pytest.mark.parametrize("block", ["a.py\n- x\n+ y", "a.py\nNo change at all."])
def test_a_known_change_has_its_lines_and_its_reason(block):
    with pytest.raises(ValueError, match="No change or no reason"):
        known.reasons(block)
    assert known.reasons("# Why\n\na.py\n- x\n+ y\nOne reason\nin two lines.\n") == {
        ("a.py", ("- x", "+ y")): "One reason in two lines."
    }


def test_what_narrows_what_writes_and_what_holds_together_is_left_out():
    assert changed("drop_condition") == {
        ("- own = Letter.objects.filter(member=member)", "+ own = Letter.objects.all()")
    }
    assert ("- own.delete()", "+ pass") in changed("drop_statement")
    assert changed("drop_transaction") == {("- @transaction.atomic", "= def close(*, member):")}


def test_what_is_said_to_people_is_left_alone():
    assert changed("operator_string") == set()


def test_a_sample_is_the_same_for_its_seed_and_of_all_kinds():
    drawn = sample(ROOT, "work/chunks.py", 12, "a")

    assert drawn == sample(ROOT, "work/chunks.py", 12, "a")
    assert drawn != sample(ROOT, "work/chunks.py", 12, "b")
    assert len({change.operator for change in drawn}) > 8
    for change in drawn:
        compile(change.after, change.path, "exec")


def test_a_change_is_noticed_in_a_copy_and_the_sources_stay(tmp_path):
    path, tests = "core/days.py", ["tests/core/test_days.py"]
    before = (ROOT / path).read_text()
    copy = Copy(ROOT, tmp_path / "copy")

    said = [
        copy.what_becomes_of(Change(path, "by hand", before, after), tests, within=300)
        for after in (before + "\nraise RuntimeError\n", before + "\n")
    ]

    assert said == ["noticed", "unnoticed"]
    assert (ROOT / path).read_text() == (copy.folder / path).read_text() == before
