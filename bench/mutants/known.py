"""Changes that need not be noticed, each with its reason: ``known.txt``."""

import re
from pathlib import Path

from bench.mutants.changes import Change

FILE = Path(__file__).with_name("known.txt")
SIGNS = ("- ", "+ ", "= ")

Place = tuple[str, tuple[str, ...]]


def reasons(text: str) -> dict[Place, str]:
    """By path and changed lines. Blocks are divided by empty lines: a path, lines with ``- ``,
    ``+ `` or ``= ``, and the reason."""
    found = {}
    for block in filter(None, re.split(r"\n\s*\n", re.sub(r"(?m)^#.*\n", "", text).strip())):
        path, *lines = (line.strip() for line in block.splitlines())
        changed = tuple(line for line in lines if line.startswith(SIGNS))
        reason = " ".join(line for line in lines if not line.startswith(SIGNS))
        if not (changed and reason):
            raise ValueError(f"No change or no reason: {block}")
        found[path, changed] = reason
    return found


def is_known(change: Change, known: dict[Place, str]) -> bool:
    return (change.path, change.lines) in known
