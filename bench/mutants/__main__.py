"""Do the tests notice small changes? Puts them into copies of the sources, one at a time.

    make mutants                                 three of each module, some half an hour
    make mutants ARGS="--each 10 --seed maui"    more, and others
    make mutants ARGS="forum/services.py"        of one module alone
    make mutants ARGS="--list"                   the modules, their changes and their tests

Each change is asked of its module's tests (``table.py``) until one fails. Changes that change
nothing, and those that are accepted, stand in ``known.txt`` with the reason. The sources
themselves are never written, so that an interrupted run leaves nothing behind. Ends with 1 when
less than 90 of 100 changes were noticed.
"""

import argparse
import signal
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from bench.mutants import known
from bench.mutants.changes import Change, possible, sample
from bench.mutants.copies import Copy
from bench.mutants.table import TESTS

ROOT = Path(__file__).resolve().parents[2]
BAR = 0.9
AT_ONCE = 2
LONGEST = 600
"""Seconds after which the tests count as hanging: on a busy machine they take a fifth of it."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="paths of the table; all without any")
    parser.add_argument("--each", type=int, default=3, help="changes to each module")
    parser.add_argument("--seed", default="alongside")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    paths = options.modules or list(TESTS)
    if options.list:
        for path in paths:
            number = sum(map(len, possible((ROOT / path).read_text())[1].values()))
            print(f"{path:<46}{number:>5}  {' '.join(TESTS[path])}")
        return 0
    drawn = [each for path in paths for each in sample(ROOT, path, options.each, options.seed)]
    with tempfile.TemporaryDirectory(prefix="alongside-mutants-") as folder:
        said = run(drawn, Path(folder))
    return report(said, f"--each {options.each} --seed {options.seed}")


def run(drawn: list[Change], folder: Path) -> dict[Change, str]:
    """What became of each change: ``noticed``, ``hung``, ``unnoticed`` or ``known``."""
    reasons = known.reasons(known.FILE.read_text())
    said = {each: "known" for each in drawn if known.is_known(each, reasons)}
    asked = [each for each in drawn if each not in said]
    tests = list(dict.fromkeys(test for each in asked for test in TESTS[each.path]))
    copies = [Copy(ROOT, folder / str(number)) for number in range(AT_ONCE)]
    free: SimpleQueue[Copy] = SimpleQueue()

    def ask(change: Change) -> str:
        copy = free.get()
        try:
            return copy.what_becomes_of(change, TESTS[change.path], within=LONGEST)
        finally:
            free.put(copy)

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        parts = [tests[number::AT_ONCE] for number in range(AT_ONCE)]
        if any(pool.map(Copy.fails, copies, parts)):
            raise SystemExit("The tests fail without any change: run them first.")
        print(f"{len(asked)} changes; without any, all tests pass.", flush=True)
        for copy in copies:
            free.put(copy)
        for change, what in zip(asked, pool.map(ask, asked), strict=True):
            said[change] = what
            print(f"{what:<10}{change.path}  {change.operator}", flush=True)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for copy in copies:
            copy.stop()
        pool.shutdown()
    return {each: said[each] for each in drawn}


def report(said: dict[Change, str], how: str) -> int:
    unnoticed = [change for change, what in said.items() if what == "unnoticed"]
    for change in unnoticed:
        print(f"\n{change.diff}")
    print()
    for path in dict.fromkeys(change.path for change in said):
        print(f"{path:<46}{_share([said[each] for each in said if each.path == path])}")
    print(f"\n{'all':<46}{_share(list(said.values()))}   {how}")
    asked = [what for what in said.values() if what != "known"]
    return 0 if len(unnoticed) <= (1 - BAR) * len(asked) else 1


def _share(said: list[str]) -> str:
    count = Counter(said)
    asked = len(said) - count["known"]
    more = "".join(f", {count[what]} {what}" for what in ("hung", "known") if count[what])
    return f"{count['noticed'] + count['hung']:>4} of {asked:<4}noticed{more}"


if __name__ == "__main__":
    sys.exit(main())
